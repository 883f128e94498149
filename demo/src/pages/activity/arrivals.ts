import type { BankEvent } from 'facebank';

/** Who checked in, and when: what the events of the gate say of that. */

export interface Arrival extends BankEvent {
  label: string;
}

/** Was somebody let in? An enrolment, which the gate approves too, is no arrival. */
export function isArrival(event: BankEvent): event is Arrival {
  const { kind, reason, label, details } = event;
  return kind === 'noted' && reason === 'gate-approved' && label !== null && details['question'] !== 'register';
}

/** A person on a day. All times are ms since the epoch. */
export interface Attendance {
  label: string;
  first: number;
  last: number;
  /** How often they checked in. */
  times: number;
}

export interface Day {
  /** Its midnight, where the device is: ms since the epoch. */
  at: number;
  /** In the order in which they came. */
  people: Attendance[];
}

/** The days on which somebody came, the newest first. */
export function attendanceByDay(events: readonly BankEvent[]): Day[] {
  const days = new Map<number, Map<string, Attendance>>();
  for (const { at, label } of events.filter(isArrival)) {
    const day = midnightOf(at);
    const people = days.get(day) ?? new Map<string, Attendance>();
    const { first, last, times } = people.get(label) ?? { first: at, last: at, times: 0 };
    people.set(label, { label, first: Math.min(first, at), last: Math.max(last, at), times: times + 1 });
    days.set(day, people);
  }
  return [...days]
    .map(([at, people]) => ({ at, people: [...people.values()].sort((a, b) => a.first - b.first) }))
    .sort((a, b) => b.at - a.at);
}

/** How many people came in each of the 24 hours of a day, by their first time. */
export function firstArrivalsByHour({ people }: Day): number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  for (const { first } of people) hours[new Date(first).getHours()]! += 1;
  return hours;
}

/** The beginning of a day where the device is: ms since the epoch. */
export function midnightOf(at: number, daysLater = 0): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLater).getTime();
}
