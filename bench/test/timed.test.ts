import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { joined, timed, timedInTurn } from '../timed.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** A task that takes so many milliseconds, the first time and later. */
const task = (first: number, later = first) => {
  let ms = first;
  return async () => {
    vi.advanceTimersByTime(ms);
    ms = later;
  };
};

test('the first run does not count', async () => {
  expect(await timed(3, task(500, 20))).toEqual([20, 20, 20]);
});

test('tasks run in turn, each under its name', async () => {
  const order: string[] = [];
  const named = (name: string, ms: number) => {
    const run = task(ms);
    return () => {
      order.push(name);
      return run();
    };
  };
  const tasks = new Map([
    ['long', named('long', 40)],
    ['short', named('short', 1)],
  ]);
  expect(await timedInTurn(2, tasks)).toEqual({ long: [40, 40], short: [1, 1] });
  expect(order).toEqual(['long', 'short', 'long', 'short', 'long', 'short']);
});

test('an error ends it', async () => {
  const failing = () => Promise.reject(new Error('no face'));
  await expect(timed(3, failing)).rejects.toThrow('no face');
});

test('the lists of rounds are joined, in order', () => {
  const rounds = [
    { a: [1, 2], b: [3] },
    { a: [4], b: [5, 6] },
  ];
  expect(joined(rounds)).toEqual({ a: [1, 2, 4], b: [3, 5, 6] });
});
