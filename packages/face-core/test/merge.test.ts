import { describe, expect, test } from 'vitest';
import { mergeDuplicates } from '../src/detection/merge.ts';
import type { Box } from '../src/geometry/box.ts';
import type { Face } from '../src/types.ts';
import { head, square } from './synthetic.ts';

const faceIn = (box: Box, score = 0.9): Face => ({ box, score, keypoints: head({}) });
const row = (x: number, width: number) => ({ x, y: 0, width, height: 1 });

describe('mergeDuplicates', () => {
  test('keeps nobody of nobody, and one of one', () => {
    expect(mergeDuplicates([])).toEqual([]);
    const face = faceIn(square(0, 0, 10));
    expect(mergeDuplicates([face])).toEqual([face]);
  });

  test('keeps the first of two, whatever their scores', () => {
    const first = faceIn(square(0, 0, 10), 0.5);
    const second = faceIn(square(2, 0, 10), 0.9);
    expect(mergeDuplicates([first, second])).toEqual([first]);
    expect(mergeDuplicates([second, first])).toEqual([second]);
  });

  test('merges from an IoU of 0.3 on', () => {
    // 6 shared of 20, and 5.9 of 20.1; the containment is under a half.
    expect(mergeDuplicates([faceIn(row(0, 13)), faceIn(row(7, 13))])).toHaveLength(1);
    expect(mergeDuplicates([faceIn(row(0, 13)), faceIn(row(7.1, 13))])).toHaveLength(2);
  });

  test('merges a box of like size that lies 0.6 or more within a larger one', () => {
    // 30 or 29.5 of the small box's 50 columns; the IoU is under 0.15.
    const large = faceIn(square(0, 0, 100));
    expect(mergeDuplicates([large, faceIn(square(70, 20, 50))])).toEqual([large]);
    expect(mergeDuplicates([large, faceIn(square(70.5, 20, 50))])).toHaveLength(2);
    const small = faceIn(square(25, 25, 50));
    expect(mergeDuplicates([small, large])).toEqual([small]);
  });

  test('keeps a print that is held before a face: two faces, not one', () => {
    const face = faceIn(square(0, 0, 100));
    const print = faceIn(square(25, 25, 49));
    expect(mergeDuplicates([face, print])).toEqual([face, print]);
  });

  test('leaves neighbours that touch, in their order', () => {
    const neighbours = [faceIn(square(10, 0, 10), 0.6), faceIn(square(0, 0, 10), 0.9), faceIn(square(0, 10, 10), 0.7)];
    expect(mergeDuplicates(neighbours)).toEqual(neighbours);
  });

  test('compares with the kept ones alone', () => {
    // Each shares 0.43 with the next, the outer two only 0.11: without the middle one they are two faces.
    const [left, middle, right] = [faceIn(row(0, 10)), faceIn(row(4, 10)), faceIn(row(8, 10))];
    expect(mergeDuplicates([left, middle, right])).toEqual([left, right]);
    expect(mergeDuplicates([middle, left, right])).toEqual([middle]);
  });
});
