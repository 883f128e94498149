import type { BankEvent, Facebank } from 'facebank';

/** Who arrived, kept in the gallery's own log: encrypted with it, there after a reload, and gone with the person. */

/** Each person is logged once in this time. */
const intervalMs = 60 * 60_000;

const reason = 'arrived';

/** Logs an arrival, unless there was one a short while ago. Was it logged? */
export async function logArrival(bank: Facebank, label: string, similarity: number): Promise<boolean> {
  const recent = await arrivalsSince(bank, Date.now() - intervalMs, label);
  if (recent.length > 0) return false;
  await bank.note({ label, reason, details: { similarity } });
  return true;
}

/** Today's, the newest first. */
export function arrivalsToday(bank: Facebank): Promise<BankEvent[]> {
  return arrivalsSince(bank, new Date().setHours(0, 0, 0, 0));
}

async function arrivalsSince(bank: Facebank, from: number, label?: string): Promise<BankEvent[]> {
  const events = await bank.events({ kind: 'noted', from, label });
  return events.filter((event) => event.reason === reason);
}
