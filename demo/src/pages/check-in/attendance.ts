import type { FaceEngine } from 'face-core';
import { cosineSimilarity, thresholdFor } from 'facebank/matching';
import type { CheckInDecision } from './check-in.ts';
import { type Flaw, flawOf } from './look-out.ts';

/** Whoever comes before the camera is asked after, without a hand being lifted. */

export type Attendance =
  /** Nobody can be asked after: why. */
  | { status: 'waiting'; flaw: Flaw }
  /** The gate is being asked. */
  | { status: 'asking' }
  | { status: 'decided'; decision: CheckInDecision }
  /** Who is there was asked after a short while ago, and is not again. */
  | { status: 'known'; decision: CheckInDecision };

/** What the gate said, and of whose face; `person` is `null` where there was none any more. */
export interface Answer {
  decision: CheckInDecision;
  person: Float32Array | null;
}

export interface AttendanceTerms {
  engine: FaceEngine;
  video: HTMLVideoElement;
  ask: () => Promise<Answer>;
  /** For how long nobody is asked after again. */
  intervalMs: number;
  signal: AbortSignal;
}

/** A try that was no good, too dark say, may be repeated sooner. */
const retryMs = 10_000;

interface Remembered {
  person: Float32Array;
  decision: CheckInDecision;
  until: number;
}

/** @throws what `engine.watch` does */
export async function* attend({ engine, video, ask, intervalMs, signal }: AttendanceTerms) {
  let remembered: Remembered[] = [];
  for await (const { faces } of engine.watch(video, { liveness: false, signal })) {
    const flaw = flawOf(faces);
    if (flaw !== null) {
      yield { status: 'waiting', flaw } satisfies Attendance;
      continue;
    }
    const { embedding, modelId } = faces[0]!.analysis;
    remembered = remembered.filter(({ until }) => until > Date.now());
    const known = remembered.find(
      ({ person }) => embedding !== null && cosineSimilarity(person, embedding) >= thresholdFor(modelId!),
    );
    if (known !== undefined) {
      yield { status: 'known', decision: known.decision } satisfies Attendance;
      continue;
    }
    yield { status: 'asking' } satisfies Attendance;
    const { decision, person } = await ask();
    const wait = isSettled(decision) ? intervalMs : Math.min(intervalMs, retryMs);
    if (person !== null) remembered.push({ person, decision, until: Date.now() + wait });
    yield { status: 'decided', decision } satisfies Attendance;
  }
}

/** Approved, or a stranger and nothing else: another look would say the same. */
function isSettled({ reasons }: CheckInDecision): boolean {
  return reasons.every(({ code }) => code === 'nobody');
}
