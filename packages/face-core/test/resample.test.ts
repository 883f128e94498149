import { describe, expect, test } from 'vitest';
import { createCrop } from '../src/image/pixels.ts';
import { resample } from '../src/image/resample.ts';
import { imageOf, square } from './synthetic.ts';

/** The crop's pixels as [red, green, blue]. */
function resampled(image: Parameters<typeof resample>[0], region: Parameters<typeof resample>[1], size: number) {
  const crop = createCrop(size);
  crop.data.fill(77);
  resample(image, region, crop);
  return Array.from({ length: size * size }, (_, i) => [...crop.data.subarray(3 * i, 3 * i + 3)]);
}

describe('resample', () => {
  test('averages what it reduces, each channel alone', () => {
    // Blocks of 2×2: reds of 0, 10, 20, 30 about 15; every green 255, which must not spill into a neighbour.
    const image = imageOf(4, 4, (x, y) => [10 * ((x % 2) + 2 * (y % 2)), 255, 100 + (x < 2 ? 0 : 50)]);
    expect(resampled(image, square(0, 0, 4), 2)).toEqual([
      [15, 255, 100],
      [15, 255, 150],
      [15, 255, 100],
      [15, 255, 150],
    ]);
  });

  test('keeps white white at every reduction', () => {
    for (const side of [8, 13, 17, 29, 200]) {
      const image = imageOf(side, side, () => [255, 255, 255]);
      expect(new Set(resampled(image, square(0, 0, side), 4).flat())).toEqual(new Set([255]));
    }
  });

  test('is black outside the image', () => {
    const image = imageOf(8, 4, () => [200, 100, 50]);
    const pixels = resampled(image, { x: 0, y: -2, width: 8, height: 8 }, 4);
    expect(pixels.map(([red]) => red)).toEqual([0, 0, 0, 0, 200, 200, 200, 200, 200, 200, 200, 200, 0, 0, 0, 0]);
  });

  test('goes by the region', () => {
    const image = imageOf(16, 16, (x, y) => [x * 10, y * 10, 0]);
    // Pixels 4 to 7 and 8 to 11 across, 8 to 11 and 12 to 15 down: their means.
    expect(resampled(image, square(4, 8, 8), 2)).toEqual([
      [55, 95, 0],
      [95, 95, 0],
      [55, 135, 0],
      [95, 135, 0],
    ]);
  });

  test('enlarges smoothly', () => {
    const image = imageOf(4, 4, (x) => [x * 80, 0, 0]);
    const reds = resampled(image, square(1, 1, 2), 8).map(([red]) => red!);
    expect(reds.slice(0, 8)).toEqual([50, 70, 90, 110, 130, 150, 170, 190]);
  });

  test('works on part of a larger buffer', () => {
    const whole = imageOf(4, 8, (_x, y) => [y * 10, 0, 0]);
    const lower = { data: whole.data.subarray(64), width: 4, height: 4 };
    expect(resampled(lower, square(0, 0, 4), 2).map(([red]) => red)).toEqual([45, 45, 65, 65]);
  });
});
