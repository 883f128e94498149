import type { LivenessReason } from 'face-core';
import { areaUnderCurve, equalErrorRate, type Scores, share } from './metrics.ts';

/**
 * Error rates of presentation attack detection, in the words of ISO/IEC 30107-3. A failure to acquire is a rejected
 * presentation with the score -Infinity.
 */

/** What became of one presentation. */
export interface Outcome {
  /** `null` for a bona fide presentation. */
  attackType: string | null;
  score: number;
  /** Whether it was taken for a living person. */
  live: boolean;
  /** Why not, where a face was judged. */
  reasons: readonly LivenessReason[];
}

/** Error rates at a threshold. Each is `null` where there is no presentation to err on. */
export interface AttackDetectionErrors {
  /** Attack presentation classification error rate: the share of a type's attacks that pass, of the worst type. */
  apcer: number | null;
  /** Bona fide presentation classification error rate: the share of them that is rejected. */
  bpcer: number | null;
  /** The mean of the two. */
  acer: number | null;
}

export interface AttackDetectionRates extends AttackDetectionErrors {
  /** The chance that a bona fide presentation scores above an attack of any type. */
  auc: number | null;
  /** Where as many bona fide presentations are rejected as attacks of any type pass. */
  eer: number | null;
}

/** Type of attack → the number of them, and their own APCER. */
export type ErrorsByType = Record<string, { attacks: number; apcer: number }>;

export function attackDetectionRates(outcomes: readonly Outcome[]): AttackDetectionRates {
  const scores = scoresOf(outcomes);
  return { auc: areaUnderCurve(scores), eer: equalErrorRate(scores), ...attackDetectionErrors(outcomes) };
}

export function attackDetectionErrors(outcomes: readonly Outcome[]): AttackDetectionErrors {
  const rates = Object.values(errorsByType(outcomes)).map(({ apcer }) => apcer);
  const apcer = rates.length === 0 ? null : Math.max(...rates);
  const bpcer = share(bonaFide(outcomes), ({ live }) => !live);
  return { apcer, bpcer, acer: apcer === null || bpcer === null ? null : (apcer + bpcer) / 2 };
}

export function errorsByType(outcomes: readonly Outcome[]): ErrorsByType {
  const types = new Set(attacks(outcomes).map(({ attackType }) => attackType!));
  return Object.fromEntries(
    [...types].map((type) => {
      const ofType = outcomes.filter(({ attackType }) => attackType === type);
      return [type, { attacks: ofType.length, apcer: share(ofType, ({ live }) => live)! }];
    }),
  );
}

/** The type of attack that passes most often; `null` where there is no attack. */
export function worstType(outcomes: readonly Outcome[]): { type: string; attacks: number; passed: number } | null {
  const types = Object.entries(errorsByType(outcomes)).sort(([, a], [, b]) => b.apcer - a.apcer);
  const [worst] = types;
  if (worst === undefined) return null;
  const [type, { attacks, apcer }] = worst;
  return { type, attacks, passed: Math.round(apcer * attacks) };
}

/** As a comparison has them: what should pass is genuine. */
export function scoresOf(outcomes: readonly Outcome[]): Scores {
  const scores = (list: readonly Outcome[]) => list.map(({ score }) => score);
  return { genuine: scores(bonaFide(outcomes)), impostor: scores(attacks(outcomes)) };
}

/** The number of presentations that gave nothing to judge. */
export function failuresAmong(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ score }) => score === -Infinity).length;
}

export function bonaFide<T extends { attackType: string | null }>(presentations: readonly T[]): T[] {
  return presentations.filter(({ attackType }) => attackType === null);
}

export function attacks<T extends { attackType: string | null }>(presentations: readonly T[]): T[] {
  return presentations.filter(({ attackType }) => attackType !== null);
}
