import { describe, expect, test } from 'vitest';
import type { Box } from '../src/geometry/box.ts';
import type { RgbCrop } from '../src/image/pixels.ts';
import { measureLight } from '../src/quality/light.ts';
import { assessQuality, type Quality, type QualityParts, type QualityReason } from '../src/quality/quality.ts';
import { grayCrop, head, square, uniform } from './synthetic.ts';

interface Shot {
  crop: RgbCrop;
  box: Box;
  pose: Parameters<typeof head>[0];
}

/** Pixels that differ by ±`amplitude` about a mean from their neighbours; of 12×12, the inner 8×8 are measured. */
const checkerboard = (mean: number, amplitude: number) => grayCrop(12, (x, y) => mean + amplitude * (-1) ** (x + y));

/** As good as a shot needs to be, but for what is said. */
function qualityOf(shot: Partial<Shot> = {}): Quality {
  const { crop = checkerboard(128, 30), box = square(200, 200, 200), pose = {} } = shot;
  return assessQuality({ box, score: 0.9, keypoints: head(pose) }, crop, { width: 640, height: 480 });
}

/** One half-way defect each, the part it halves, and the part's value by hand. */
const halves: [keyof QualityParts, string, Partial<Shot>, number][] = [
  // Laplacians of ±8, so a variance of 64, between 10 and 200 in the logarithm of one more.
  [
    'sharpness',
    'a faint texture',
    { crop: grayCrop(12, (x, y) => 60 + 12 * x + (-1) ** (x + y)) },
    Math.log(65 / 11) / Math.log(201 / 11),
  ],
  ['brightness', 'a mean of 45, between 20 and 70', { crop: checkerboard(45, 30) }, 0.5],
  // A quarter of 165, the rest blown out: a mean of 232.5, between 250 and 215.
  ['brightness', 'a mean of 232.5', { crop: grayCrop(12, (x, y) => ((x + y) % 4 === 0 ? 165 : 255)) }, 0.5],
  ['contrast', 'a deviation of 15, between 5 and 25', { crop: checkerboard(128, 15) }, 0.5],
  ['size', '71 pixels, between 30 and 112', { box: square(200, 200, 71) }, 0.5],
  ['pose', 'a yaw of 32.5°, between 50° and 15°', { pose: { yaw: 32.5 } }, 0.5],
  ['pose', 'a pitch of -32.5°, between 45° and 20°', { pose: { pitch: -32.5 } }, 0.5],
  ['pose', 'a roll of 42.5°, between 60° and 25°', { pose: { roll: 42.5 } }, 0.5],
  ['pose', 'a yaw and a roll', { pose: { yaw: -32.5, roll: -42.5 } }, 0.25],
  // 145 of 200 columns within: 0.725, between 0.5 and 0.95.
  ['framing', '72.5 % in the frame', { box: square(-55, 200, 200) }, 0.5],
];

const perfect: QualityParts = { sharpness: 1, brightness: 1, contrast: 1, size: 1, pose: 1, framing: 1 };
const weights: QualityParts = { sharpness: 0.3, brightness: 0.1, contrast: 0.1, size: 0.15, pose: 0.25, framing: 0.1 };

/** Each number less than the one before. */
function expectFalling(numbers: number[]) {
  expect(
    numbers.slice(1).every((number, i) => number < numbers[i]!),
    numbers.join(', '),
  ).toBe(true);
}

/** One defect of each kind that is worse than half. */
const defects: [QualityReason, Partial<Shot>][] = [
  ['blurred', { crop: grayCrop(12, (x) => 60 + 12 * x) }],
  ['too-dark', { crop: checkerboard(40, 30) }],
  ['too-bright', { crop: grayCrop(12, (x, y) => ((x + y) % 4 === 0 ? 175 : 255)) }],
  ['low-contrast', { crop: checkerboard(128, 12) }],
  ['too-small', { box: square(200, 200, 60) }],
  ['turned-away', { pose: { yaw: 40 } }],
  ['turned-away', { pose: { pitch: 35 } }],
  ['tilted', { pose: { roll: -50 } }],
  ['cut-off', { box: square(-80, 200, 200) }],
];

describe('reasons', () => {
  test.each(defects)('%s', (reason, shot) => {
    expect(qualityOf(shot).reasons).toEqual([reason]);
  });

  test('begin with the worst', () => {
    expect(qualityOf({ box: square(200, 200, 60), pose: { roll: -58 } }).reasons).toEqual(['tilted', 'too-small']);
  });

  test('are given for what is no number', () => {
    expect(qualityOf({ box: square(200, 200, Number.NaN) }).reasons).toContain('too-small');
  });
});

