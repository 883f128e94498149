import { describe, expect, test } from 'vitest';
import { compose, invert, mirrored, transform } from '../src/geometry/affine.ts';
import { containment, iou, overlapArea } from '../src/geometry/box.ts';
import { apply, difference, scattered, similarity, square } from './synthetic.ts';

describe('invert', () => {
  test('undoes a map whose inverse is known by hand', () => {
    // x' = 2x + 10, y' = 4y - 8
    expect(invert({ a: 2, b: 0, c: 10, d: 0, e: 4, f: -8 })).toEqual({ a: 0.5, b: -0, c: -5, d: -0, e: 0.25, f: 2 });
    // A shear: x' = x + 3y + 1, y' = y + 2, so x = x' - 3y' + 5.
    expect(invert({ a: 1, b: 3, c: 1, d: 0, e: 1, f: 2 })).toEqual({ a: 1, b: -3, c: 5, d: -0, e: 1, f: -2 });
  });

  test.each([
    ['a similarity', similarity(37, 2.5, -40, 12)],
    ['a shear', { a: 1.5, b: 0.7, c: 3, d: -0.2, e: 0.9, f: -11 }],
    ['a reflection', { a: -1, b: 0, c: 100, d: 0, e: 1, f: 0 }],
  ])('leads back from where %s leads', (_name, map) => {
    const back = invert(map);
    for (const point of scattered(20, 1)) {
      const returned = apply(back, apply(map, point));
      expect(returned.x).toBeCloseTo(point.x, 10);
      expect(returned.y).toBeCloseTo(point.y, 10);
    }
    expect(difference(invert(back), map)).toBeLessThan(1e-12);
  });

  test('refuses a map that flattens the plane', () => {
    expect(() => invert({ a: 1, b: 2, c: 0, d: 2, e: 4, f: 0 })).toThrow(RangeError);
    expect(() => invert({ a: 0, b: 0, c: 5, d: 0, e: 0, f: 5 })).toThrow(RangeError);
    expect(() => invert({ a: Number.NaN, b: 0, c: 0, d: 0, e: 1, f: 0 })).toThrow(RangeError);
  });
});

describe('compose', () => {
  test('does the inner map first', () => {
    const [turn, shear] = [similarity(30, 2, 5, -7), { a: 1.5, b: 0.7, c: 3, d: -0.2, e: 0.9, f: -11 }];
    for (const point of scattered(20, 2)) {
      const expected = apply(turn, apply(shear, point));
      expect(apply(compose(turn, shear), point)).toEqual({
        x: expect.closeTo(expected.x, 9),
        y: expect.closeTo(expected.y, 9),
      });
    }
  });
});

describe('mirrored', () => {
  test("takes each pixel of the mirror image to where the crop's own pixel goes", () => {
    const map = similarity(20, 1.5, 40, 8);
    for (const x of [0, 3, 9]) {
      const expected = apply(map, { x: 9 - x, y: 4 });
      expect(apply(mirrored(map, 10), { x, y: 4 })).toEqual({
        x: expect.closeTo(expected.x, 9),
        y: expect.closeTo(expected.y, 9),
      });
    }
  });
});

test('transform takes a point along', () => {
  expect(transform({ a: 2, b: 3, c: 10, d: -1, e: 4, f: -8 }, { x: 5, y: 7 })).toEqual({ x: 41, y: 15 });
});

// Two squares of side 10 that share 5×4 pixels, and what else two boxes can be to each other.
const one = square(0, 0, 10);
const other = square(5, 6, 10);
const inside = square(2, 2, 4);
const touching = square(10, 0, 10);
const apart = square(30, 30, 10);
const line = { x: 2, y: 2, width: 5, height: 0 };
const point = square(3, 3, 0);

describe('overlapArea', () => {
  test('is the shared rectangle', () => {
    expect(overlapArea(one, other)).toBe(20);
    expect(overlapArea(other, one)).toBe(20);
    expect(overlapArea(one, inside)).toBe(16);
    expect(overlapArea(one, one)).toBe(100);
    expect(overlapArea(square(-5, -5, 10), one)).toBe(25);
  });

  test('is 0 where nothing is shared', () => {
    expect(overlapArea(one, touching)).toBe(0);
    // Apart on both axes: two negative lengths are no area.
    expect(overlapArea(one, apart)).toBe(0);
    expect(overlapArea(one, line)).toBe(0);
  });
});

describe('iou', () => {
  test('is the shared area over the united one', () => {
    expect(iou(one, other)).toBe(20 / 180);
    expect(iou(one, inside)).toBe(0.16);
    expect(iou(one, one)).toBe(1);
  });

  test('is 0 for boxes that touch, lie apart or have no area', () => {
    for (const box of [touching, apart, line, point]) {
      expect(iou(one, box)).toBe(0);
      expect(iou(box, one)).toBe(0);
    }
    expect(iou(point, point)).toBe(0);
  });
});

describe('containment', () => {
  test('is the shared area over the smaller one', () => {
    expect(containment(one, other)).toBe(0.2);
    expect(containment(one, inside)).toBe(1);
    expect(containment(inside, one)).toBe(1);
    expect(containment(square(8, 0, 4), one)).toBe(0.5);
  });

  test('is 0 for boxes that touch, lie apart or have no area', () => {
    for (const box of [touching, apart, line, point]) expect(containment(one, box)).toBe(0);
    expect(containment(point, point)).toBe(0);
  });
});
