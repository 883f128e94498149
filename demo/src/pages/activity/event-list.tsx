import type { BankEvent, EventKind } from 'facebank';
import { addressOf } from '../../app/router.ts';
import { people } from '../../services/bank.ts';
import { formatClock, formatTime } from '../../text/format.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { isArrival } from './arrivals.ts';
import { figuresOf, sentenceOf } from './sentences.ts';
import './activity.css';

interface Props {
  events: readonly BankEvent[];
  /** Are they of several days? */
  isDated?: boolean;
}

/** What happened, a sentence each. */
export function EventList({ events, isDated = false }: Props) {
  const names = new Map(people.value.map(({ label, displayName }) => [label, displayName]));
  return (
    <ol class={isDated ? 'events dated' : 'events'}>
      {events.map((event, index) => (
        <EventItem key={`${event.at} ${index}`} event={event} names={names} isDated={isDated} />
      ))}
    </ol>
  );
}

interface ItemProps {
  event: BankEvent;
  names: ReadonlyMap<string, string>;
  isDated: boolean;
}

function EventItem({ event, names, isDated }: ItemProps) {
  const [before, after] = sentenceOf(event);
  const figures = figuresOf(event);
  const { icon, tone } = signOf(event);
  return (
    <li>
      <span class={`event-sign ${tone}`}>
        <Icon name={icon} />
      </span>
      <div>
        <p>
          {before}
          {after !== undefined && <Who label={event.label!} names={names} />}
          {after}
        </p>
        {figures.length > 0 && <p class="hint">{figures.join(' · ')}</p>}
      </div>
      <time dateTime={new Date(event.at).toISOString()}>{(isDated ? formatTime : formatClock)(event.at)}</time>
    </li>
  );
}

/** Whoever is still enrolled under the label can be looked up. */
function Who({ label, names }: { label: string; names: ReadonlyMap<string, string> }) {
  const name = names.get(label);
  return name === undefined ? <strong>{label}</strong> : <a href={addressOf('people', label)}>{name}</a>;
}

const icons: Partial<Record<EventKind, IconName>> = {
  enrolled: 'enrol',
  verified: 'face',
  identified: 'face',
  renamed: 'people',
  updated: 'people',
  removed: 'people',
  imported: 'upload',
  'encryption-changed': 'lock',
};

function signOf(event: BankEvent): { icon: IconName; tone: 'good' | 'bad' | 'plain' } {
  const isBad =
    event.reason === 'gate-rejected' || ['rejected', 'spoof-suspected', 'suspicious-series'].includes(event.kind);
  if (isArrival(event)) return { icon: 'good', tone: 'good' };
  return isBad ? { icon: 'bad', tone: 'bad' } : { icon: icons[event.kind] ?? 'activity', tone: 'plain' };
}
