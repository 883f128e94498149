import { describe, expect, test } from 'vitest';
import type { QualityParts, QualityReason } from '../src/quality/quality.ts';
import { type QualityShot, qualityOf, stripes } from './quality-shots.ts';
import { grayCrop, head, similarity, square, templateFace, uniform } from './synthetic.ts';

/** A wave along the rows that repeats every 6 pixels, twice the cosine: its variance is 2. */
const wave = (x: number) => [2, 1, -1, -2, -1, 1][x % 6]!;
/** A face at twice the crop's size, of which `columns` of 84 lie beyond the frame's left edge. */
const cutBy = (columns: number) => ({ keypoints: templateFace(similarity(0, 2, -2 * (14 + columns), 100)) });

/** One half-way defect each, the part it halves, and the part's value by hand. */
const halves: [keyof QualityParts, string, Partial<QualityShot>, number][] = [
  // Smoothing leaves three quarters of the wave, and the Laplacian all of that; 0.6 is for noise. The gradient has no edges.
  [
    'sharpness',
    'a faint texture on a gradient',
    { crop: grayCrop(112, (x, y) => 2 * y + 5 * wave(x)) },
    Math.log((0.75 ** 2 * 50 - 0.6) / ((4 * (78 ** 2 - 1)) / 12 + 50) / 0.005) / Math.log(0.025 / 0.005),
  ],
  ['brightness', 'a mean of 47.5, between 25 and 70', { crop: stripes(47.5, 30.5) }, 0.5],
  ['brightness', 'a third blown out, between 70 % and 20 %', { crop: grayCrop(112, blownOut(2)) }, (0.7 - 1 / 3) / 0.5],
  ['contrast', 'a deviation of 16.5, between 8 and 25', { crop: stripes(127.5, 16.5) }, 0.5],
  ['size', '71 pixels, between 30 and 112', { box: square(200, 200, 71) }, 0.5],
  ['pose', 'a yaw of 32.5°, between 50° and 15°', { keypoints: head({ yaw: 32.5 }) }, 0.5],
  ['pose', 'a pitch of -32.5°, between 45° and 20°', { keypoints: head({ pitch: -32.5 }) }, 0.5],
  ['pose', 'a roll of 42.5°, between 60° and 25°', { keypoints: head({ roll: 42.5 }) }, 0.5],
  ['pose', 'a yaw and a roll', { keypoints: head({ yaw: -32.5, roll: -42.5 }) }, 0.25],
  ['framing', '70 of 84 columns in the frame, between 70 % and 95 %', cutBy(14), (70 / 84 - 0.7) / 0.25],
];

const perfect: QualityParts = { sharpness: 1, brightness: 1, contrast: 1, size: 1, pose: 1, framing: 1 };
const weights: QualityParts = { sharpness: 0.3, brightness: 0.1, contrast: 0.1, size: 0.15, pose: 0.25, framing: 0.1 };

/** One defect of each kind that is worse than half. */
const defects: [QualityReason, Partial<QualityShot>][] = [
  ['blurred', { crop: grayCrop(112, (x, y) => 2 * y + 3 * wave(x)) }],
  ['too-dark', { crop: stripes(40, 30) }],
  ['too-bright', { crop: grayCrop(112, blownOut(3)) }],
  ['low-contrast', { crop: stripes(128, 12) }],
  ['too-small', { box: square(200, 200, 60) }],
  ['turned-away', { keypoints: head({ yaw: 40 }) }],
  ['turned-away', { keypoints: head({ pitch: 35 }) }],
  ['tilted', { keypoints: head({ roll: -50 }) }],
  ['cut-off', cutBy(18)],
];

describe('reasons', () => {
  test.each(defects)('%s', (reason, shot) => {
    expect(qualityOf(shot).reasons).toEqual([reason]);
  });

  test('begin with the worst', () => {
    expect(qualityOf({ box: square(200, 200, 60), keypoints: head({ roll: -58 }) }).reasons).toEqual([
      'tilted',
      'too-small',
    ]);
  });

  test('are given for what is no number', () => {
    const { score, parts, reasons } = qualityOf({ box: square(200, 200, Number.NaN) });
    expect({ score, parts, reasons }).toEqual({ score: 0, parts: { ...perfect, size: 0 }, reasons: ['too-small'] });
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
    const shot = { crop: stripes(40, 15), box: square(200, 200, 71), keypoints: head({ yaw: 20 }, { x: 85, y: 300 }) };
    const { score, parts } = qualityOf(shot);
    expect(Object.values(parts).filter((part) => part < 1)).toHaveLength(5);
    const logarithm = Object.entries(parts).reduce(
      (sum, [part, value]) => sum + weights[part as keyof QualityParts] * Math.log(value),
      0,
    );
    expect(score).toBeCloseTo(100 * Math.exp(logarithm), 9);
  });

  test.each<[keyof QualityParts, string, Partial<QualityShot>]>([
    ['sharpness', 'no edge', { crop: grayCrop(112, (x) => 60 + x) }],
    ['brightness', 'night', { crop: stripes(24, 24) }],
    ['brightness', 'glare', { crop: grayCrop(112, blownOut(5)) }],
    ['contrast', 'fog', { crop: stripes(128, 7) }],
    ['size', 'a face of 30 pixels', { box: square(200, 200, 30) }],
    ['pose', 'a profile', { keypoints: head({ yaw: 80 }) }],
    ['pose', 'a look at the ceiling', { keypoints: head({ pitch: -50 }) }],
    ['pose', 'a face upside down', { keypoints: head({ roll: 180 }) }],
    ['framing', 'a face of which a third is out', cutBy(28)],
  ])('a hopeless %s sinks it: %s', (part, _name, shot) => {
    const { score, parts } = qualityOf(shot);
    expect(parts[part]).toBe(0);
    expect(score).toBe(0);
  });

  test('is 0–100 and has parts of 0–1, whatever the shot', () => {
    const random = uniform(5, -1, 1);
    for (let round = 0; round < 200; round++) {
      const [mean, amplitude] = [127.5 + 150 * random(), 80 * random()];
      const pose = { yaw: 90 * random(), pitch: 90 * random(), roll: 180 * random() };
      const { score, parts } = qualityOf({
        crop: stripes(mean, amplitude),
        box: square(200, 200, 150 + 149 * random()),
        keypoints: head(pose, { x: 640 * random(), y: 480 * random() }),
      });
      for (const number of [score / 100, ...Object.values(parts)]) {
        expect(number).toBeGreaterThanOrEqual(0);
        expect(number).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('a face whose keypoints are those of no face', () => {
  const nowhere = { x: 300, y: 300 };
  const [rightEye, leftEye, noseTip, mouthCenter] = [nowhere, nowhere, nowhere, nowhere];
  test.each([
    ['all in one point', { ...head({}), rightEye, leftEye, noseTip, mouthCenter }],
    ['no numbers', { ...head({}), noseTip: { x: Number.NaN, y: Number.NaN } }],
  ])('has a quality of 0: %s', (_name, keypoints) => {
    const { score, parts, reasons } = qualityOf({ keypoints });
    expect(score).toBe(0);
    expect(new Set(Object.values(parts))).toEqual(new Set([0]));
    expect(reasons).toEqual(['turned-away']);
  });
});

/** Of every six columns, as many are blown out. */
function blownOut(columns: number): (x: number) => number {
  return (x) => (x % 6 < columns ? 255 : 150);
}
