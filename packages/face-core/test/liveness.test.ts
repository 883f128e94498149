import { describe, expect, test } from 'vitest';
import { createCrop } from '../src/image/pixels.ts';
import { enlargedWithin, withMargins } from '../src/liveness/crop.ts';
import { fuse, logOdds } from '../src/liveness/fusion.ts';
import { miniFasNet, passiveLiveness } from '../src/liveness/minifasnet.ts';
import { imageOf, square, uniform } from './synthetic.ts';

describe('logOdds', () => {
  test('is log(p / (1 - p)) of the softmax', () => {
    const random = uniform(11, -8, 8);
    for (let round = 0; round < 50; round++) {
      const logits = [random(), random(), random()];
      const exponentials = logits.map(Math.exp);
      const sum = exponentials.reduce((a, b) => a + b);
      for (const index of [0, 1, 2]) {
        const p = exponentials[index]! / sum;
        expect(logOdds(logits, index)).toBeCloseTo(Math.log(p / (1 - p)), 8);
      }
    }
  });

  test('is known by hand for equal logits', () => {
    expect(logOdds([5, 5], 0)).toBe(0);
    // One of three: p = 1/3, so the odds are 1 to 2.
    expect(logOdds([-4, -4, -4], 1)).toBeCloseTo(-Math.LN2, 12);
    expect(logOdds(Float32Array.of(0, 3), 1)).toBe(3);
  });

  test('does not overflow', () => {
    expect(logOdds([1000, -1000, -1000], 0)).toBeCloseTo(2000 - Math.LN2, 9);
    expect(logOdds([-1000, 1000, 1000], 0)).toBeCloseTo(-2000 - Math.LN2, 9);
    expect(logOdds([1000, 1000, 1000], 2)).toBeCloseTo(-Math.LN2, 9);
    expect(logOdds([-1000, 1000, -1000], 0)).toBe(-2000);
  });

  test('is no number where a logit is none', () => {
    for (const index of [0, 1, 2]) expect(logOdds([0, Number.NaN, 1], index)).toBeNaN();
  });
});

describe('fuse', () => {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

  test('is the sigmoid of the mean', () => {
    expect(fuse([0], 0.5).score).toBe(0.5);
    expect(fuse([3], 0.5).score).toBeCloseTo(sigmoid(3), 12);
    expect(fuse([4, -1], 0.5).score).toBeCloseTo(sigmoid(1.5), 12);
    expect(fuse([1, 2, 6], 0.5).score).toBeCloseTo(sigmoid(3), 12);
    // 9 to 1, known by hand.
    expect(fuse([Math.log(9)], 0.5).score).toBeCloseTo(0.9, 12);
  });

  test('treats views alike, and live like not live', () => {
    expect(fuse([4, -1, 0.5], 0.5)).toEqual(fuse([0.5, 4, -1], 0.5));
    expect(fuse([4, -1], 0.5).score + fuse([-4, 1], 0.5).score).toBeCloseTo(1, 12);
    expect(fuse([700, -700], 0.5).score).toBe(0.5);
  });

  test('is live from the threshold on', () => {
    expect(fuse([0], 0.5)).toEqual({ score: 0.5, live: true, threshold: 0.5 });
    expect(fuse([-1e-9], 0.5).live).toBe(false);
    expect(fuse([Math.log(4)], 0.7)).toEqual({ score: expect.closeTo(0.8, 12), live: true, threshold: 0.7 });
    expect(fuse([Math.log(4)], 0.9)).toMatchObject({ live: false, threshold: 0.9 });
  });

  test('ends at 0 and 1', () => {
    expect(fuse([2000], 0.5)).toMatchObject({ score: 1, live: true });
    expect(fuse([-2000], 0.5)).toMatchObject({ score: 0, live: false });
  });

  test('throws where there is no number', () => {
    expect(() => fuse([], 0.5)).toThrow(RangeError);
    expect(() => fuse([Number.NaN], 0.5)).toThrow(RangeError);
    expect(() => fuse([5, Number.NaN], 0.5)).toThrow(RangeError);
    expect(() => fuse([Infinity], 0.5)).toThrow(RangeError);
    expect(() => fuse([-Infinity, 3], 0.5)).toThrow(RangeError);
  });
});

describe('withMargins', () => {
  test('adds shares of the height above and below, and leaves the width', () => {
    const box = { x: 10, y: 100, width: 60, height: 80 };
    expect(withMargins(box, { top: 0.25, bottom: 0.125 })).toEqual({ x: 10, y: 80, width: 60, height: 110 });
    expect(withMargins(box, { top: 0, bottom: 0 })).toEqual(box);
    expect(withMargins(square(0, 0, 10), { top: 0.5, bottom: 0 })).toEqual({ x: 0, y: -5, width: 10, height: 15 });
  });
});

