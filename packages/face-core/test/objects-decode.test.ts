import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeObjects } from '../src/objects/decode.ts';
import { objectLayouts } from '../src/objects/layout.ts';
import { suppress } from '../src/objects/suppress.ts';

const thresholds = { minimumScore: 0.25, maximumOverlap: 0.45 };

/** All values are exact in float32. */
const boxes = [
  // Of two classes: the first by both, the second of the other class at the same place, the third elsewhere.
  { centre: [50, 40], size: [20, 10], scores: [0.75, 0.5] },
  { centre: [50, 40], size: [20, 10], scores: [0.125, 0.5] },
  { centre: [100, 90], size: [8, 8], scores: [0.375, 0.25] },
  { centre: [10, 10], size: [4, 4], scores: [0.125, 0.125] },
] as const;
const found = [
  { box: { x: 40, y: 35, width: 20, height: 10 }, score: 0.75, class: 0 },
  { box: { x: 40, y: 35, width: 20, height: 10 }, score: 0.5, class: 1 },
  { box: { x: 96, y: 86, width: 8, height: 8 }, score: 0.375, class: 0 },
];

describe('decodeObjects', () => {
  test('yolov8: a column a box', () => {
    const columns = boxes.map(({ centre, size, scores }) => [...centre, ...size, ...scores]);
    const values = Float32Array.from([0, 1, 2, 3, 4, 5].flatMap((row) => columns.map((column) => column[row]!)));
    expect(decodeObjects(values, 'yolov8', 2, thresholds)).toEqual(found);
  });

  test('yolov5: a row a box, the score is objectness × class', () => {
    const rows = boxes.flatMap(({ centre, size, scores }) => [...centre, ...size, 0.5, ...scores]);
    expect(decodeObjects(Float32Array.from(rows), 'yolov5', 2, { ...thresholds, minimumScore: 0.1875 })).toEqual(
      found.map((object) => ({ ...object, score: object.score / 2 })),
    );
    expect(decodeObjects(Float32Array.from(rows), 'yolov5', 2, thresholds)).toEqual([
      { ...found[0], score: 0.375 },
      { ...found[1], score: 0.25 },
    ]);
  });

  test('end-to-end: a row a box, its corners, score and class', () => {
    const rows = [
      [96, 86, 104, 94, 0.375, 0],
      [40, 35, 60, 45, 0.75, 0],
      [40, 35, 60, 45, 0.5, 1],
      [8, 8, 12, 12, 0.125, 1],
      [0, 0, 0, 0, 0, 0],
    ];
    expect(decodeObjects(Float32Array.from(rows.flat()), 'end-to-end', 2, thresholds)).toEqual(found);
  });

  test('end-to-end: suppresses nothing, and drops what is of no class', () => {
    const rows = [
      [40, 35, 60, 45, 0.75, 0],
      [40, 35, 60, 45, 0.5, 0],
      [40, 35, 60, 45, 0.5, 2],
      [40, 35, 60, 45, 0.5, -1],
      [40, 35, 60, 45, 0.5, 0.5],
      [40, 35, 60, 45, 0.5, Number.NaN],
    ];
    const objects = decodeObjects(Float32Array.from(rows.flat()), 'end-to-end', 2, thresholds);
    expect(objects.map(({ score }) => score)).toEqual([0.75, 0.5]);
  });

  test('takes one class of one', () => {
    expect(decodeObjects(Float32Array.of(50, 40, 20, 10, 0.75), 'yolov8', 1, thresholds)).toEqual([found[0]]);
    expect(decodeObjects(Float32Array.of(50, 40, 20, 10, 1, 0.75), 'yolov5', 1, thresholds)).toEqual([found[0]]);
  });

  test.each([
    ['a score of NaN', [50, 40, 20, 10, Number.NaN]],
    ['an infinite score', [50, 40, 20, 10, Infinity]],
    ['a score over 1', [50, 40, 20, 10, 1.5]],
    ['a place of NaN', [Number.NaN, 40, 20, 10, 0.75]],
    ['an infinite place', [50, -Infinity, 20, 10, 0.75]],
    ['an infinite size', [50, 40, Infinity, 10, 0.75]],
    ['no size', [50, 40, 20, 0, 0.75]],
    ['a negative size', [50, 40, -20, 10, 0.75]],
  ])('drops %s', (_, values) => {
    expect(decodeObjects(Float32Array.from(values), 'yolov8', 1, thresholds)).toEqual([]);
    const [x, y, width, height, score] = values as [number, number, number, number, number];
    expect(decodeObjects(Float32Array.of(x, y, width, height, score, 1), 'yolov5', 1, thresholds)).toEqual([]);
    expect(decodeObjects(Float32Array.of(x, y, width, height, 1, score), 'yolov5', 1, thresholds)).toEqual([]);
    const row = Float32Array.of(x - width / 2, y - height / 2, x + width / 2, y + height / 2, score, 0);
    expect(decodeObjects(row, 'end-to-end', 1, thresholds)).toEqual([]);
  });

  test('gives at most 300 objects, the best ones, of however many', () => {
    const count = 100_000;
    const values = new Float32Array(5 * count);
    for (let i = 0; i < count; i++) {
      const at = (row: number) => row * count + i;
      values[at(0)] = 4 * (i % 1000);
      values[at(1)] = 4 * Math.floor(i / 1000);
      values[at(2)] = values[at(3)] = 2;
      values[at(4)] = 0.5 + i / (2 * count);
    }
    const objects = decodeObjects(values, 'yolov8', 1, thresholds);
    expect(objects).toHaveLength(300);
    expect(objects[0]!.score).toBeCloseTo(1, 4);
    expect(objects[299]!.score).toBeGreaterThan(0.99);
  });

  test('gives proper objects for any values', () => {
    const number = fc.oneof(
      fc.float(),
      fc.float({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(NaN, Infinity, -1, 0, 1),
    );
    fc.assert(
      fc.property(fc.array(number, { maxLength: 120 }), fc.constantFrom(...objectLayouts), (values, layout) => {
        for (const { box, score, class: index } of decodeObjects(Float32Array.from(values), layout, 3, thresholds)) {
          expect(score >= 0.25 && score <= 1).toBe(true);
          expect([0, 1, 2]).toContain(index);
          expect(Number.isFinite(box.x + box.y) && box.width > 0 && box.height > 0).toBe(true);
        }
      }),
    );
  });
});

describe('suppress', () => {
  const at = (x: number, score: number, index = 0) => ({
    box: { x, y: 0, width: 10, height: 10 },
    score,
    class: index,
  });

  test('keeps the best of those that overlap more, and both that overlap no more', () => {
    // Shifted by 5 of 10: 50 of 150 square pixels are shared.
    const pair = [at(0, 0.9), at(5, 0.8)];
    expect(suppress(pair, 1 / 3, 300)).toEqual(pair);
    expect(suppress(pair, 0.33, 300)).toEqual([pair[0]]);
  });

  test('keeps what overlaps with another class, or only with what was not kept', () => {
    const row = [at(0, 0.9), at(4, 0.8), at(8, 0.7), at(0, 0.6, 1)];
    expect(suppress(row, 0.4, 300)).toEqual([row[0], row[2], row[3]]);
  });
});
