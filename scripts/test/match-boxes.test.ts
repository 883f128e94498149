import { describe, expect, test } from 'vitest';
import { countFound } from '../evaluate/match-boxes.ts';

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe('countFound', () => {
  test('takes an IoU of exactly 0.3, and nothing below', () => {
    // Two 13×10 boxes, 7 apart: they share 6×10 = 60 of 200.
    expect(countFound([box(0, 0, 13, 10)], [box(7, 0, 13, 10)])).toBe(1);
    // Ten thousand times as large; a pixel further apart they share 59,999 of 200,001.
    const far = (x: number) => box(x, 0, 130_000, 1);
    expect(countFound([far(0)], [far(70_000)])).toBe(1);
    expect(countFound([far(0)], [far(70_001)])).toBe(0);
  });

  test('two detections on one face find it once', () => {
    expect(countFound([box(10, 10, 50, 50)], [box(10, 10, 50, 50), box(12, 11, 50, 50)])).toBe(1);
  });

  test('a second detection on a face that is found goes to another, if it fits that too', () => {
    const [a, b] = [box(0, 0, 13, 10), box(8, 0, 13, 10)];
    // The second fits A at 100/160 and B at 80/180, but A has a better one.
    expect(countFound([a, b], [a, box(3, 0, 13, 10)])).toBe(2);
  });

  test('one detection on two faces finds one of them', () => {
    expect(countFound([box(10, 10, 50, 50), box(14, 10, 50, 50)], [box(12, 10, 50, 50)])).toBe(1);
  });

  test('the best-fitting pairs first, whatever the order', () => {
    const [a, b] = [box(0, 0, 13, 10), box(8, 0, 13, 10)];
    // d fits A at 0.3 and B at 120/140; e fits A at 117/143 and B below 0.3: A must be left to e.
    const [d, e] = [box(7, 0, 13, 10), box(0, 1, 13, 10)];
    expect(countFound([a, b], [d, e])).toBe(2);
    expect(countFound([b, a], [e, d])).toBe(2);
    expect(countFound([a, b], [e, d])).toBe(2);
  });

  test('counts each of several faces, in any order', () => {
    const truth = [box(0, 0, 10, 10), box(100, 0, 10, 10), box(200, 0, 10, 10)];
    expect(countFound(truth, [truth[2]!, truth[0]!, truth[1]!])).toBe(3);
    expect(countFound(truth, [box(201, 1, 10, 10), box(50, 50, 10, 10)])).toBe(1);
  });

  test('finds nothing in nothing', () => {
    expect(countFound([], [])).toBe(0);
    expect(countFound([box(0, 0, 10, 10)], [])).toBe(0);
    expect(countFound([], [box(0, 0, 10, 10)])).toBe(0);
    expect(countFound([box(0, 0, 0, 0)], [box(0, 0, 0, 0)])).toBe(0);
  });
});
