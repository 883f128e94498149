import { FacebankError } from './errors.ts';
import type { FailureRecord } from './schema.ts';

/** How often a label may be tried in a row before it has to wait, unless the app says otherwise. */
export const defaultMaximumFailures = 5;

/** The first wait; each further failure doubles it. */
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;

/** Failures this long ago count no more: as long as the longest wait, so that waiting it out never pays off sooner. */
const forgottenAfterMs = longestWaitMs;

/**
 * May this label be tried now? After `maximum` rejections in a row it waits for half a minute, after each further one twice
 * as long, up to a quarter of an hour.
 *
 * @throws FacebankError `too-many-failures`
 */
export function requirePatience(failures: FailureRecord | null, maximum: number, now: number): void {
  if (!isWhole(failures) || failures.count < maximum) return;
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures.count - maximum));
  const retryAt = failures.last + wait;
  if (now >= retryAt) return;
  const seconds = Math.ceil((retryAt - now) / 1000);
  const message = `Too many faces were rejected for this person: wait ${seconds} seconds, then try again.`;
  throw new FacebankError('too-many-failures', message, { failures: failures.count, retryAt });
}

/** Where it is damaged it says nothing: whoever can damage it can delete it as well. */
function isWhole(failures: FailureRecord | null | undefined): failures is FailureRecord {
  return Number.isSafeInteger(failures?.count) && Number.isFinite(failures?.last);
}

/** The count after one more rejection. */
export function oneMore(failures: FailureRecord | undefined, person: string, now: number): FailureRecord {
  const isRecent = isWhole(failures) && now - failures.last < forgottenAfterMs;
  return { person, count: isRecent ? failures.count + 1 : 1, last: now };
}
