import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultMaximumFailures, oneMore, requirePatience } from '../src/failures.ts';
import type { FailureRecord } from '../src/schema.ts';

const second = 1_000;
const minute = 60 * second;
const start = 1_700_000_000_000;

/** So many failures, one right after the other; the last one at `last`. */
function failuresInARow(count: number, last = start): FailureRecord {
  let failures: FailureRecord | undefined;
  for (let i = 0; i < count; i++) failures = oneMore(failures, 'id', last);
  return failures!;
}

/** From when on the label is answered again; `null`: it is answered now. */
function retryAt(failures: FailureRecord | null, now: number, maximum = defaultMaximumFailures): number | null {
  try {
    requirePatience(failures, maximum, now);
    return null;
  } catch (error) {
    expect(error).toMatchObject({ name: 'FacebankError', code: 'too-many-failures' });
    return (error as { details: { retryAt: number } }).details.retryAt;
  }
}

test('up to the maximum, a label may be tried at once', () => {
  expect(retryAt(null, start)).toBeNull();
  for (let count = 1; count < 5; count++) expect(retryAt(failuresInARow(count), start)).toBeNull();
  expect(retryAt(failuresInARow(5), start)).toBe(start + 30 * second);
  expect(retryAt(failuresInARow(1), start, 1)).toBe(start + 30 * second);
});

test('each further failure doubles the wait, up to a quarter of an hour', () => {
  const waits = [5, 6, 7, 8, 9, 10, 11, 2_000].map((count) => retryAt(failuresInARow(count), start)! - start);
  expect(waits.map((wait) => wait / second)).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
});

test('the wait ends at the very moment that was told', () => {
  const failures = failuresInARow(7);
  expect(retryAt(failures, start + 2 * minute - 1)).toBe(start + 2 * minute);
  expect(retryAt(failures, start + 2 * minute)).toBeNull();
});

test('the error says how long to wait, and names nobody', () => {
  expect(() => requirePatience(failuresInARow(6), 5, start + 500)).toThrow(
    expect.objectContaining({
      message: 'Too many faces were rejected for this person: wait 60 seconds, then try again.',
      details: { failures: 6, retryAt: start + minute },
    }),
  );
});

describe('failures are forgotten', () => {
  test('a quarter of an hour after the last one', () => {
    const failures = failuresInARow(4);
    expect(oneMore(failures, 'id', start + 15 * minute - 1)).toEqual({
      person: 'id',
      count: 5,
      last: start + 15 * minute - 1,
    });
    expect(oneMore(failures, 'id', start + 15 * minute)).toEqual({ person: 'id', count: 1, last: start + 15 * minute });
  });

  test('never before the wait for them is over', () => {
    for (let count = 1; count < 20; count++) {
      const failures = failuresInARow(count);
      const next = oneMore(failures, 'id', retryAt(failures, start) ?? start);
      expect(next.count === count + 1 || next.last - start >= 15 * minute).toBe(true);
    }
  });

  test('so that no rhythm gives more than 26 tries an hour, after the first eight', () => {
    // The best is to try 5 times at once, then after half a minute, 1 and 2 minutes, and to wait until they are forgotten.
    const pauses = fc.array(fc.oneof(fc.constant(0), fc.constant(15 * minute), fc.nat({ max: 20 * minute })), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(pauses, (pausesMs) => {
        let failures: FailureRecord | undefined;
        let now = start;
        for (const pauseMs of pausesMs) {
          now += pauseMs;
          now = retryAt(failures ?? null, now) ?? now;
          failures = oneMore(failures, 'id', now);
        }
        expect(pausesMs.length).toBeLessThanOrEqual(8 + (26 * (now - start)) / (60 * minute));
      }),
    );
  });
});

test('a clock that was put back keeps the wait', () => {
  expect(retryAt(failuresInARow(5), start - minute)).toBe(start + 30 * second);
  expect(oneMore(failuresInARow(5), 'id', start - minute)).toMatchObject({ count: 6 });
});
