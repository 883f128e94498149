import { formatClock } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { type Day, firstArrivalsByHour } from './arrivals.ts';

const height = 12;
/** Hours that are written below. */
const written = [0, 6, 12, 18];

/** When people came first, hour by hour: bars over a day. The table has the same in figures. */
export function Hours({ day }: { day: Day }) {
  const counts = firstArrivalsByHour(day);
  const most = Math.max(...counts);
  const startOf = (hour: number) => formatClock(new Date(day.at).setHours(hour));
  const words = t().activity.attendance;
  return (
    <div class="hours">
      <svg viewBox={`0 0 96 ${height}`} preserveAspectRatio="none" role="img" aria-label={words.hours}>
        {counts.map((count, hour) => {
          const bar = count === 0 ? 0.4 : (count / most) * height;
          return (
            <rect
              key={hour}
              class={count === 0 ? 'hour-none' : 'hour'}
              x={hour * 4 + 0.4}
              y={height - bar}
              width={3.2}
              height={bar}
            >
              <title>{words.hour(startOf(hour), count)}</title>
            </rect>
          );
        })}
      </svg>
      <div class="hours-scale" aria-hidden="true">
        {written.map((hour) => (
          <span key={hour}>{startOf(hour)}</span>
        ))}
      </div>
    </div>
  );
}
