import { describe, expect, test } from 'vitest';
import {
  areaUnderCurve,
  bestAccuracy,
  equalErrorRate,
  falseMatchRate,
  falseNonMatchRate,
  highestRateBehindNone,
  type Scores,
  trueMatchRateAt,
} from '../evaluate/metrics.ts';
import { seeded } from './seeded.ts';

/** What a failure to acquire scores. */
const failed = -Infinity;

/** 0.3 genuine is below 0.5 impostor; the rest is in order. */
const overlapping: Scores = { genuine: [0.9, 0.3, 0.8, 0.7], impostor: [0.5, 0.1, 0.2] };

describe('falseMatchRate and falseNonMatchRate', () => {
  test('count what reaches the threshold, and what does not', () => {
    expect(falseMatchRate(overlapping, 0.2)).toBe(2 / 3); // 0.5 and 0.2 itself
    expect(falseMatchRate(overlapping, 0.201)).toBe(1 / 3);
    expect(falseMatchRate(overlapping, 0.51)).toBe(0);
    expect(falseNonMatchRate(overlapping, 0.7)).toBe(1 / 4); // 0.3; 0.7 itself matches
    expect(falseNonMatchRate(overlapping, 0.701)).toBe(2 / 4);
    expect(falseNonMatchRate(overlapping, 0.1)).toBe(0);
  });

  test('a failure to acquire is a non-match at any threshold', () => {
    const scores = { genuine: [failed, 0.9], impostor: [failed, 0.9, failed, 0.9] };
    expect(falseNonMatchRate(scores, -1)).toBe(1 / 2);
    expect(falseMatchRate(scores, -1)).toBe(2 / 4);
  });
});

describe('areaUnderCurve', () => {
  test('is the share of pairs in order, a tie counting half', () => {
    // 0.3 is above two of three, the other three genuine scores above all: 11 of 12.
    expect(areaUnderCurve(overlapping)).toBeCloseTo(11 / 12, 12);
    // 0.9: 2; 0.6: a tie and a win, 1.5; 0.5: 1. Of 6.
    expect(areaUnderCurve({ genuine: [0.9, 0.6, 0.5], impostor: [0.6, 0.4] })).toBe(4.5 / 6);
    // 0.5 wins over the two 0.4 and ties with the two 0.5.
    expect(areaUnderCurve({ genuine: [0.5], impostor: [0.5, 0.4, 0.5, 0.4] })).toBe(3 / 4);
  });

  test('spans 0 to 1', () => {
    expect(areaUnderCurve({ genuine: [0.6, 0.7], impostor: [0.1, 0.5] })).toBe(1);
    expect(areaUnderCurve({ genuine: [0.1, 0.5], impostor: [0.6, 0.7] })).toBe(0);
    expect(areaUnderCurve({ genuine: [0.4, 0.4], impostor: [0.4, 0.4, 0.4] })).toBe(1 / 2);
  });

  test('puts a failure to acquire below every score, tied with another', () => {
    // 0.5 is above both; the failure ties with the failure and is below 0.4: 2.5 of 4.
    expect(areaUnderCurve({ genuine: [failed, 0.5], impostor: [0.4, failed] })).toBe(2.5 / 4);
    expect(areaUnderCurve({ genuine: [failed], impostor: [-1] })).toBe(0);
    expect(areaUnderCurve({ genuine: [-1], impostor: [failed] })).toBe(1);
  });
});

describe('equalErrorRate', () => {
  test('is 0 where a threshold separates all, 1 where all is upside down', () => {
    expect(equalErrorRate({ genuine: [0.9, 0.6], impostor: [0.1, 0.5] })).toBe(0);
    expect(equalErrorRate({ genuine: [0.1, 0.2], impostor: [0.8, 0.9] })).toBe(1);
  });

  test('is a half where both are distributed alike', () => {
    expect(equalErrorRate({ genuine: [0.1, 0.2, 0.3, 0.4], impostor: [0.4, 0.3, 0.2, 0.1] })).toBe(0.5);
    expect(equalErrorRate({ genuine: [0.5], impostor: [0.5] })).toBe(0.5);
    expect(equalErrorRate({ genuine: [0.5, 0.5], impostor: [0.5] })).toBe(0.5);
  });

  test('is read off where the rates meet', () => {
    // At 0.4: FMR 1/4 (0.6), FNMR 1/4 (0.3).
    expect(equalErrorRate({ genuine: [0.3, 0.7, 0.8, 0.9], impostor: [0.1, 0.2, 0.3, 0.6] })).toBe(0.25);
  });

  test('is interpolated where the rates jump past each other', () => {
    // From 0.5 (FMR 1/3, FNMR 1/4) to 0.7 (FMR 0, FNMR 1/4): they meet at 1/4.
    expect(equalErrorRate(overlapping)).toBeCloseTo(1 / 4, 12);
    // From 0.5 (FMR 1/2, FNMR 0) to 0.8 (FMR 0, FNMR 1/3): they meet 3/5 of the way, at 1/5.
    expect(equalErrorRate({ genuine: [0.5, 0.8, 0.9], impostor: [0.1, 0.5] })).toBeCloseTo(1 / 5, 12);
  });

  test('counts a failure to acquire as a non-match', () => {
    // Half of the genuine never match: from 0.1 (FMR 1, FNMR 1/2) to 0.9 (FMR 0, FNMR 1/2).
    expect(equalErrorRate({ genuine: [failed, 0.9], impostor: [0.1] })).toBeCloseTo(1 / 2, 12);
    expect(equalErrorRate({ genuine: [0.9], impostor: [failed, 0.1] })).toBe(0);
  });
});

