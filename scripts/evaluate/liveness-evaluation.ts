import type { EngineInfo } from 'face-core';
import type { LivenessPolicy } from '../../packages/face-core/src/liveness/policy.ts';
import { attacks, bonaFide, type Outcome } from './attack-detection.ts';
import type { JudgedPresentation } from './presentations.ts';

/** What an evaluation of liveness was, and what came of it. */
export interface LivenessEvaluation {
  /** The words after `npm run evaluate --`. */
  command: string;
  /** YYYY-MM-DD. */
  date: string;
  engine: EngineInfo;
  preset: LivenessPolicy;
  /** What decided: the preset, or that with other methods. */
  policy: LivenessPolicy;
  presentations: readonly JudgedPresentation[];
  /** In the order of the presentations. */
  outcomes: readonly Outcome[];
}

/** The set in words: "6 bona fide, 9 attacks (print 5, screen 4), 1 failure to acquire". */
export function setInWords({ presentations, outcomes }: LivenessEvaluation): string {
  const types = new Map<string, number>();
  for (const { attackType } of attacks(outcomes)) types.set(attackType!, (types.get(attackType!) ?? 0) + 1);
  const byType = [...types].map(([type, count]) => `${type} ${count}`).join(', ');
  const failures = presentations.filter(({ judged }) => judged === null).length;
  return [
    `${bonaFide(outcomes).length} bona fide`,
    `${attacks(outcomes).length} attacks${types.size > 1 ? ` (${byType})` : ''}`,
    `${failures} ${failures === 1 ? 'failure' : 'failures'} to acquire`,
  ].join(', ');
}
