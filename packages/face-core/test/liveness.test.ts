import { describe, expect, test } from 'vitest';
import { FaceError } from '../src/errors.ts';
import { createCrop } from '../src/image/pixels.ts';
import { enlargedWithin, withMargins } from '../src/liveness/crop.ts';
import { fuse, logOdds, sigmoid } from '../src/liveness/fusion.ts';
import { miniFasNet, miniFasNetJudge } from '../src/liveness/minifasnet.ts';
import { completeLivenessPolicy, type LivenessPolicyChoice } from '../src/liveness/policy.ts';
import type { OnnxSession } from '../src/onnx.ts';
import type { Quality } from '../src/quality/quality.ts';
import { analyzed } from './analyzed.ts';
import { faceAt, imageOf, square, uniform } from './synthetic.ts';

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
  const face = { ...faceAt(50, 50, 100), box: square(0, 0, 100) };
  const good: Quality = { ...analyzed().quality!, reasons: [] };
  const policy = completeLivenessPolicy();
  const of = (odds: Parameters<typeof fuse>[0], changes: LivenessPolicyChoice = 'balanced', quality = good) =>
    fuse(odds, completeLivenessPolicy(changes), face, quality);

  test('one network: the sigmoid of its odds', () => {
    expect(of({ minifasnet: 0 }).score).toBe(0.5);
    // 9 to 1, known by hand.
    expect(of({ minifasnet: Math.log(9) }).score).toBeCloseTo(0.9, 12);
    expect(of({ minifasnet: 2000 })).toMatchObject({ score: 1, live: true });
    expect(of({ minifasnet: -2000 })).toMatchObject({ score: 0, live: false });
  });

  test('two networks: the weighted mean of their odds', () => {
    expect(of({ minifasnet: 4, deeppixbis: -1 }).score).toBeCloseTo(sigmoid(1.5), 12);
    const weights = { ...policy.weights, minifasnet: 3 };
    expect(of({ minifasnet: 4, deeppixbis: -1 }, { weights }).score).toBeCloseTo(sigmoid(11 / 4), 12);
  });

  test('no network makes up for another that is sure of an attack', () => {
    expect(of({ minifasnet: -4.4, deeppixbis: 13.8 })).toMatchObject({ score: sigmoid(-4.4), live: false });
    const weights = { minifasnet: 0 };
    expect(of({ minifasnet: -4.4, deeppixbis: 13.8 }, { weights })).toMatchObject({ score: sigmoid(13.8) });
  });

  test('signals: added by their weight, and 0 is shown, not counted', () => {
    const weights = { ...policy.weights, moire: 0.5 };
    expect(of({ minifasnet: 3, moire: -4 }, { weights }).score).toBeCloseTo(sigmoid(1), 12);
    const shown = of({ minifasnet: 3, moire: -4 }, { weights: { ...weights, moire: 0 } });
    expect(shown).toMatchObject({ score: sigmoid(3), parts: { moire: { odds: -4, weight: 0 } } });
  });

  test('live from the threshold on, of a face that is large enough', () => {
    expect(of({ minifasnet: 0 })).toEqual({
      score: 0.5,
      live: true,
      threshold: policy.threshold,
      reasons: [],
      parts: { minifasnet: { odds: 0, weight: 1 } },
    });
    expect(of({ minifasnet: -1e-9 }, { threshold: 0.5 })).toMatchObject({ live: false });
    expect(of({ minifasnet: Math.log(4) }, { threshold: 0.7 })).toMatchObject({ live: true, threshold: 0.7 });
    expect(of({ minifasnet: 9 }, { minimumFaceSize: 101 })).toMatchObject({ live: false, reasons: ['too-small'] });
  });

  test('a little under the threshold is unsure, not an accusation', () => {
    const reasonsAt = (minifasnet: number) => of({ minifasnet }, { threshold: 0.5 }).reasons;
    expect([-0.01, -1.99, -2.01, -9].flatMap(reasonsAt)).toEqual([
      'unsure',
      'unsure',
      'presentation-attack',
      'presentation-attack',
    ]);
  });

  test('a poor picture is the reason, where it is one', () => {
    const dark: Quality = { ...good, reasons: ['too-dark', 'turned-away', 'blurred'] };
    expect(of({ minifasnet: -3 }, 'balanced', dark).reasons).toEqual(['too-dark', 'blurred']);
    expect(of({ minifasnet: -9 }, 'balanced', { ...good, reasons: ['tilted'] }).reasons).toEqual([
      'presentation-attack',
    ]);
    // A blurred attack can score like a person.
    expect(of({ minifasnet: 9 }, 'balanced', dark)).toMatchObject({ live: false, reasons: ['too-dark', 'blurred'] });
    expect(of({ minifasnet: 9 }, 'balanced', { ...good, reasons: ['tilted', 'too-small'] })).toMatchObject({
      live: true,
    });
  });

  test('throws where there is no number', () => {
    for (const odds of [{}, { minifasnet: Number.NaN }, { minifasnet: Infinity }, { glare: -1 }]) {
      expect(() => of(odds)).toThrow(FaceError);
    }
    expect(() => of({ minifasnet: 5, deeppixbis: Number.NaN })).toThrow(FaceError);
    expect(() => of({ minifasnet: 5, glare: Number.NaN })).toThrow(FaceError);
  });
});

