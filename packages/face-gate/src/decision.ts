import type { Box } from 'face-core';
import type { Candidate, Enrolment, Verification } from 'facebank';
import type { Reason, Verdict } from './check.ts';

/** The answer to `register`, `verify` or `identify`. It is JSON, and `question` and `status` say which of these it is. */
export type Decision = Registration | VerifyDecision | IdentifyDecision;

/** `enrolment`: what the gallery took; approved too where it had every shot already. */
export type Registration = Decided & { question: 'register'; label: string } & (
    | (Approved & { enrolment: Enrolment })
    | (Rejected & { enrolment: null })
  );

/** `match`: how the probe compares with the person; `null` where they were not compared. */
export type VerifyDecision = Decided & { question: 'verify'; label: string } & (
    | (Approved & { match: Verification })
    | (Rejected & { match: Verification | null })
  );

/** `candidates`: the nearest people, most similar first, whether or not the threshold is reached. */
export type IdentifyDecision = Decided & { question: 'identify'; candidates: readonly Candidate[] } & (
    | (Approved & { label: string })
    | (Rejected & { label: null })
  );

/** Every check has passed. */
export interface Approved {
  status: 'approved';
  reasons: readonly [];
}

/** One check or more has not passed. */
export interface Rejected {
  status: 'rejected';
  /** All of them, each once, in the order of the checks. */
  reasons: readonly [Reason, ...Reason[]];
}

/** What every decision has. */
export interface Decided {
  /** Every check's verdict on the last look at each picture. */
  checks: readonly Verdict[];
  /** What was looked at, in the order in which it was given. */
  pictures: readonly SeenPicture[];
  /** When it was decided: milliseconds since the epoch. */
  at: number;
  /** How long it took, in milliseconds, all looks included. */
  ms: number;
}

/** What was looked at. Sizes are in pixels; `null` stands for what was not reached. */
export interface SeenPicture {
  width: number | null;
  height: number | null;
  /** Where faces are, to be drawn over the picture. */
  faces: readonly Box[];
  /** How many frames were looked at; more than one only of a video. Times are the last one's. */
  attempts: number;
  /** How long the decoding took, in milliseconds. */
  decodeMs: number | null;
  /** How long the analysis took, in milliseconds. */
  analyzeMs: number | null;
}

/** Approved only where there is a verdict, and every one has passed. */
export function statusOf(verdicts: readonly Verdict[]): Approved | Rejected {
  const reasons = new Map<string, Reason>();
  for (const { passed, reasons: given } of verdicts) {
    if (!passed) for (const { code, message } of given) reasons.set(`${code} ${message}`, { code, message });
  }
  const [first, ...others] = reasons.values();
  if (first !== undefined) return { status: 'rejected', reasons: [first, ...others] };
  if (verdicts.length > 0 && verdicts.every(({ passed }) => passed)) return { status: 'approved', reasons: [] };
  return { status: 'rejected', reasons: [{ code: 'internal', message: 'Nothing was checked.' }] };
}
