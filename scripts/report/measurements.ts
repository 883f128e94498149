import type { EngineInfo } from 'face-core';
import type { Machine } from '../../bench/machine.ts';
import type { Results } from '../../bench/results.ts';
import type { evaluateDetection } from '../evaluate/detection.ts';
import type { identifyAll } from '../evaluate/identification.ts';
import type { LivenessOutcome } from '../evaluate/liveness-evaluation.ts';
import type { Scores } from '../evaluate/metrics.ts';
import type { VerificationOutcome } from '../evaluate/verification.ts';
import type { Occasion } from '../evaluate/verification-report.ts';

/** All that `npm run report` measures, as docs/report.json keeps it: no picture, no name of a person or a file. */
export interface Measurements {
  /** What the evaluations ran on. A bench has its own. */
  machine: Machine;
  engine: EngineInfo;
  verification: (VerificationOutcome & Occasion & { people: number }) | LeftOut;
  identification: IdentificationOutcome | LeftOut;
  detection: (Awaited<ReturnType<typeof evaluateDetection>> & Occasion) | LeftOut;
  liveness: LivenessOutcome | LeftOut;
  /** A whole run of the bench, or parts of one; `null` where there was none. */
  bench: Partial<Results> | null;
}

export interface IdentificationOutcome extends Awaited<ReturnType<typeof identifyAll>> {
  /** The people in the gallery, and the images they were enrolled with. */
  enrolled: { people: number; images: number };
}

/** Why a part was not measured. */
export interface LeftOut {
  leftOut: string;
}

export function isLeftOut(part: object): part is LeftOut {
  return 'leftOut' in part;
}

export function toJson(measurements: Measurements): string {
  return `${JSON.stringify(measurements)}\n`;
}

/** What `toJson` wrote. JSON has no -Infinity, the score of a failure to acquire: it is null there. */
export function fromJson(text: string): Measurements {
  const measurements: Measurements = JSON.parse(text);
  const { verification, liveness } = measurements;
  return {
    ...measurements,
    verification: isLeftOut(verification)
      ? verification
      : { ...verification, scores: withFailures(verification.scores) },
    liveness: isLeftOut(liveness)
      ? liveness
      : { ...liveness, outcomes: liveness.outcomes.map((each) => ({ ...each, score: each.score ?? -Infinity })) },
  };
}

function withFailures({ genuine, impostor }: Scores): Scores {
  const restored = (scores: readonly (number | null)[]) => scores.map((score) => score ?? -Infinity);
  return { genuine: restored(genuine), impostor: restored(impostor) };
}
