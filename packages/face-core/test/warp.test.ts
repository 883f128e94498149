import { describe, expect, test } from 'vitest';
import type { Affine } from '../src/geometry/affine.ts';
import type { RgbaImage } from '../src/image/pixels.ts';
import { createCrop } from '../src/image/pixels.ts';
import { antialiasingSamples, type Outside, regionMap, warp } from '../src/image/warp.ts';
import { apply, imageOf, similarity, square, uniform } from './synthetic.ts';

const identity = similarity(0, 1, 0, 0);
const shift = (x: number, y: number) => similarity(0, 1, x, y);

/** The bytes of a warped crop. */
function warped(image: RgbaImage, toImage: Affine, size: number, samples?: number, outside?: Outside): number[] {
  const crop = createCrop(size);
  crop.data.fill(99);
  warp(image, toImage, crop, samples, outside);
  return [...crop.data];
}

/** Its red bytes alone, for grey images. */
function warpedGray(...args: Parameters<typeof warped>): number[] {
  return warped(...args).filter((_, i) => i % 3 === 0);
}

/** A grey image, row by row. */
function gray(...rows: number[][]): RgbaImage {
  return imageOf(rows[0]!.length, rows.length, (x, y) => [rows[y]![x]!, rows[y]![x]!, rows[y]![x]!]);
}

const byte = uniform(3, 0, 256);
const noise = imageOf(9, 7, () => [Math.floor(byte()), Math.floor(byte()), Math.floor(byte())]);

describe('warp', () => {
  test('copies the pixels under the identity, red first', () => {
    const image = imageOf(2, 2, (x, y) => [10 + x, 20 + y, 30 + x + y]);
    expect(warped(image, identity, 2)).toEqual([10, 20, 30, 11, 20, 31, 10, 21, 31, 11, 21, 32]);
  });

  test('copies a whole picture and a part of it, to the byte', () => {
    const at = (x: number, y: number) => [...noise.data.subarray((y * 9 + x) * 4, (y * 9 + x) * 4 + 3)];
    const part = (left: number, top: number, size: number) =>
      Array.from({ length: size * size }, (_, i) => at(left + (i % size), top + Math.floor(i / size))).flat();
    expect(warped(noise, identity, 7)).toEqual(part(0, 0, 7));
    expect(warped(noise, shift(5, 3), 4)).toEqual(part(5, 3, 4));
  });

  test('ignores alpha', () => {
    const color = (x: number, y: number) => [10 * x, 20 * y, 200] as const;
    expect(warped(imageOf(3, 3, color, 0), identity, 3)).toEqual(warped(imageOf(3, 3, color, 255), identity, 3));
  });

  test('averages neighbours between pixels', () => {
    const image = gray([0, 100, 200], [40, 60, 80], [8, 4, 2]);
    expect(warpedGray(image, shift(0.5, 0), 2)).toEqual([50, 150, 50, 70]);
    expect(warpedGray(image, shift(0, 0.5), 2)).toEqual([20, 80, 24, 32]);
    // (0 + 100 + 40 + 60) / 4, (100 + 200 + 60 + 80) / 4, (40 + 60 + 8 + 4) / 4, (60 + 80 + 4 + 2) / 4 = 36.5
    expect(warpedGray(image, shift(0.5, 0.5), 2)).toEqual([50, 110, 28, 36]);
    // 0.75 · (0.25 · 0 + 0.75 · 100) + 0.25 · (0.25 · 40 + 0.75 · 60) = 70
    expect(warpedGray(image, shift(0.75, 0.25), 1)).toEqual([70]);
  });

  test('draws the edge out where asked to', () => {
    const image = gray([10, 20], [30, 40]);
    expect(warpedGray(image, shift(-1, -1), 4, 1, 'edge')).toEqual([
      ...[10, 10, 20, 20],
      ...[10, 10, 20, 20],
      ...[30, 30, 40, 40],
      ...[30, 30, 40, 40],
    ]);
    expect(warpedGray(image, shift(-100, 0.5), 1, 1, 'edge')).toEqual([20]);
    expect(warpedGray(image, shift(0.5, 100), 1, 2, 'edge')).toEqual([35]);
  });

  test('is black outside, and fades over the last pixel', () => {
    const white = gray([200, 200], [200, 200]);
    expect(warpedGray(white, shift(-1, -1), 4)).toEqual([0, 0, 0, 0, 0, 200, 200, 0, 0, 200, 200, 0, 0, 0, 0, 0]);
    expect(warpedGray(white, shift(-0.5, 0), 3)).toEqual([100, 200, 100, 100, 200, 100, 0, 0, 0]);
    expect(warpedGray(white, shift(-0.5, -0.5), 3)).toEqual([50, 100, 50, 100, 200, 100, 50, 100, 50]);
    expect(warpedGray(white, shift(1000, 0), 2)).toEqual([0, 0, 0, 0]);
    expect(warpedGray(white, shift(0, -1000), 2)).toEqual([0, 0, 0, 0]);
  });

  test('takes no pixel of the next row for a neighbour', () => {
    const image = gray([0, 0, 0], [255, 0, 0], [255, 0, 0]);
    expect(warpedGray(image, shift(2, 0), 3)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(warpedGray(image, shift(2.5, 0), 1)).toEqual([0]);
  });

  test('follows a rotation', () => {
    // A crop's right is the image's down.
    const image = gray([1, 2, 3], [4, 5, 6], [7, 8, 9]);
    expect(warpedGray(image, similarity(90, 1, 2, 0), 3)).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
  });

  test.each([2, 3, 4])('averages bilinear samples, %i an axis', (samples) => {
    const map = similarity(25, 1.7, 1.2, -1.4);
    const size = 4;
    const expected = Array.from({ length: size * size * 3 }, (_, i) => {
      const [pixel, channel] = [Math.floor(i / 3), i % 3];
      const [x, y] = [pixel % size, Math.floor(pixel / size)];
      let sum = 0;
      for (let j = 0; j < samples * samples; j++) {
        const offset = (k: number) => (k + 0.5) / samples - 0.5;
        const at = { x: x + offset(j % samples), y: y + offset(Math.floor(j / samples)) };
        sum += bilinear(noise, apply(map, at), channel);
      }
      return sum / samples ** 2;
    });
    const found = warped(noise, map, size, samples);
    expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThanOrEqual(0.5 + 1e-9);
    // The picture is rich enough for another number of samples to show.
    expect(
      Math.max(...warped(noise, map, size, samples - 1).map((v, i) => Math.abs(v - expected[i]!))),
    ).toBeGreaterThan(1);
  });
});

/** One channel between four pixels, by the definition: each pixel weighs what it is near, and outside is 0. */
function bilinear({ data, width, height }: RgbaImage, { x, y }: { x: number; y: number }, channel: number): number {
  let sum = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const weight = Math.max(0, 1 - Math.abs(x - column)) * Math.max(0, 1 - Math.abs(y - row));
      sum += weight * data[(row * width + column) * 4 + channel]!;
    }
  }
  return sum;
}

