import { describe, expect, test } from 'vitest';
import type { RgbCrop } from '../src/image/pixels.ts';
import { type Light, measureLight } from '../src/quality/light.ts';
import { cropOf, grayCrop } from './synthetic.ts';

/* Of a crop of 10×10 pixels, the 15 % at each edge are 2 pixels: the 6×6 in the middle are measured. */

/** All of the crop shows the image. */
const lightOf = (crop: RgbCrop): Light => measureLight(crop, () => true);

/** Variance that is taken for noise. */
const noiseFloor = 0.6;
/** A wave along the rows that repeats every 4 pixels: 1, 0, -1, 0. */
const wave = (x: number) => [1, 0, -1, 0][x % 4]!;

describe('measureLight', () => {
  test('a constant has neither contrast nor anything blown out', () => {
    const { mean, deviation, blownOut } = lightOf(grayCrop(10, () => 80));
    expect(mean).toBeCloseTo(80, 9);
    expect(deviation).toBeCloseTo(0, 4);
    expect(blownOut).toBe(0);
  });

  test('a gradient has contrast and no edges', () => {
    // 20, 30, 40, 50, 60, 70: the variance of six steps of 10 is 100 · (6² - 1) / 12.
    const { mean, deviation, focus } = lightOf(grayCrop(10, (x) => 10 * x));
    expect(mean).toBeCloseTo(45, 9);
    expect(deviation).toBeCloseTo(Math.sqrt(3500 / 12), 9);
    expect(focus).toBeCloseTo(0, 9);
  });

  test('a curve bends everywhere alike: its Laplacian does not vary', () => {
    expect(lightOf(grayCrop(10, (x, y) => x * x + y * y)).focus).toBeCloseTo(0, 9);
  });

  test('a wave of 4 pixels is halved by smoothing and doubled by the Laplacian', () => {
    const { deviation, focus } = lightOf(grayCrop(10, (x) => 100 + 40 * wave(x)));
    expect(focus).toBeCloseTo(1 - noiseFloor / deviation ** 2, 9);
  });

  test('one bright pixel has the kernel of both', () => {
    // Smoothed and differentiated, a pixel of 16 · 10 becomes 10 times
    //   0  1  2  1  0
    //   1  0 -2  0  1
    //   2 -2 -8 -2  2
    //   1  0 -2  0  1
    //   0  1  2  1  0, the sum of whose squares is 104.
    const { mean, focus } = lightOf(grayCrop(10, (x, y) => (x === 5 && y === 5 ? 160 : 0)));
    expect(mean).toBeCloseTo(160 / 36, 9);
    expect(focus).toBeCloseTo(((100 * 104) / 36 - noiseFloor) / (160 ** 2 / 36 - (160 / 36) ** 2), 9);
  });

  test('the finest checkerboard, as of noise, is smoothed away', () => {
    const { deviation, focus } = lightOf(grayCrop(10, (x, y) => 100 + 20 * (-1) ** (x + y)));
    expect(deviation).toBeCloseTo(20, 9);
    expect(focus).toBeCloseTo(0, 9);
  });

  test('noise too faint to see is no focus', () => {
    expect(lightOf(grayCrop(10, (x) => 100 + wave(x))).focus).toBe(0);
  });

  test('focus is much the same in any light', () => {
    const [bright, dim] = [1, 0.25].map((light) => lightOf(grayCrop(10, (x, y) => light * (120 + 80 * wave(x + y)))));
    expect(dim!.mean).toBeCloseTo(bright!.mean / 4, 9);
    expect(dim!.deviation).toBeCloseTo(bright!.deviation / 4, 9);
    expect(dim!.focus / bright!.focus).toBeCloseTo(1, 1);
  });

  test('a pixel is blown out where two channels are full', () => {
    expect(lightOf(grayCrop(10, (x) => (x < 5 ? 250 : 249))).blownOut).toBe(0.5);
    expect(lightOf(cropOf(10, (x) => [255, x < 5 ? 250 : 249, 0])).blownOut).toBe(0.5);
    expect(lightOf(cropOf(10, (x) => [0, 250, x < 5 ? 250 : 249])).blownOut).toBe(0.5);
    expect(lightOf(cropOf(10, () => [255, 249, 249])).blownOut).toBe(0);
  });

  test.each([
    ['red', [100, 0, 0], 29.9],
    ['green', [0, 100, 0], 58.7],
    ['blue', [0, 0, 100], 11.4],
  ] as const)('%s weighs as BT.601 says', (_name, color, luma) => {
    expect(lightOf(cropOf(10, () => color)).mean).toBeCloseTo(luma, 9);
  });

  test('leaves the edge of an aligned crop out', () => {
    // 15 % of 112 are 17 pixels; smoothing and the Laplacian reach two further.
    const inner = (x: number, y: number) => Math.min(x, y) >= 15 && Math.max(x, y) <= 96;
    const face = (x: number, y: number) => 80 + (x + y) / 4;
    const framed = lightOf(grayCrop(112, (x, y) => (inner(x, y) ? face(x, y) : 255 * ((x + y) % 2))));
    const whole = lightOf(grayCrop(112, face));
    expect(framed).toEqual(whole);
    // The next pixel counts.
    const nearer = lightOf(grayCrop(112, (x, y) => (inner(x, y) && x !== 15 ? face(x, y) : 255)));
    expect(nearer.focus).toBeGreaterThan(whole.focus);
  });

  test('measures what is seen, and nothing else', () => {
    const isSeen = (x: number) => x < 5;
    // Left of column 5 are three measured columns; what lies from column 7 on is out of their reach.
    const cut = measureLight(
      grayCrop(10, (x) => (x < 7 ? 100 + 40 * wave(x) : 0)),
      isSeen,
    );
    const whole = measureLight(
      grayCrop(10, (x) => 100 + 40 * wave(x)),
      isSeen,
    );
    expect(cut).toEqual(whole);
    expect(cut.mean).toBeCloseTo(100, 9);
  });

  test('has no numbers for what is not seen at all', () => {
    const nothing = measureLight(
      grayCrop(10, () => 80),
      () => false,
    );
    expect(nothing).toEqual({ mean: Number.NaN, deviation: Number.NaN, blownOut: Number.NaN, focus: Number.NaN });
  });
});
