import { describe, expect, test } from 'vitest';
import { fmrThresholds, warningsFor } from '../evaluate/fmr-thresholds.ts';
import { falseMatchRate } from '../evaluate/metrics.ts';
import { seeded } from './seeded.ts';

const scoresOf = (impostor: number[]) => ({ genuine: [], impostor });

describe('fmrThresholds', () => {
  test('lie just above the impostors that must not match', () => {
    // 0.00012, 0.00022, …: a tenth, a hundredth and a thousandth of them may match.
    const scores = scoresOf(Array.from({ length: 1000 }, (_, i) => (i + 1) / 1e4 + 2e-5));
    expect(fmrThresholds(scores)).toEqual([
      { fmr: 1e-1, threshold: 0.0901 },
      { fmr: 1e-2, threshold: 0.0991 },
      { fmr: 1e-3, threshold: 0.1 },
    ]);
  });

  test('lie above a score of four decimals, however it is rounded', () => {
    for (let i = -9999; i < 10_000; i += 7) {
      const score = i / 1e4;
      const [{ threshold } = { threshold: null }] = fmrThresholds(scoresOf([score]));
      expect(threshold).toBeGreaterThan(score);
      expect(threshold).toBeCloseTo(score + 1e-4, 12);
    }
  });

  test('reach their targets', () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = seeded(seed);
      const impostor = Array.from({ length: 1 + Math.floor(random() * 3000) }, () => random() - 0.5);
      for (const { fmr, threshold } of fmrThresholds(scoresOf(impostor))) {
        expect(falseMatchRate(scoresOf(impostor), threshold!), `seed ${seed} at ${fmr}`).toBeLessThanOrEqual(fmr);
      }
    }
  });

  test('are null where there is nothing to tell them by', () => {
    for (const impostor of [[], [-Infinity, -Infinity], [1, 1]]) {
      expect(fmrThresholds(scoresOf(impostor)).map(({ threshold }) => threshold)).toEqual([null, null, null]);
    }
  });
});

test('a claim of 1e-1 takes 30 pairs, one of 1e-2 300, one of 1e-3 3,000', () => {
  const warnings = (count: number) => warningsFor(scoresOf(Array(count).fill(0)));
  expect(warnings(3000)).toEqual([]);
  expect(warnings(2999)).toEqual([expect.stringMatching(/0\.001, .* 3000: there are 2999$/)]);
  expect(warnings(29)).toHaveLength(3);
});