describe('completeLivenessPolicy', () => {
  test('the presets ask for more, one after the other', () => {
    const [relaxed, balanced, strict] = (['relaxed', 'balanced', 'strict'] as const).map((preset) =>
      completeLivenessPolicy(preset),
    );
    expect(completeLivenessPolicy()).toEqual(balanced);
    for (const [less, more] of [
      [relaxed!, balanced!],
      [balanced!, strict!],
    ]) {
      expect(more!.threshold).toBeGreaterThan(less!.threshold);
      expect(more!.minimumFaceSize).toBeGreaterThan(less!.minimumFaceSize);
    }
  });

  test("the model's own threshold is that of balanced", () => {
    const model = { threshold: 0.6 };
    expect(completeLivenessPolicy('balanced', model).threshold).toBeCloseTo(0.6, 12);
    // Odds of 3 to 2, e times as strict.
    expect(completeLivenessPolicy('strict', model).threshold).toBeCloseTo((1.5 * Math.E) / (1 + 1.5 * Math.E), 12);
    expect(completeLivenessPolicy({ threshold: 0.9 }, model).threshold).toBe(0.9);
  });

  test('a preset with changes', () => {
    const policy = completeLivenessPolicy({ preset: 'strict', methods: ['minifasnet', 'glare'] });
    expect(policy).toEqual({ ...completeLivenessPolicy('strict'), methods: ['minifasnet', 'glare'] });
  });

  test.each([
    [{ preset: 'lax' }],
    ['lax'],
    [{ methods: ['minifasnet', 'x'] }],
    [{ methods: [] }],
    [{ methods: ['glare'] }],
    [{ threshold: 0 }],
    [{ threshold: Number.NaN }],
    [{ threshold: 1.1 }],
    [{ minimumFaceSize: Number.NaN }],
    [{ minimumFaceSize: null }],
    [{ threshold: 1e-5 }],
    [{ threshold: 0.99995 }],
    [{ weights: { minifasnet: -1 } }],
    [{ weights: { minifasnet: Infinity } }],
    [{ weights: { x: 1 } }],
    [{ weights: { minifasnet: 0, deeppixbis: 0 } }],
    [{ methods: ['minifasnet'], weights: { minifasnet: 0 } }],
  ])('%j is none', (choice) => {
    expect(() => completeLivenessPolicy(choice as LivenessPolicyChoice)).toThrow(TypeError);
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

describe('miniFasNetJudge', () => {
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

  function judge(session: OnnxSession, box = square(100, 100, 50), model = miniFasNet) {
    return miniFasNetJudge(model, session)({ frame, face: { ...faceAt(0, 0, 100), box }, crop: createCrop });
  }

  test('shows the model both crops in BGR, bytes as they are', async () => {
    const session = sessionOf([0, 0, 0], [0, 0, 0]);
    // With a fifth above and a twentieth below: 40×50 pixels about (125, 122).
    await judge(session, square(105, 105, 40));
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

  test('gives the mean odds of class 0', async () => {
    expect(await judge(sessionOf([4, 0, -100], [-1, 0, -100]))).toBeCloseTo(1.5, 9);
    expect(await judge(sessionOf([0, 4, 0], [0, 4, 0]))).toBeLessThan(-4);
  });

  test('a face that fills the frame is looked at once', async () => {
    const session = sessionOf([4, 0, -100]);
    expect(await judge(session, square(20, 40, 200))).toBeCloseTo(4, 9);
    expect(session.seen).toHaveLength(1);
  });

  test('is no number where the model gives none', async () => {
    expect(await judge(sessionOf([1, 0, 0], [Number.NaN, 0, 0]))).toBeNaN();
  });
});
