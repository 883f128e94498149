import type { BankEvent, Facebank } from 'facebank';

/** Who was let in today, by the gallery's log. */

export interface Arrival {
  label: string;
  /** Milliseconds since the epoch. */
  at: number;
  similarity: number | null;
}

/** As many of a day's decisions as are read. */
const mostEvents = 10_000;

/** Today's arrivals, the newest first: of each person those that are `intervalMs` or more after their last. */
export async function arrivalsToday(bank: Facebank, intervalMs: number): Promise<Arrival[]> {
  const from = new Date().setHours(0, 0, 0, 0);
  return arrivalsIn(await bank.events({ kind: 'noted', from, limit: mostEvents }), intervalMs);
}

/** @param events the newest first */
function arrivalsIn(events: readonly BankEvent[], intervalMs: number): Arrival[] {
  const last = new Map<string, number>();
  const arrivals: Arrival[] = [];
  for (const { label, reason, details, at } of events.toReversed()) {
    if (label === null || reason !== 'gate-approved') continue;
    if (at - (last.get(label) ?? Number.NEGATIVE_INFINITY) < intervalMs) continue;
    last.set(label, at);
    const { similarity } = details;
    arrivals.push({ label, at, similarity: typeof similarity === 'number' ? similarity : null });
  }
  return arrivals.reverse();
}