describe('assessQuality', () => {
  test('is 100 where no part is wanting', () => {
    expect(qualityOf()).toEqual({ score: 100, parts: perfect, reasons: [] });
  });

  test.each(halves)('%s: %s', (part, _name, shot, value) => {
    const { score, parts } = qualityOf(shot);
    expect(parts).toEqual({ ...perfect, [part]: expect.closeTo(value, 6) });
    expect(score).toBeCloseTo(100 * value ** weights[part], 6);
  });

  test('weighs parts by shares of one', () => {
    // The exponent that each part's defect shows in the score.
    const shown = new Map(
      halves.map(([part, , shot]) => {
        const { score, parts } = qualityOf(shot);
        return [part, Math.log(score / 100) / Math.log(parts[part])];
      }),
    );
    expect(shown.size).toBe(6);
    expect([...shown.values()].reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  });

  test('is the product of its parts’ powers', () => {
    const { score, parts } = qualityOf({ crop: checkerboard(45, 15), box: square(-10, 200, 71), pose: { yaw: 20 } });
    expect(Object.values(parts).filter((part) => part < 1)).toHaveLength(5);
    const logarithm = Object.entries(parts).reduce(
      (sum, [part, value]) => sum + weights[part as keyof QualityParts] * Math.log(value),
      0,
    );
    expect(score).toBeCloseTo(100 * Math.exp(logarithm), 9);
  });

  test.each<[keyof QualityParts, string, Partial<Shot>]>([
    ['sharpness', 'no edge', { crop: grayCrop(12, (x) => 60 + 12 * x) }],
    ['brightness', 'night', { crop: grayCrop(12, (x, y) => ((x + y) % 4 === 0 ? 79 : 0)) }],
    ['brightness', 'glare', { crop: grayCrop(12, (x, y) => ((x + y) % 8 === 0 ? 220 : 255)) }],
    ['contrast', 'fog', { crop: checkerboard(128, 4) }],
    ['size', 'a face of 30 pixels', { box: square(200, 200, 30) }],
    ['pose', 'a profile', { pose: { yaw: 80 } }],
    ['pose', 'a look at the ceiling', { pose: { pitch: -50 } }],
    ['pose', 'a face upside down', { pose: { roll: 180 } }],
    ['framing', 'a face half out', { box: square(540, 200, 200) }],
    ['framing', 'a face outside', { box: square(2000, 2000, 200) }],
  ])('a hopeless %s sinks it: %s', (part, _name, shot) => {
    const { score, parts } = qualityOf(shot);
    expect(parts[part]).toBe(0);
    expect(score).toBe(0);
  });

  test('is 0–100 and has parts of 0–1, whatever the shot', () => {
    const random = uniform(5, -1, 1);
    for (let round = 0; round < 200; round++) {
      const [mean, amplitude] = [127.5 + 150 * random(), 80 * random()];
      const { score, parts } = qualityOf({
        crop: checkerboard(mean, amplitude),
        box: square(400 * random(), 300 * random(), 150 + 149 * random()),
        pose: { yaw: 90 * random(), pitch: 90 * random(), roll: 180 * random() },
      });
      for (const number of [score / 100, ...Object.values(parts)]) {
        expect(number).toBeGreaterThanOrEqual(0);
        expect(number).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('quality falls', () => {
  const scores = (shots: Partial<Shot>[]) => shots.map((shot) => qualityOf(shot).score);

  test('with blur', () => {
    const crops = [noise()];
    while (crops.length < 6) crops.push(blurred(crops.at(-1)!));
    expectFalling(crops.map((crop) => measureLight(crop).laplacianVariance));
    const sharpness = crops.map((crop) => qualityOf({ crop }).parts.sharpness);
    expect(sharpness[0]).toBe(1);
    expectFalling(sharpness.filter((part) => part < 1));
    expect(sharpness.at(-1)).toBeLessThan(0.5);
    expectFalling(scores(crops.slice(2).map((crop) => ({ crop }))));
  });

  test('with darkness and with glare', () => {
    expectFalling(scores([75, 60, 50, 40, 31].map((mean) => ({ crop: checkerboard(mean, 30) }))));
    const blownOut = (dark: number) => ({ crop: grayCrop(12, (x, y) => ((x + y) % 4 === 0 ? dark : 255)) });
    expectFalling(scores([90, 110, 130, 150, 170].map(blownOut)));
  });

  test('with less contrast', () => {
    expectFalling(scores([30, 20, 15, 10, 6].map((amplitude) => ({ crop: checkerboard(128, amplitude) }))));
  });

  test('with a smaller box', () => {
    expectFalling(scores([112, 100, 80, 50, 31].map((side) => ({ box: square(200, 200, side) }))));
  });

  test.each(['yaw', 'pitch', 'roll'] as const)('with more %s, either way', (angle) => {
    const angles = { yaw: [15, 20, 30, 40, 49], pitch: [20, 25, 30, 40, 44], roll: [25, 30, 40, 50, 59] }[angle];
    for (const side of [-1, 1]) {
      // Less than a degree beyond the tolerance, so that rounding cannot touch it.
      expectFalling(scores(angles.map((degrees) => ({ pose: { [angle]: side * (degrees + 0.5) } }))));
    }
  });

  test.each<[string, (out: number) => Box]>([
    ['left', (out) => square(-out, 200, 200)],
    ['right', (out) => square(440 + out, 200, 200)],
    ['top', (out) => square(200, -out, 200)],
    ['bottom', (out) => square(200, 280 + out, 200)],
  ])('with more of the box outside at the %s', (_side, boxOf) => {
    expect(qualityOf({ box: boxOf(10) }).score).toBe(100);
    expectFalling(scores([10, 20, 40, 60, 90].map((out) => ({ box: boxOf(out) }))));
  });
});

/** Coarse and fine noise about a middle grey. */
function noise(): RgbCrop {
  const random = uniform(9, -75, 75);
  return grayCrop(112, () => 128 + random());
}

/** The mean of 3×3 pixels, or of those that there are. */
function blurred({ data, size }: RgbCrop): RgbCrop {
  return grayCrop(size, (x, y) => {
    const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [x + dx, y + dy] as const));
    const inside = around.filter(([u, v]) => Math.min(u, v) >= 0 && Math.max(u, v) < size);
    return inside.reduce((sum, [u, v]) => sum + data[(v * size + u) * 3]!, 0) / inside.length;
  });
}
