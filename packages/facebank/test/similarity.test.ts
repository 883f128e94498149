import { describe, expect, test } from 'vitest';
import {
  centroidOf,
  confidence,
  cosineSimilarity,
  type MeasuredThresholds,
  type Threshold,
  thresholdAtFmr,
  thresholdFor,
  thresholds,
  thresholdsByFmr,
} from '../src/matching/index.ts';
import { MODEL, syntheticPerson } from './synthetic.ts';

const vector = (...numbers: number[]) => Float32Array.from(numbers);
const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

describe('cosineSimilarity', () => {
  test('is the dot product of unit vectors', () => {
    expect(cosineSimilarity(vector(0.6, 0.8), vector(1, 0))).toBeCloseTo(0.6, 6);
    expect(cosineSimilarity(vector(0.6, 0.8), vector(0.8, 0.6))).toBeCloseTo(0.96, 6);
    expect(cosineSimilarity(vector(0.6, 0.8), vector(-0.8, 0.6))).toBeCloseTo(0, 6);
    expect(cosineSimilarity(vector(0.6, 0.8), vector(-0.6, -0.8))).toBe(-1);
  });

  test('does not depend on the order', () => {
    const [a, b] = [syntheticPerson(1).shot().embedding, syntheticPerson(2).shot().embedding];
    expect(cosineSimilarity(a, b)).toBe(cosineSimilarity(b, a));
  });

  test('is not raised by embeddings that are too long, nor beyond 1 by rounding', () => {
    expect(cosineSimilarity(vector(3, 4), vector(10, 0))).toBeCloseTo(0.6, 6);
    // Without a limit, 1.0000000000000002.
    expect(
      cosineSimilarity(
        vector(0.1, 3.3),
        vector(0.1, 3.3).map((value) => value * 3),
      ),
    ).toBe(1);
  });

  test('throws where there is no cosine', () => {
    expect(() => cosineSimilarity(vector(1, 0), vector(1, 0, 0))).toThrow(withCode('model-mismatch'));
    for (const bad of [vector(0, 0), vector(NaN, 1), vector(Infinity, 0), vector(-Infinity, 1)]) {
      expect(() => cosineSimilarity(bad, vector(1, 0))).toThrow(withCode('bad-template'));
      expect(() => cosineSimilarity(vector(1, 0), bad)).toThrow(withCode('bad-template'));
    }
    expect(() => cosineSimilarity(vector(), vector())).toThrow(withCode('bad-template'));
  });
});