describe('bestAccuracy', () => {
  test('is the largest share of right decisions', () => {
    expect(bestAccuracy(overlapping)).toBe(6 / 7); // from 0.6: only 0.3 is wrong
    expect(bestAccuracy({ genuine: [0.9, 0.6], impostor: [0.1, 0.5] })).toBe(1);
    expect(bestAccuracy({ genuine: [0.5], impostor: [0.5] })).toBe(1 / 2);
    // Upside down: refusing everybody is right three times of four.
    expect(bestAccuracy({ genuine: [0.1], impostor: [0.7, 0.8, 0.9] })).toBe(3 / 4);
  });

  test('needs only one of the lists', () => {
    expect(bestAccuracy({ genuine: [0.2, 0.1], impostor: [] })).toBe(1);
    expect(bestAccuracy({ genuine: [], impostor: [0.2, 0.1] })).toBe(1);
  });

  test('counts a failure to acquire of two people as right', () => {
    // At 0.9 the genuine one matches and the failure does not; 0.95 is wrong.
    expect(bestAccuracy({ genuine: [0.9], impostor: [failed, 0.95] })).toBe(2 / 3);
  });
});

describe('trueMatchRateAt', () => {
  const genuine = [0.95, 0.75, 0.65, 0.5];
  /** 0.8, 0.7, 0.6 and then 0.1, as often as needed. */
  const impostors = (count: number) => [0.8, 0.7, 0.6, ...Array<number>(count - 3).fill(0.1)];

  test('at 0 counts what is above every impostor', () => {
    expect(trueMatchRateAt({ genuine, impostor: [0.1, 0.7, 0.6] }, 0)).toBe(2 / 4);
    expect(trueMatchRateAt({ genuine, impostor: [0.99] }, 0)).toBe(0);
    expect(trueMatchRateAt({ genuine, impostor: [0.49] }, 0)).toBe(1);
  });

  test('a tie with the highest impostor is not above it', () => {
    expect(trueMatchRateAt({ genuine, impostor: [0.75, 0.1] }, 0)).toBe(1 / 4);
  });

  test('at 1e-3 forgives one impostor in each whole thousand', () => {
    expect(trueMatchRateAt({ genuine, impostor: impostors(3) }, 1e-3)).toBe(1 / 4);
    expect(trueMatchRateAt({ genuine, impostor: impostors(999) }, 1e-3)).toBe(1 / 4);
    expect(trueMatchRateAt({ genuine, impostor: impostors(1000) }, 1e-3)).toBe(2 / 4);
    expect(trueMatchRateAt({ genuine, impostor: impostors(1999) }, 1e-3)).toBe(2 / 4);
    expect(trueMatchRateAt({ genuine, impostor: impostors(2000) }, 1e-3)).toBe(3 / 4);
    expect(trueMatchRateAt({ genuine, impostor: impostors(3000) }, 1e-3)).toBe(1);
  });

  test('forgives no tie by half: two impostors at one score are both forgiven, or neither', () => {
    const impostor = [0.7, 0.7, ...Array<number>(998).fill(0.1)];
    expect(trueMatchRateAt({ genuine, impostor }, 1e-3)).toBe(2 / 4); // one may match, but 0.7 would let two
    expect(trueMatchRateAt({ genuine, impostor }, 2e-3)).toBe(1);
  });

  test('never counts a failure to acquire as a match', () => {
    expect(trueMatchRateAt({ genuine: [failed, 0.2], impostor: [failed] }, 0)).toBe(1 / 2);
    expect(trueMatchRateAt({ genuine: [failed, 0.2], impostor: [0.9] }, 1)).toBe(1 / 2);
    expect(trueMatchRateAt({ genuine: [failed, 0.2], impostor: [] }, 0)).toBe(1 / 2);
  });
});

test('a failure to acquire is no threshold to match from', () => {
  const scores = { genuine: [failed, failed, 0.9], impostor: [0.1] };
  expect(bestAccuracy(scores)).toBe(0.5);
  // Every attainable threshold refuses at least half of the genuine pairs, and at most a third of the impostors match.
  expect(equalErrorRate({ genuine: [failed, 0.9], impostor: [failed, failed, 0.1] })).toBe(0.5);
});

test('hundreds of thousands of scores are no trouble', () => {
  const genuine = Array.from({ length: 100_000 }, (_, i) => 0.5 + i / 1e6);
  const impostor = Array.from({ length: 200_000 }, (_, i) => 0.3 - i / 1e6);
  expect(equalErrorRate({ genuine, impostor })).toBe(0);
  expect(bestAccuracy({ genuine, impostor })).toBe(1);
});

