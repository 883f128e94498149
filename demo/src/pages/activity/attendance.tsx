import { useSignal } from '@preact/signals';
import { addressOf } from '../../app/router.ts';
import { people } from '../../services/bank.ts';
import { adviceFor } from '../../text/advice.ts';
import { formatClock, formatDay, formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { attendanceByDay, type Day, midnightOf } from './arrivals.ts';
import { attendanceToCsv, dayOf } from './attendance-csv.ts';
import { Hours } from './hours.tsx';
import { useEvents } from './use-events.ts';

const periods = ['today', 'week', 'month', 'all'] as const;
type Period = (typeof periods)[number];

/** How many days before today each begins. */
const daysBefore: Record<Exclude<Period, 'all'>, number> = { today: 0, week: 6, month: 29 };

/** Who checked in, day by day. */
export function AttendanceView() {
  const words = t().activity.attendance;
  const period = useSignal<Period>('week');
  const from = period.value === 'all' ? undefined : midnightOf(Date.now(), -daysBefore[period.value]);
  const { events, error } = useEvents({ kind: 'noted', from, limit: Number.POSITIVE_INFINITY });
  const days = events && attendanceByDay(events);
  const names = new Map(people.value.map(({ label, displayName }) => [label, displayName]));
  const nameOf = (label: string) => names.get(label) ?? label;
  return (
    <>
      <p class="hint">{words.hint}</p>
      <div class="row between">
        <Select
          label={words.period}
          value={period.value}
          options={periods.map((value) => ({ value, label: words.periods[value] }))}
          onChange={(value) => {
            period.value = value;
          }}
        />
        <Button
          kind="quiet"
          icon="download"
          disabled={!days?.length}
          onClick={() => saveFile(attendanceToCsv(days!, nameOf), `attendance-${dayOf(Date.now())}.csv`)}
        >
          {t().activity.csv}
        </Button>
      </div>
      <Notice tone="bad">{error !== null && adviceFor(error)}</Notice>
      {days?.length === 0 && <EmptyState icon="face" title={words.none} />}
      {days?.map((day) => (
        <DayCard key={day.at} day={day} nameOf={nameOf} isEnrolled={(label) => names.has(label)} />
      ))}
    </>
  );
}

interface DayProps {
  day: Day;
  nameOf: (label: string) => string;
  isEnrolled: (label: string) => boolean;
}

function DayCard({ day, nameOf, isEnrolled }: DayProps) {
  const words = t().activity.attendance;
  return (
    <section class="card">
      <h2>{words.day(formatDay(day.at), day.people.length)}</h2>
      <Hours day={day} />
      <table class="attendance">
        <thead>
          <tr>
            <th scope="col">{words.person}</th>
            <th scope="col">{words.first}</th>
            <th scope="col">{words.last}</th>
            <th scope="col">{words.times}</th>
          </tr>
        </thead>
        <tbody>
          {day.people.map(({ label, first, last, times }) => (
            <tr key={label}>
              <th scope="row">
                {isEnrolled(label) ? <a href={addressOf('people', label)}>{nameOf(label)}</a> : label}
              </th>
              <td>{formatClock(first)}</td>
              <td>{formatClock(last)}</td>
              <td>{formatNumber(times)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
