import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { similarityAt } from '../src/matching/confidence.ts';
import {
  centroidOf,
  compare,
  confidence,
  cosineSimilarity,
  type MeasuredThresholds,
  thresholdAtFmr,
  thresholdFor,
} from '../src/matching/index.ts';
import { normOf } from '../src/matching/similarity.ts';
import { MODEL, normalize, templateOf } from './synthetic.ts';

const cosine = fc.double({ min: -1, max: 1, noNaN: true });
const threshold = fc.double({ min: -1, max: 1, minExcluded: true, noNaN: true });

describe('the centroid', () => {
  /** Up to eight unit vectors of one dimension. All are on one side, so that they never cancel each other out. */
  const embeddings = fc.integer({ min: 1, max: 24 }).chain((dimension) =>
    fc.array(
      fc
        .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: dimension, maxLength: dimension })
        .map((numbers) => normalize(Float32Array.from([2, ...numbers]))),
      { minLength: 1, maxLength: 8 },
    ),
  );

  test('is of unit length', () => {
    fc.assert(
      fc.property(embeddings, (list) => {
        expect(normOf(centroidOf(list))).toBeCloseTo(1, 6);
      }),
    );
  });

  test('does not depend on the order', () => {
    const shuffled = embeddings.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(cosineSimilarity(centroidOf(list), centroidOf(other))).toBeCloseTo(1, 12);
      }),
    );
  });

  test('of one embedding is that one', () => {
    fc.assert(
      fc.property(embeddings, ([one]) => {
        const centroid = centroidOf([one!]);
        for (const [i, value] of centroid.entries()) expect(value).toBeCloseTo(one![i]!, 6);
      }),
    );
  });

  test('stays where every embedding is repeated', () => {
    fc.assert(
      fc.property(embeddings, fc.integer({ min: 2, max: 5 }), (list, times) => {
        const repeated = Array.from({ length: times }, () => list).flat();
        expect(cosineSimilarity(centroidOf(list), centroidOf(repeated))).toBeCloseTo(1, 12);
      }),
    );
  });

  test('is nearer to the embeddings, taken together, than any one of them is', () => {
    const sumTo = (list: readonly Float32Array[], to: Float32Array) =>
      list.reduce((sum, embedding) => sum + cosineSimilarity(embedding, to), 0);
    fc.assert(
      fc.property(embeddings, (list) => {
        const centroid = sumTo(list, centroidOf(list));
        for (const one of list) expect(centroid).toBeGreaterThanOrEqual(sumTo(list, one) - 1e-6);
      }),
    );
  });
});

describe('confidence', () => {
  test('never falls where the similarity rises, and lies within 0–100', () => {
    fc.assert(
      fc.property(cosine, cosine, threshold, (a, b, at) => {
        const [low, high] = [confidence(Math.min(a, b), at), confidence(Math.max(a, b), at)];
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(100);
      }),
    );
  });

  test('is 50 or more exactly from the threshold on', () => {
    fc.assert(
      fc.property(cosine, threshold, (similarity, at) => {
        expect(confidence(similarity, at) >= 50).toBe(similarity >= at || confidence(similarity, at) === 50);
        expect(confidence(at, at)).toBe(50);
      }),
    );
  });

  test('agrees with its inverse to the last bit', () => {
    fc.assert(
      fc.property(threshold, cosine, fc.integer({ min: -1000, max: 1000 }), (at, similarity, bits) => {
        const minimum = confidence(similarity, at);
        fc.pre(minimum > confidence(-1, at));
        const lowest = similarityAt(minimum, at);
        expect(lowest).toBeLessThanOrEqual(similarity);
        for (const near of [moved(lowest, bits), moved(lowest, -1), lowest]) {
          expect(near >= lowest).toBe(confidence(near, at) >= minimum);
        }
      }),
    );
  });
});

