import { describe, expect, test } from 'vitest';
import { centroidOf, confidence, cosineSimilarity, thresholdFor, thresholds } from '../src/matching/index.ts';
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
    expect(() => thresholdFor(modelId)).toThrow(withCode('bad-options'));
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