describe('enlargedWithin', () => {
  // An image of 100×80 pixels.
  test.each([
    ['inside', { x: 40, y: 30, width: 20, height: 10 }, { x: 30, y: 25, width: 40, height: 20 }],
    ['sticking out at the left', { x: 2, y: 30, width: 20, height: 10 }, { x: 0, y: 25, width: 40, height: 20 }],
    ['sticking out at the right', { x: 85, y: 30, width: 20, height: 10 }, { x: 60, y: 25, width: 40, height: 20 }],
    ['sticking out at the top', { x: 40, y: 1, width: 20, height: 10 }, { x: 30, y: 0, width: 40, height: 20 }],
    ['sticking out at the bottom', { x: 40, y: 75, width: 20, height: 10 }, { x: 30, y: 60, width: 40, height: 20 }],
    ['sticking out at a corner', { x: -5, y: 78, width: 20, height: 10 }, { x: 0, y: 60, width: 40, height: 20 }],
    // Twice as high would be 100: 80 is 1.6 times 50, and the width follows.
    ['too high for its enlargement', { x: 40, y: 10, width: 20, height: 50 }, { x: 34, y: 0, width: 32, height: 80 }],
    ['too wide for its enlargement', { x: 10, y: 30, width: 80, height: 16 }, { x: 0, y: 28, width: 100, height: 20 }],
    ['larger than the image', { x: -50, y: -60, width: 200, height: 200 }, { x: 10, y: 0, width: 80, height: 80 }],
  ])('a box %s', (_name, box, expected) => {
    expect(enlargedWithin(box, 2, 100, 80)).toEqual(expected);
  });

  test('a scale of 1 leaves a box that lies inside', () => {
    expect(enlargedWithin(square(5, 6, 7), 1, 100, 80)).toEqual(square(5, 6, 7));
  });
});

describe('passiveLiveness', () => {
  /** A frame whose red says x, whose green says y; blue is 200. */
  const frame = imageOf(250, 250, (x, y) => [x, y, 200]);

  /** A session that keeps what it was shown and answers with one list of logits after the other. */
  function sessionOf(...answers: number[][]) {
    const seen: Float32Array[] = [];
    const input = new Float32Array(3 * 128 * 128);
    const run = async () => {
      seen.push(input.slice());
      return [Float32Array.from(answers[seen.length - 1]!)];
    };
    return { input, run, seen };
  }

  test('shows the model both crops in BGR, bytes as they are', async () => {
    const session = sessionOf([0, 0, 0], [0, 0, 0]);
    // With a fifth above and a twentieth below: 40×50 pixels about (125, 122).
    await passiveLiveness(session, miniFasNet, frame, { x: 105, y: 105, width: 40, height: 40 }, createCrop(128));
    const plane = 128 * 128;
    // The pixels' centres at the crop's middle and at its left and upper edges.
    const measured = session.seen.map((tensor) => ({
      blue: tensor[0],
      centerX: tensor[2 * plane + 64 * 128 + 64],
      centerY: tensor[plane + 64 * 128 + 64],
      left: tensor[2 * plane + 64 * 128],
      top: tensor[plane + 64],
    }));
    expect(measured).toEqual([
      // 1.5 times: 60×75 pixels from (95, 84.5).
      { blue: 200, centerX: 125, centerY: 122, left: 95, top: 84 },
      // 3.5 times: 140×175 pixels from (55, 34.5).
      { blue: 200, centerX: 125, centerY: 122, left: 55, top: 35 },
    ]);
  });

  test('fuses the odds of class 0 in both', async () => {
    const session = sessionOf([4, 0, -100], [-1, 0, -100]);
    const liveness = await passiveLiveness(session, miniFasNet, frame, square(100, 100, 50), createCrop(128));
    expect(liveness).toEqual({ score: expect.closeTo(1 / (1 + Math.exp(-1.5)), 9), live: true, threshold: 0.5 });
    const attack = sessionOf([0, 4, 0], [0, 4, 0]);
    expect(await passiveLiveness(attack, miniFasNet, frame, square(100, 100, 50), createCrop(128))).toMatchObject({
      live: false,
    });
  });

  test('throws where the model gives no number', async () => {
    const broken = sessionOf([1, 0, 0], [Number.NaN, 0, 0]);
    const attempt = passiveLiveness(broken, miniFasNet, frame, square(100, 100, 50), createCrop(128));
    await expect(attempt).rejects.toThrow(RangeError);
  });
});
