import { type Signal, useSignal } from '@preact/signals';
import { type BankEvent, type EventKind, type EventQuery, eventsToCsv } from 'facebank';
import { useId } from 'preact/hooks';
import { place } from '../../app/router.ts';
import { bank, people } from '../../services/bank.ts';
import { adviceFor } from '../../text/advice.ts';
import { formatDay } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { midnightOf } from './arrivals.ts';
import { dayOf } from './attendance-csv.ts';
import { EventList } from './event-list.tsx';
import { useEvents } from './use-events.ts';

type What = keyof ReturnType<typeof t>['activity']['filter']['kinds'];

/** Which kinds each choice shows; the gate's decisions are notes. */
const kindsOf: Record<What, readonly EventKind[] | undefined> = {
  all: undefined,
  decisions: ['noted'],
  comparisons: ['verified', 'identified', 'rejected'],
  suspicions: ['spoof-suspected', 'suspicious-series'],
  people: ['enrolled', 'renamed', 'updated', 'removed', 'expired'],
  gallery: ['imported', 'exported', 'encryption-changed'],
};

interface Filter {
  what: What;
  /** A label, or nobody's: everybody. */
  person: string;
  /** Days as a date field has them, or none. */
  from: string;
  to: string;
}

const noFilter: Filter = { what: 'all', person: '', from: '', to: '' };

const stepSize = 100;

/** What happened, by day, newest first. */
export function EventsView() {
  const words = t().activity;
  // `#/activity/Ada` is about Ada.
  const filter = useSignal<Filter>({ ...noFilter, person: place.value.argument });
  const shown = useSignal(stepSize);
  const query = queryOf(filter.value);
  // One more tells whether there are any.
  const { events, error } = useEvents({ ...query, limit: shown.value + 1 });
  const found = events?.slice(0, shown.value) ?? [];
  const hasMore = (events?.length ?? 0) > found.length;
  const isFiltered = JSON.stringify(filter.value) !== JSON.stringify(noFilter);
  const save = async () => {
    const all = await bank.value!.events({ ...query, limit: Number.POSITIVE_INFINITY });
    saveFile(eventsToCsv(all), `activity-${dayOf(Date.now())}.csv`);
  };
  if (events?.length === 0 && !isFiltered) {
    return (
      <EmptyState icon="activity" title={words.none.title}>
        <p>{words.none.advice}</p>
      </EmptyState>
    );
  }
  const count = words.count(found.length);
  return (
    <>
      <FilterForm filter={filter} isFiltered={isFiltered} />
      <div class="row between">
        <p class="hint" role="status">
          {events !== null && (hasMore ? words.countMore(count) : found.length > 0 ? count : words.noneFound)}
        </p>
        <Button kind="quiet" icon="download" disabled={found.length === 0} onClick={() => void save()}>
          {words.csv}
        </Button>
      </div>
      <Notice tone="bad">{error !== null && adviceFor(error)}</Notice>
      {byDay(found).map(([day, ofDay]) => (
        <section key={day} class="day">
          <h2>{formatDay(day)}</h2>
          <EventList events={ofDay} />
        </section>
      ))}
      {hasMore && (
        <div class="row">
          <Button
            kind="quiet"
            onClick={() => {
              shown.value += stepSize;
            }}
          >
            {words.more}
          </Button>
        </div>
      )}
    </>
  );
}

function FilterForm({ filter, isFiltered }: { filter: Signal<Filter>; isFiltered: boolean }) {
  const words = t().activity.filter;
  const set = (change: Partial<Filter>) => {
    filter.value = { ...filter.value, ...change };
  };
  const { what, person, from, to } = filter.value;
  const labels = people.value.map(({ label, displayName }) => ({ value: label, label: nameFor(label, displayName) }));
  // Whoever is asked for by address need not be there.
  const unknown = person !== '' && !people.value.some(({ label }) => label === person);
  return (
    <search class="filter">
      <Select
        label={words.what}
        value={what}
        options={(Object.keys(kindsOf) as What[]).map((value) => ({ value, label: words.kinds[value] }))}
        onChange={(value) => set({ what: value })}
      />
      <Select
        label={words.person}
        value={person}
        options={[
          { value: '', label: words.anybody },
          ...(unknown ? [{ value: person, label: person }] : []),
          ...labels,
        ]}
        onChange={(value) => set({ person: value })}
      />
      <DateField label={words.from} value={from} max={to} onChange={(value) => set({ from: value })} />
      <DateField label={words.to} value={to} min={from} onChange={(value) => set({ to: value })} />
      {isFiltered && (
        <Button kind="quiet" onClick={() => set(noFilter)}>
          {words.clear}
        </Button>
      )}
    </search>
  );
}

interface DateProps {
  label: string;
  value: string;
  min?: string;
  max?: string;
  onChange: (value: string) => void;
}

function DateField({ label, onChange, ...attributes }: DateProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input {...attributes} id={id} type="date" onChange={(event) => onChange(event.currentTarget.value)} />
    </div>
  );
}

function queryOf({ what, person, from, to }: Filter): EventQuery {
  return {
    kind: kindsOf[what],
    label: person === '' ? undefined : person,
    from: from === '' ? undefined : midnightOfDay(from),
    // The last day is within.
    to: to === '' ? undefined : midnightOfDay(to, 1),
  };
}

/** @param day as a date field has it, 2026-01-31 */
function midnightOfDay(day: string, daysLater = 0): number {
  const [year, month, date] = day.split('-').map(Number);
  return midnightOf(new Date(year!, month! - 1, date!).getTime(), daysLater);
}

/** In the order in which they are. */
function byDay(events: readonly BankEvent[]): [day: number, events: BankEvent[]][] {
  const days = new Map<number, BankEvent[]>();
  for (const event of events) {
    const day = midnightOf(event.at);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return [...days];
}

function nameFor(label: string, displayName: string): string {
  return label === displayName ? label : `${displayName} (${label})`;
}
