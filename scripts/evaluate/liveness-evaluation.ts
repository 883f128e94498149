import type { LivenessPolicy } from '../../packages/face-core/src/liveness/policy.ts';
import { attacks, bonaFide, failuresAmong, type Outcome } from './attack-detection.ts';
import { failuresInWords } from './format.ts';
import { type AblationRow, ablationOf } from './methods.ts';
import type { JudgedPresentation } from './presentations.ts';

/** What an evaluation of liveness was, and what came of it. */
export interface LivenessEvaluation {
  /** The words after `npm run evaluate --`. */
  command: string;
  /** YYYY-MM-DD. */
  date: string;
  /** The id@version of the network. */
  model: string;
  preset: LivenessPolicy;
  /** What decided: the preset, or that with other methods. */
  policy: LivenessPolicy;
  presentations: readonly JudgedPresentation[];
  /** In the order of the presentations. */
  outcomes: readonly Outcome[];
}

/** What is left of it without the images. */
export interface LivenessOutcome {
  command: string;
  date: string;
  model: string;
  policy: LivenessPolicy;
  outcomes: readonly Outcome[];
  /** What the preset's threshold makes of them by other methods. */
  ablation: { threshold: number; rows: readonly AblationRow[] };
}

export function outcomeOf(evaluation: LivenessEvaluation): LivenessOutcome {
  const { command, date, model, preset, policy, presentations, outcomes } = evaluation;
  const ablation = { threshold: preset.threshold, rows: ablationOf(presentations, preset) };
  return { command, date, model, policy, outcomes, ablation };
}

/** The set in words: "6 bona fide, 9 attacks (print 5, screen 4), 1 failure to acquire". */
export function setInWords(outcomes: readonly Outcome[]): string {
  const types = new Map<string, number>();
  for (const { attackType } of attacks(outcomes)) types.set(attackType!, (types.get(attackType!) ?? 0) + 1);
  const byType = [...types].map(([type, count]) => `${type} ${count}`).join(', ');
  return [
    `${bonaFide(outcomes).length} bona fide`,
    `${attacks(outcomes).length} attacks${types.size > 1 ? ` (${byType})` : ''}`,
    failuresInWords(failuresAmong(outcomes)),
  ].join(', ');
}