describe('regionMap', () => {
  test('lays edges on edges', () => {
    const map = regionMap({ x: 10, y: 20, width: 40, height: 80 }, 8);
    // A pixel's centre is a whole number, so the crop's edges are at -0.5 and 7.5.
    expect(apply(map, { x: -0.5, y: -0.5 })).toEqual({ x: 9.5, y: 19.5 });
    expect(apply(map, { x: 7.5, y: 7.5 })).toEqual({ x: 49.5, y: 99.5 });
  });

  test('copies a region of the same size', () => {
    expect(regionMap(square(3, 4, 16), 16)).toEqual({ a: 1, b: 0, c: 3, d: 0, e: 1, f: 4 });
  });

  test('halves as cv2.resize does: each pixel is the mean of four', () => {
    const image = gray([0, 10, 100, 120], [20, 30, 140, 160], [1, 2, 50, 60], [3, 4, 70, 80]);
    // (1 + 2 + 3 + 4) / 4 = 2.5, which the clamped array rounds to even.
    expect(warpedGray(image, regionMap(square(0, 0, 4), 2), 2)).toEqual([15, 130, 2, 65]);
  });

  test('doubles as cv2.resize does: a quarter and three quarters', () => {
    const rows = [
      [0, 80, 160],
      [40, 120, 200],
      [80, 160, 240],
    ];
    // The middle pixel's four quarters, a quarter of a pixel from its centre: 80 more to the right, 40 more downwards.
    const region = square(1, 1, 1);
    expect(warpedGray(gray(...rows), regionMap(region, 2), 2)).toEqual([90, 130, 110, 150]);
    // A row of two pixels, with enough around them: 40, then 0.75 and 0.25 of each, and on.
    const wide = gray([100, 100, 20, 60, 60, 100], [100, 100, 20, 60, 60, 100]);
    const row = warpedGray(wide, regionMap({ x: 1, y: 0, width: 3, height: 1 }, 6), 6).slice(18, 24);
    expect(row).toEqual([100, 80, 40, 30, 50, 60]);
  });
});

describe('antialiasingSamples', () => {
  test.each([
    [0.2, 1],
    [1, 1],
    [2, 1],
    [2.1, 2],
    [5.2, 3],
    [50, 8],
  ])('a reduction by %f takes %i samples an axis, however turned', (reduction, samples) => {
    for (const degrees of [0, 30, 90, 200]) {
      expect(antialiasingSamples(similarity(degrees, reduction, 5, 5))).toBe(samples);
    }
  });

  test('counts a mirrored map as any other', () => {
    expect(antialiasingSamples({ a: -3, b: 0, c: 0, d: 0, e: 3, f: 0 })).toBe(2);
  });
});
