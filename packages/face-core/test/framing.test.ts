import { describe, expect, test } from 'vitest';
import { insideOf, shareWithin } from '../src/quality/framing.ts';
import { similarity } from './synthetic.ts';

/* The face is columns 14 to 97 and rows 22 to 105 of the aligned crop: 84 of each. */

const frame = { width: 640, height: 480 };

describe('shareWithin', () => {
  test('is 1 for a face inside, however near the edge', () => {
    expect(shareWithin(frame, similarity(0, 2, 200, 100))).toBe(1);
    expect(shareWithin(frame, similarity(0, 1, -14, -22))).toBe(1);
    expect(shareWithin(frame, similarity(0, 1, 639 - 97, 479 - 105))).toBe(1);
    expect(shareWithin({ width: 84, height: 84 }, similarity(0, 1, -14, -22))).toBe(1);
  });

  test.each([
    ['left', similarity(0, 1, -15, 100)],
    ['top', similarity(0, 1, 100, -23)],
    ['right', similarity(0, 1, 640 - 97, 100)],
    ['bottom', similarity(0, 1, 100, 480 - 105)],
  ])('is less by one row of 84 where one is cut off at the %s', (_side, toImage) => {
    expect(shareWithin(frame, toImage)).toBeCloseTo(83 / 84, 9);
  });

  test('counts what is cut off at two sides once', () => {
    expect(shareWithin(frame, similarity(0, 1, -14 - 42, -22 - 42))).toBeCloseTo(0.25, 9);
  });

  test('follows the face as it leans and grows', () => {
    // Upside down, the left of the crop is the right of the image.
    expect(shareWithin(frame, similarity(180, 1, 640 + 14, 300))).toBeCloseTo(83 / 84, 9);
    expect(shareWithin(frame, similarity(0, 2, -2 * (14 + 21), 100))).toBeCloseTo(0.75, 9);
  });

  test('is 0 for a face outside', () => {
    expect(shareWithin(frame, similarity(0, 1, 2000, 100))).toBe(0);
  });
});

describe('insideOf', () => {
  test('takes a pixel in whose margin lies in the frame too', () => {
    const isInside = insideOf(frame, similarity(0, 3, 0, 0), 2);
    // Two pixels of the crop are six of the image.
    expect(isInside(2, 2)).toBe(true);
    expect(isInside(1, 2)).toBe(false);
    expect(isInside(2, 1)).toBe(false);
    expect(insideOf(frame, similarity(0, 3, 0, 0), 0)(0, 0)).toBe(true);
    expect(isInside(211, 157)).toBe(true);
    expect(isInside(212, 157)).toBe(false);
    expect(isInside(211, 158)).toBe(false);
  });
});