describe('centroidOf', () => {
  test('is the normalised mean', () => {
    const centroid = centroidOf([vector(1, 0), vector(0, 1)]);
    expect(centroid[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(centroid[1]).toBeCloseTo(Math.SQRT1_2, 6);
    // (1 + 1 + 0.6, 0 + 0 + 0.8) = (2.6, 0.8), of length 2.7203
    const weighted = centroidOf([vector(1, 0), vector(1, 0), vector(0.6, 0.8)]);
    expect(weighted[0]).toBeCloseTo(0.95578, 4);
    expect(weighted[1]).toBeCloseTo(0.29409, 4);
    expect(centroidOf([vector(0.6, 0.8)])).toEqual(vector(0.6, 0.8));
  });

  test('throws where there is none', () => {
    expect(() => centroidOf([])).toThrow(withCode('bad-template'));
    expect(() => centroidOf([vector(1, 0), vector(-1, 0)])).toThrow(withCode('bad-template'));
    expect(() => centroidOf([vector(1, 0), vector(NaN, 0)])).toThrow(withCode('bad-template'));
    expect(() => centroidOf([vector(1, 0), vector(1, Infinity)])).toThrow(withCode('bad-template'));
    expect(() => centroidOf([vector(1, 0), vector(1, 0, 0)])).toThrow(withCode('model-mismatch'));
  });
});

describe('thresholds', () => {
  test('are looked up by model, unless one is passed', () => {
    expect(thresholds).toEqual({ [MODEL]: 0.38 });
    expect(thresholdFor(MODEL)).toBe(0.38);
    expect(thresholdFor(MODEL, 0.55)).toBe(0.55);
    expect(thresholdFor('another@1', 0.3)).toBe(0.3);
  });

  test.each(['another@1', '', 'constructor', '__proto__'])('are not made up for the model "%s"', (modelId) => {
    for (const asked of [undefined, { minimumConfidence: 85 }, { targetFmr: 1e-2 }]) {
      expect(() => thresholdFor(modelId, asked)).toThrow(withCode('bad-options'));
    }
  });

  test('follow from a minimum confidence', () => {
    expect(thresholdFor(MODEL, { minimumConfidence: 50 })).toBe(0.38);
    expect(thresholdFor(MODEL, { minimumConfidence: 85 })).toBeCloseTo(0.38 + 0.075 * Math.log(85 / 15), 12); // 0.5101
    expect(thresholdFor(MODEL, { minimumConfidence: confidence(1, 0.38) })).toBeCloseTo(1, 12);
    // At 0 everything would match; nothing reaches 99.98.
    for (const bad of [0, -1, 99.98, 100, NaN, Infinity, '85' as unknown as number]) {
      expect(() => thresholdFor(MODEL, { minimumConfidence: bad })).toThrow(withCode('bad-options'));
    }
  });

  test('follow from a target FMR', () => {
    expect([1e-1, 1e-2, 1e-3].map((targetFmr) => thresholdFor(MODEL, { targetFmr }))).toEqual([0.1298, 0.2358, 0.297]);
  });

  test('have one source', () => {
    for (const asked of [{}, { targetFmr: 1e-2, minimumConfidence: 85 }, []] as Threshold[]) {
      expect(() => thresholdFor(MODEL, asked)).toThrow(withCode('bad-options'));
    }
  });

  test('lie above -1 and at most at 1', () => {
    expect(thresholdFor(MODEL, 1)).toBe(1);
    expect(thresholdFor(MODEL, -0.999)).toBe(-0.999);
    for (const bad of [-1, 1.0001, NaN, Infinity, -Infinity, '0.4' as unknown as number, null as unknown as number]) {
      expect(() => thresholdFor(MODEL, bad)).toThrow(withCode('bad-options'));
    }
  });

  test('cannot be changed from outside', () => {
    expect(() => Object.assign(thresholds, { [MODEL]: -0.9 })).toThrow(TypeError);
  });
});

describe('thresholdAtFmr', () => {
  const measured = (...rows: MeasuredThresholds['thresholds']): Record<string, MeasuredThresholds> => ({
    'own@1': { set: 'badges', protocol: 'all pairs', genuine: 900, impostor: 40_000, thresholds: rows },
  });
  const own = measured({ fmr: 1e-4, threshold: 0.5 }, { fmr: 1e-2, threshold: 0.3 });

  test('is that of the laxest rate that is strict enough', () => {
    expect([0.5, 1e-2, 9e-3, 1e-4].map((fmr) => thresholdAtFmr('own@1', fmr, own))).toEqual([0.3, 0.3, 0.5, 0.5]);
    expect(thresholdAtFmr(MODEL, 0.05)).toBe(thresholdAtFmr(MODEL, 0.01));
  });

  test('claims nothing below what was measured', () => {
    for (const fmr of [9.99e-4, 1e-6]) expect(() => thresholdAtFmr(MODEL, fmr)).toThrow(/only 1090 impostor pairs/);
    expect(() => thresholdAtFmr('own@1', 9e-5, own)).toThrow(withCode('bad-options'));
    expect(() => thresholdAtFmr(MODEL, 1e-2, own)).toThrow(/No FMR was measured .*npm run evaluate/);
    expect(() => thresholdAtFmr('constructor', 1e-2)).toThrow(withCode('bad-options'));
  });

  test('refuses what is no rate, and a table that has no threshold for it', () => {
    for (const bad of [0, 1, 85, -1e-3, NaN, Infinity, '0.01' as unknown as number]) {
      expect(() => thresholdAtFmr(MODEL, bad)).toThrow(withCode('bad-options'));
    }
    const untold = measured({ fmr: 1e-3, threshold: null as unknown as number }, { fmr: 1e-2, threshold: 0.3 });
    expect(() => thresholdAtFmr('own@1', 1e-2, untold)).toThrow(withCode('bad-options'));
  });

  test('has a table that cannot be changed from outside', () => {
    const { thresholds } = thresholdsByFmr[MODEL]!;
    for (const part of [thresholdsByFmr, thresholdsByFmr[MODEL]!, thresholds, thresholds[0]!]) {
      expect(() => Object.assign(part, { fmr: 1e-9 })).toThrow(TypeError);
    }
  });

  test('is laxer than the default, at every rate', () => {
    for (const { threshold } of thresholdsByFmr[MODEL]!.thresholds) expect(threshold).toBeLessThan(thresholds[MODEL]!);
  });
});

describe('confidence', () => {
  test('is a logistic of the distance to the threshold', () => {
    expect(confidence(0.4, 0.4)).toBe(50);
    expect(confidence(0.7, 0.4)).toBeCloseTo(100 / (1 + Math.exp(-4)), 9); // 98.2
    expect(confidence(0.7, 0.4)).toBeCloseTo(98.2, 1);
    expect(confidence(0.1, 0.4)).toBeCloseTo(1.8, 1);
    expect(confidence(1, -0.99)).toBeLessThanOrEqual(100);
    expect(confidence(-1, 1)).toBeGreaterThanOrEqual(0);
  });

  test('of something that is no number throws', () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(() => confidence(bad, 0.4)).toThrow(withCode('bad-template'));
      expect(() => confidence(0.4, bad)).toThrow(withCode('bad-options'));
    }
  });
});