describe('a minimum confidence', () => {
  const minimumConfidence = fc.double({
    min: confidence(-1, 0.38),
    minExcluded: true,
    max: confidence(1, 0.38),
    noNaN: true,
  });
  const angle = fc.double({ min: 0, max: Math.PI, noNaN: true });
  /** Two templates at this angle to each other, in radians. */
  const templatesAt = (radians: number) =>
    [templateOf([1, 0]), templateOf([Math.cos(radians), Math.sin(radians)])] as const;

  test('matches exactly where the reported confidence reaches it', () => {
    fc.assert(
      fc.property(minimumConfidence, angle, (minimum, radians) => {
        const comparison = compare(...templatesAt(radians), { threshold: { minimumConfidence: minimum } });
        expect(comparison.match).toBe(comparison.confidence >= minimum);
        expect(comparison.match).toBe(comparison.similarity >= comparison.threshold);
      }),
    );
  });

  test('of the very confidence that a pair has lets that pair match, and the next number does not', () => {
    fc.assert(
      fc.property(angle, (radians) => {
        const [a, b] = templatesAt(radians);
        const { confidence: own } = compare(a, b);
        fc.pre(own > confidence(-1, 0.38) && own < confidence(1, 0.38));
        expect(compare(a, b, { threshold: { minimumConfidence: own } }).match).toBe(true);
        expect(compare(a, b, { threshold: { minimumConfidence: moved(own, 1) } }).match).toBe(false);
      }),
    );
  });

  test('asks for more, the higher it is', () => {
    fc.assert(
      fc.property(minimumConfidence, minimumConfidence, (a, b) => {
        const [laxer, stricter] = [Math.min(a, b), Math.max(a, b)].map((minimum) =>
          thresholdFor(MODEL, { minimumConfidence: minimum }),
        );
        expect(laxer).toBeLessThanOrEqual(stricter!);
      }),
    );
  });
});

describe('a threshold by FMR', () => {
  const rate = fc.double({ min: 1e-6, max: 1, maxExcluded: true, noNaN: true });
  /** As an evaluation gives them: the lower the rate, the higher the threshold. */
  const rows = fc
    .tuple(fc.uniqueArray(rate, { minLength: 1, maxLength: 6 }), fc.array(threshold, { minLength: 6, maxLength: 6 }))
    .map(([rates, cosines]) => {
      const [falling, rising] = [rates.toSorted((a, b) => b - a), cosines.toSorted((a, b) => a - b)];
      return falling.map((fmr, i) => ({ fmr, threshold: rising[i]! }));
    });
  const tables = (thresholds: MeasuredThresholds['thresholds']): Record<string, MeasuredThresholds> => ({
    'own@1': { set: 'made up', protocol: 'none', genuine: 0, impostor: 0, thresholds },
  });

  test('is one that was measured to reach the target, and falls as the target rises', () => {
    fc.assert(
      fc.property(rows, rate, rate, (measured, a, b) => {
        const least = Math.min(...measured.map(({ fmr }) => fmr));
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(low >= least);
        const [stricter, laxer] = [low, high].map((fmr) => thresholdAtFmr('own@1', fmr, tables(measured)));
        expect(stricter).toBeGreaterThanOrEqual(laxer!);
        expect(measured.filter(({ fmr }) => fmr <= low).map(({ threshold }) => threshold)).toContain(stricter);
      }),
    );
  });

  test('does not depend on the order of the table', () => {
    fc.assert(
      fc.property(rows, rate, (measured, fmr) => {
        fc.pre(measured.some((row) => row.fmr <= fmr));
        expect(thresholdAtFmr('own@1', fmr, tables(measured.toReversed()))).toBe(
          thresholdAtFmr('own@1', fmr, tables(measured)),
        );
      }),
    );
  });

  test('is refused below the least rate that was measured', () => {
    fc.assert(
      fc.property(rows, rate, (measured, fmr) => {
        fc.pre(measured.every((row) => row.fmr > fmr));
        expect(() => thresholdAtFmr('own@1', fmr, tables(measured))).toThrow(
          expect.objectContaining({ code: 'bad-options' }),
        );
      }),
    );
  });
});

/** The double that is so many steps further from 0. */
function moved(value: number, steps: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(steps));
  return bits.getFloat64(0);
}
