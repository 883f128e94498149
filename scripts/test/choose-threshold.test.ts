import { describe, expect, test } from 'vitest';
import type { Outcome } from '../evaluate/attack-detection.ts';
import { chooseThreshold, warningsFor } from '../evaluate/choose-threshold.ts';

/** Scores of each kind → what becomes of them at a threshold. */
const deciding = (scores: { live: number[]; attacks: Record<string, number[]> }) => (threshold: number) => {
  const outcomes = (attackType: string | null, list: number[]): Outcome[] =>
    list.map((score) => ({ attackType, score, live: score >= threshold, reasons: [] }));
  return [
    ...outcomes(null, scores.live),
    ...Object.entries(scores.attacks).flatMap(([type, list]) => outcomes(type, list)),
  ];
};

describe('chooseThreshold', () => {
  test('where a threshold separates all, it is in the middle between the two', () => {
    const choice = chooseThreshold(deciding({ live: [0.8, 0.9], attacks: { print: [0.1, 0.2] } }));
    const perfect = { threshold: expect.closeTo(0.5, 12), apcer: 0, bpcer: 0, acer: 0 };
    expect(choice).toMatchObject({ eer: perfect, apcer5: perfect, apcer1: perfect });
  });

  test('tells the errors at each candidate', () => {
    const { candidates } = chooseThreshold(deciding({ live: [0.75, 0.95], attacks: { print: [0.15, 0.75] } }));
    const at = (threshold: number) => candidates.find((candidate) => candidate.threshold === threshold);
    expect(at(0.1)).toEqual({ threshold: 0.1, apcer: 1, bpcer: 0, acer: 0.5 });
    expect(at(0.2)).toEqual({ threshold: 0.2, apcer: 0.5, bpcer: 0, acer: 0.25 });
    expect(at(0.8)).toEqual({ threshold: 0.8, apcer: 0, bpcer: 0.5, acer: 0.25 });
    expect(at(0.99)).toEqual({ threshold: 0.99, apcer: 0, bpcer: 1, acer: 0.5 });
  });

  test('an APCER is reached by the worst type', () => {
    // Of 100 prints one passes from 0.6 down, and of 20 masks one: 1 % and 5 %.
    const many = (count: number, highest: number) => [highest, ...Array<number>(count - 1).fill(0.1)];
    const set = { live: [0.3, 0.65, 0.9], attacks: { print: many(100, 0.6), mask: many(20, 0.7) } };
    const { apcer5, apcer1 } = chooseThreshold(deciding(set));
    expect(apcer5).toEqual({ threshold: expect.closeTo(0.2, 12), apcer: 1 / 20, bpcer: 0, acer: 1 / 40 });
    expect(apcer1).toEqual({ threshold: expect.closeTo(0.8, 12), apcer: 0, bpcer: 2 / 3, acer: 1 / 3 });
  });

  test('a failure to acquire is rejected at any threshold, and is none itself', () => {
    const choice = chooseThreshold(deciding({ live: [-Infinity, 0.9], attacks: { print: [-Infinity, 0.4] } }));
    expect(choice.apcer1).toMatchObject({ threshold: expect.closeTo(0.65, 12), apcer: 0, bpcer: 0.5 });
    // At the lowest threshold half of each is rejected already.
    expect(choice.eer).toMatchObject({ threshold: expect.closeTo(0.2, 12), apcer: 0.5, bpcer: 0.5 });
  });

  test('what no threshold reaches, or nobody could measure, is null', () => {
    const saturated = chooseThreshold(deciding({ live: [0.9], attacks: { print: [1] } }));
    expect(saturated).toMatchObject({ apcer5: null, apcer1: null });
    expect(saturated.eer).toMatchObject({ apcer: 1, bpcer: 1 });
    const alone = chooseThreshold(deciding({ live: [0.9], attacks: {} }));
    expect(alone).toMatchObject({ eer: null, apcer5: null, apcer1: null });
  });

  test('neighbours among the numbers are told apart', () => {
    const next = 0.5 + Number.EPSILON / 2;
    const { apcer1 } = chooseThreshold(deciding({ live: [next], attacks: { print: [0.5] } }));
    expect(apcer1).toEqual({ threshold: next, apcer: 0, bpcer: 0, acer: 0 });
  });
});

describe('warningsFor', () => {
  const set = (attacks: Record<string, number>) =>
    deciding({
      live: [0.9],
      attacks: Object.fromEntries(Object.entries(attacks).map(([type, count]) => [type, Array(count).fill(0.1)])),
    })(0.5);

  test('a claim of 5 % takes 60 attacks of each type, one of 1 % takes 300', () => {
    expect(warningsFor(set({ print: 300, mask: 300 }))).toEqual([]);
    expect(warningsFor(set({ print: 299, mask: 59 }))).toEqual([
      expect.stringMatching(/5 %.* 60 .*: mask has 59$/),
      expect.stringMatching(/1 %.* 300 .*: print has 299, mask has 59$/),
    ]);
  });
});
