import { describe, expect, test } from 'vitest';
import { median, p95, summary } from '../statistics.ts';

describe('median', () => {
  test('is the middle one, in whatever order', () => expect(median([9, 1, 5])).toBe(5));
  test('is between the two middle ones of an even number', () => expect(median([4, 1, 9, 2])).toBe(3));
  test('sorts numbers, not words', () => expect(median([100, 20, 3])).toBe(20));
  test('leaves the list as it was', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
  test('of nothing is an error', () => expect(() => median([])).toThrow(RangeError));
});

describe('p95', () => {
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => count - index);
  test('of a hundred is the 95th', () => expect(p95(upTo(100))).toBe(95));
  test('of twenty is the 19th', () => expect(p95(upTo(20))).toBe(19));
  test('of a few is the largest', () => expect(p95([3, 8, 5])).toBe(8));
  test('of nothing is an error', () => expect(() => p95([])).toThrow(RangeError));
});

test('a summary has both', () => expect(summary([1, 2, 10])).toEqual({ median: 2, p95: 10 }));
