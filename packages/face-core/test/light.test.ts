import { describe, expect, test } from 'vitest';
import { measureLight } from '../src/quality/light.ts';
import { cropOf, grayCrop } from './synthetic.ts';

/* Of a crop of 10×10 pixels, the 15 % at each edge are 2 pixels: the 6×6 in the middle are measured. */

describe('measureLight', () => {
  test('a constant has neither contrast nor edges', () => {
    const { mean, deviation, laplacianVariance } = measureLight(grayCrop(10, () => 80));
    expect(mean).toBeCloseTo(80, 9);
    expect(deviation).toBeCloseTo(0, 4);
    expect(laplacianVariance).toBeCloseTo(0, 9);
  });

  test('a checkerboard has all it can have', () => {
    // Every pixel differs from its four neighbours by 40: Laplacians of ±160.
    const { mean, deviation, laplacianVariance } = measureLight(grayCrop(10, (x, y) => 100 + 20 * (-1) ** (x + y)));
    expect(mean).toBeCloseTo(100, 9);
    expect(deviation).toBeCloseTo(20, 9);
    expect(laplacianVariance).toBeCloseTo(25600, 6);
  });

  test('a gradient has contrast and no edges', () => {
    // 20, 30, 40, 50, 60, 70: the variance of six steps of 10 is 100 · (6² - 1) / 12.
    const { mean, deviation, laplacianVariance } = measureLight(grayCrop(10, (x) => 10 * x));
    expect(mean).toBeCloseTo(45, 9);
    expect(deviation).toBeCloseTo(Math.sqrt(3500 / 12), 9);
    expect(laplacianVariance).toBeCloseTo(0, 6);
  });

  test('a curve bends everywhere alike: its Laplacian does not vary', () => {
    expect(measureLight(grayCrop(10, (x, y) => x * x + y * y)).laplacianVariance).toBeCloseTo(0, 6);
  });

  test('one bright pixel has the Laplacian’s own kernel', () => {
    // One -4 and four 1s in 36 pixels, 90 times: a sum of 0, and squares of 20 · 90².
    const { mean, laplacianVariance } = measureLight(grayCrop(10, (x, y) => (x === 5 && y === 5 ? 90 : 0)));
    expect(mean).toBeCloseTo(2.5, 9);
    expect(laplacianVariance).toBeCloseTo((20 * 8100) / 36, 6);
  });

  test.each([
    ['red', [100, 0, 0], 29.9],
    ['green', [0, 100, 0], 58.7],
    ['blue', [0, 0, 100], 11.4],
  ] as const)('%s weighs as BT.601 says', (_name, color, luma) => {
    expect(measureLight(cropOf(10, () => color)).mean).toBeCloseTo(luma, 9);
  });

  test('leaves the edge of an aligned crop out', () => {
    // 15 % of 112 are 17 pixels; the Laplacian reaches one further.
    const inner = (x: number, y: number) => Math.min(x, y) >= 16 && Math.max(x, y) <= 95;
    const framed = measureLight(grayCrop(112, (x, y) => (inner(x, y) ? 80 : 255 * ((x + y) % 2))));
    expect(framed.mean).toBeCloseTo(80, 9);
    expect(framed.laplacianVariance).toBeCloseTo(0, 6);
    // The next pixel counts.
    const nearer = measureLight(grayCrop(112, (x, y) => (inner(x, y) && x !== 17 ? 80 : 255)));
    expect(nearer.mean).toBeGreaterThan(81);
  });
});
