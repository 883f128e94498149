import type { FaceEngine, QualityReason, TrackedFace } from 'face-core';

/** What is wrong with what the camera sees. */
export type Flaw = 'no-face' | 'multiple-faces' | QualityReason;

/** `null`: one good face is there. */
export function flawOf(faces: readonly TrackedFace[]): Flaw | null {
  const [face, another] = faces;
  if (face === undefined) return 'no-face';
  if (another !== undefined) return 'multiple-faces';
  return face.quality!.reasons[0] ?? null;
}

/** Looks at a camera's frames, and says what is wrong with them, once two running agree: a hint that flickers is none. */
export async function* lookOut(
  engine: FaceEngine,
  video: HTMLVideoElement,
  signal: AbortSignal,
): AsyncGenerator<Flaw | null, void, void> {
  let last: Flaw | null | undefined;
  // Where faces are and how good is enough, and leaves the other models alone.
  for await (const { faces } of engine.watch(video, { embedding: false, liveness: false, signal })) {
    const flaw = flawOf(faces);
    if (flaw === last) yield flaw;
    last = flaw;
  }
}

/** How long a person has to come well into the picture before the gate is asked as it is, in milliseconds. */
const patienceMs = 10_000;

/**
 * Waits for one good face, and tells what is wrong. Not for ever: then the gate says what is wrong.
 *
 * @throws what `engine.watch` does
 */
export async function awaitFace(
  engine: FaceEngine,
  video: HTMLVideoElement,
  signal: AbortSignal,
  onFlaw: (flaw: Flaw | null) => void,
): Promise<void> {
  const patience = AbortSignal.timeout(patienceMs);
  try {
    for await (const flaw of lookOut(engine, video, AbortSignal.any([signal, patience]))) {
      onFlaw(flaw);
      if (flaw === null) return;
    }
  } catch (error) {
    if (error !== patience.reason) throw error;
  }
}