test('what cannot be measured is null', () => {
  const [none, some] = [[], [0.1, 0.9]];
  expect(falseMatchRate({ genuine: some, impostor: none }, 0.5)).toBeNull();
  expect(falseNonMatchRate({ genuine: none, impostor: some }, 0.5)).toBeNull();
  expect(trueMatchRateAt({ genuine: none, impostor: some }, 0)).toBeNull();
  expect(bestAccuracy({ genuine: none, impostor: none })).toBeNull();
  for (const rate of [areaUnderCurve, equalErrorRate]) {
    expect(rate({ genuine: some, impostor: none })).toBeNull();
    expect(rate({ genuine: none, impostor: some })).toBeNull();
    expect(rate({ genuine: none, impostor: none })).toBeNull();
  }
});

describe('on random scores', () => {
  /** Of differing sizes and overlap, some below 0, rounded so that many tie. */
  const sets = Array.from({ length: 60 }, (_, seed) => {
    const random = seeded(seed);
    const steps = [5, 20, 1000][seed % 3]!;
    const draw = (count: number, shift: number) =>
      Array.from({ length: count }, () => Math.round((random() + random() + shift - 1) * steps) / steps);
    const overlap = random();
    return { genuine: draw(1 + Math.floor(random() * 40), overlap), impostor: draw(1 + Math.floor(random() * 60), 0) };
  });
  const share = (scores: readonly number[], holds: (score: number) => boolean) =>
    scores.filter(holds).length / scores.length;
  /** Below all, between any two neighbours, above all. */
  const everyThreshold = ({ genuine, impostor }: Scores) => {
    const values = [...genuine, ...impostor].sort((a, b) => a - b);
    return [-9, ...values.slice(1).map((value, i) => (value + values[i]!) / 2), ...values, 9].sort((a, b) => a - b);
  };

  test('the area is the count over all pairs', () => {
    for (const [seed, { genuine, impostor }] of sets.entries()) {
      const points = genuine.flatMap((g) => impostor.map((i): number => (g > i ? 1 : g === i ? 0.5 : 0)));
      const expected = points.reduce((sum, point) => sum + point) / points.length;
      expect(areaUnderCurve({ genuine, impostor }), `seed ${seed}`).toBeCloseTo(expected, 12);
      const withFailures = { genuine: [...genuine, failed], impostor: [failed, ...impostor, failed] };
      // The failed genuine one ties with two failures; every other is above both.
      const won = expected * points.length + 2 * genuine.length + 1;
      const pairs = withFailures.genuine.length * withFailures.impostor.length;
      expect(areaUnderCurve(withFailures), `seed ${seed}, with failures`).toBeCloseTo(won / pairs, 12);
    }
  });

  test('the best accuracy is that of the best of all thresholds', () => {
    for (const [seed, scores] of sets.entries()) {
      const { genuine, impostor } = scores;
      const accuracies = everyThreshold(scores).map(
        (threshold) =>
          (genuine.filter((score) => score >= threshold).length +
            impostor.filter((score) => score < threshold).length) /
          (genuine.length + impostor.length),
      );
      expect(bestAccuracy(scores), `seed ${seed}`).toBeCloseTo(Math.max(...accuracies), 12);
    }
  });

  test('the equal error rate lies between the rates at two neighbouring thresholds', () => {
    for (const [seed, scores] of sets.entries()) {
      const points = everyThreshold(scores).map((threshold) => ({
        fmr: share(scores.impostor, (score) => score >= threshold),
        fnmr: share(scores.genuine, (score) => score < threshold),
      }));
      const after = points.findIndex(({ fmr, fnmr }) => fnmr >= fmr);
      const [before, then] = [points[after - 1]!, points[after]!];
      const eer = equalErrorRate(scores)!;
      expect(eer, `seed ${seed}`).toBeGreaterThanOrEqual(Math.max(then.fmr, before.fnmr) - 1e-12);
      expect(eer, `seed ${seed}`).toBeLessThanOrEqual(Math.min(before.fmr, then.fnmr) + 1e-12);
    }
  });

  test('the true match rate is that of the best threshold with few enough false matches', () => {
    for (const [seed, scores] of sets.entries()) {
      for (const limit of [0, 0.02, 0.1]) {
        const allowed = everyThreshold(scores).filter(
          (threshold) => share(scores.impostor, (score) => score >= threshold) <= limit,
        );
        const rates = allowed.map((threshold) => share(scores.genuine, (score) => score >= threshold));
        expect(trueMatchRateAt(scores, limit), `seed ${seed} at ${limit}`).toBe(Math.max(...rates));
      }
    }
  });
});

test('what no event in a number of trials leaves open', () => {
  // Clopper and Pearson: a rate p goes unseen with the chance (1 - p)^n, here 5 %.
  expect(highestRateBehindNone(6)).toBeCloseTo(0.393, 3);
  expect(0.05).toBeCloseTo((1 - highestRateBehindNone(300)) ** 300, 12);
});
