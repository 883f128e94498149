import { describe, expect, test } from 'vitest';
import { sigmoid } from '../../packages/face-core/src/liveness/fusion.ts';
import { completeLivenessPolicy, type LivenessPolicy } from '../../packages/face-core/src/liveness/policy.ts';
import {
  ablationOf,
  allMethods,
  livenessUnder,
  methodsThatRan,
  outcomesBy,
  withEveryMethod,
  withOnly,
} from '../evaluate/methods.ts';
import { presentation } from './judged.ts';

const base: LivenessPolicy = {
  threshold: 0.5,
  minimumFaceSize: 60,
  methods: ['minifasnet', 'deeppixbis', 'glare'],
  weights: { minifasnet: 1, deeppixbis: 3, glare: 0.5, texture: 0.25, moire: 0, border: 0 },
};
const judged = (...args: Parameters<typeof presentation>) => presentation(...args).judged!;
const everyOdds = { minifasnet: 1, deeppixbis: 2, glare: -1, texture: -4, moire: -4, border: -4 };

describe('withEveryMethod', () => {
  test('runs all, and decides as the policy does', () => {
    const all = withEveryMethod(base);
    expect(all.methods).toEqual(allMethods);
    const face = judged(null, everyOdds);
    // Texture has a weight of its own, but the policy does not run it.
    expect(livenessUnder(all, face).score).toBe(livenessUnder(base, face).score);
    expect(livenessUnder(all, face).score).toBeCloseTo(sigmoid((1 + 3 * 2) / 4 - 0.5), 12);
  });

  test.for(['relaxed', 'balanced', 'strict'] as const)('is a policy that the engine takes: %s', (preset) => {
    const all = withEveryMethod(completeLivenessPolicy(preset));
    expect(completeLivenessPolicy(all)).toEqual(all);
  });
});

describe('livenessUnder', () => {
  const face = judged(null, everyOdds);

  test('fuses only the methods asked for, each with a weight of 1', () => {
    const { score, threshold } = livenessUnder(withOnly(['minifasnet', 'deeppixbis', 'moire'], base), face);
    expect(score).toBeCloseTo(sigmoid((1 + 2) / 2 - 4), 12);
    expect(threshold).toBe(0.5);
  });

  test('a signal alone rejects what it says anything against', () => {
    const glare = withOnly(['glare'], base);
    expect(livenessUnder(glare, face)).toMatchObject({ score: sigmoid(-1), live: false });
    expect(livenessUnder(glare, judged(null, { ...everyOdds, glare: 0 }))).toMatchObject({ score: 0.5, live: true });
  });

  test('keeps to the least size of a face', () => {
    const small = judged(null, everyOdds, { width: 59 });
    expect(livenessUnder(base, small)).toMatchObject({ live: false, reasons: ['too-small'] });
  });
});

describe('outcomesBy', () => {
  test('a failure to acquire is rejected, below every score', () => {
    const outcomes = outcomesBy(
      (face) => livenessUnder(base, face),
      [presentation('print', null), presentation(null, everyOdds)],
    );
    expect(outcomes).toEqual([
      { attackType: 'print', score: -Infinity, live: false, reasons: [] },
      { attackType: null, score: expect.closeTo(sigmoid(1.25), 12), live: true, reasons: [] },
    ]);
  });
});

describe('ablationOf', () => {
  const presentations = [
    presentation(null, { minifasnet: 2, glare: 0, moire: -1 }),
    presentation(null, { minifasnet: 1, glare: 0, moire: 0 }),
    presentation('screen', { minifasnet: 1.5, glare: -4, moire: 0 }),
    presentation('screen', null),
  ];

  test('has each method that ran alone, the default, and each taken out or put in', () => {
    expect(methodsThatRan(presentations)).toEqual(['minifasnet', 'glare', 'moire']);
    const rows = ablationOf(presentations, base);
    expect(rows.map(({ methods, rates }) => [methods, rates.auc, rates.apcer, rates.bpcer])).toEqual([
      // A failure to acquire is below every score: of 4 pairs, 2 are won by that.
      ['minifasnet alone', 3 / 4, 1 / 2, 0],
      ['glare alone', 1, 0, 0],
      ['moire alone', (2 + 1 / 2) / 4, 1 / 2, 1 / 2],
      // 1.5 - 4 / 2 is below 0.
      ['default: minifasnet + glare', 1, 0, 0],
      ['default without glare', 3 / 4, 1 / 2, 0],
      ['default with moire', 1, 0, 0],
    ]);
  });

  test('never takes the last network out', () => {
    const names = ablationOf(presentations, base).map(({ methods }) => methods);
    expect(names).not.toContain('default without minifasnet');
    const withBoth = presentations.map(({ attackType }) => presentation(attackType, everyOdds));
    expect(ablationOf(withBoth, base).map(({ methods }) => methods)).toContain('default without minifasnet');
  });

  test('is empty where nothing was acquired', () => {
    expect(ablationOf([presentation(null, null)], base)).toEqual([]);
  });
});
