import { expect, test } from 'vitest';
import { compare } from '../comparison.ts';

const threads = { ours: 2, native: 2, human: 1 };
const times = {
  ours: [40, 30, 20],
  human: [90, 120, 100],
  raw: { detection: [6, 5, 4], embedding: [12, 10, 11], liveness: [4, 2, 3] },
  native: { detection: [2, 3, 1], embedding: [5, 6, 4], liveness: [2, 2, 3] },
};

test('medians, and sums of medians with two liveness runs', () => {
  expect(compare(times, threads).analyze).toEqual({
    threads,
    oursMs: 30,
    oursP95Ms: 40,
    rawModelsMs: 5 + 11 + 2 * 3,
    rawMs: { detection: 5, embedding: 11, liveness: 3 },
    nativeModelsMs: 2 + 5 + 2 * 2,
    nativeMs: { detection: 2, embedding: 5, liveness: 2 },
    peers: { human: 100 },
    peersP95: { human: 120 },
  });
});

test('ratios: human over ours, ours over the bare models, ours over the native ones', () => {
  const { ratios } = compare(times, threads);
  expect(ratios.human).toBeCloseTo(100 / 30);
  expect(ratios.overRaw).toBeCloseTo(30 / 22);
  expect(ratios.overNative).toBeCloseTo(30 / 11);
});

test('a contender that was not measured is an error, not a zero', () => {
  expect(() => compare({ ...times, human: [] }, threads)).toThrow(RangeError);
});
