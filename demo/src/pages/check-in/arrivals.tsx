import { useSignal, useSignalEffect } from '@preact/signals';
import { bank, people } from '../../services/bank.ts';
import { adviceFor } from '../../text/advice.ts';
import { formatClock, formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type Arrival, arrivalsToday } from './arrivals.ts';
import { interval } from './choices.ts';
import { nameOf } from './words.ts';

/**
 * Today's arrivals.
 *
 * @param after the decision that may have added one
 */
export function Arrivals({ after }: { after: { value: unknown } }) {
  const arrivals = useSignal<readonly Arrival[]>([]);
  const error = useSignal<unknown>(null);
  useSignalEffect(() => {
    after.value;
    people.value;
    const gallery = bank.value;
    let isCurrent = true;
    if (gallery !== null) {
      arrivalsToday(gallery, interval.value * 1000).then(
        (found) => {
          if (isCurrent) arrivals.value = found;
        },
        (cause: unknown) => {
          if (isCurrent) error.value = cause;
        },
      );
    }
    return () => {
      isCurrent = false;
    };
  });
  const words = t().checkIn.attendance;
  return (
    <Card title={words.title}>
      <p class="hint card-hint">{words.count(arrivals.value.length)}</p>
      <Notice tone="bad">{error.value !== null && adviceFor(error.value)}</Notice>
      <ol class="arrivals">
        {arrivals.value.map(({ label, at, similarity }) => (
          <li key={`${at} ${label}`}>
            <span class="arrival-name">{nameOf(label)}</span>
            {similarity !== null && <span class="hint">{formatNumber(similarity, 2)}</span>}
            <time dateTime={new Date(at).toISOString()}>{formatClock(at)}</time>
          </li>
        ))}
      </ol>
    </Card>
  );
}
