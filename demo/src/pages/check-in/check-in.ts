import type { FaceEngine, FaceSource } from 'face-core';
import { createGate, type IdentifyDecision, type VerifyDecision } from 'face-gate';
import type { Facebank, Threshold } from 'facebank';
import type { LivenessCheck } from './liveness.ts';

/** What this page asks of the packages: who is it, and are they let in? */

export type CheckInDecision = VerifyDecision | IdentifyDecision;

export interface CheckInTerms {
  engine: FaceEngine;
  bank: Facebank;
  /** Whom somebody says to be; `null`: the face alone says it. */
  label: string | null;
  threshold: Threshold | undefined;
  /** How liveness is judged over the frames of a video; `null` for a photograph, of which there is but one. */
  liveness: LivenessCheck | null;
  signal: AbortSignal;
}

export function checkIn(source: FaceSource, terms: CheckInTerms): Promise<CheckInDecision> {
  const { engine, bank, label, threshold, liveness, signal } = terms;
  // Many frames tell more than one: where they are judged, the score of the first one is told, and decides nothing.
  const policy = { threshold, liveness: liveness === null ? 'require' : 'report' } as const;
  const gate = createGate({ engine, bank, policy, checks: liveness === null ? [] : [liveness] });
  return label === null ? gate.identify(source, { signal }) : gate.verify(label, source, { signal });
}
