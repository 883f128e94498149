import {
  type Pose as Angles,
  estimatePose,
  type FaceEngine,
  FaceError,
  type QualityReason,
  type TrackedFace,
} from 'face-core';
import { type FoundFace, facesIn } from './enrol.ts';
import { isThere, isTooFar, type Pose, reachOf } from './poses.ts';

/** What somebody is to be told: to bring the head into the pose, or what is to be better first. */
export type Guidance = 'pose' | 'too-far' | 'no-face' | 'multiple-faces' | Exclude<QualityReason, 'turned-away'>;

export interface Sight {
  /** The pose that was wanted. */
  pose: Pose;
  /** How far the head is in it, 0–1. */
  reach: number;
  guidance: Guidance;
  /** A good shot of the pose, if there is one. */
  shot: Extract<FoundFace, { faults: readonly [] }> | null;
}

/**
 * Watches a head, and takes a shot of each pose when it is there.
 *
 * @param next the pose that is wanted now; none ends it
 * @param base how the head is held when it looks straight
 */
export async function* guided(
  engine: FaceEngine,
  video: HTMLVideoElement,
  next: () => Pose | undefined,
  base: () => Angles,
  signal: AbortSignal,
): AsyncGenerator<Sight, void, void> {
  const steady = new Steady();
  for await (const { faces } of engine.watch(video, { embedding: false, liveness: false, signal })) {
    const pose = next();
    if (pose === undefined) return;
    const reachWith = (angles: Angles) => reachOf(pose, angles, base());
    const reach = faces[0] === undefined ? 0 : reachWith(estimatePose(faces[0].keypoints));
    const guidance = guidanceFor(faces, reach);
    const isGood = guidance === 'pose' && isThere(reach);
    const shot = isGood ? await takeShot(engine, video, signal) : null;
    yield {
      pose,
      reach: Math.min(1, Math.max(0, reach)),
      guidance: steady.next(guidance),
      // The head may have moved on since it was watched.
      shot: shot !== null && isThere(reachWith(shot.angles)) ? shot : null,
    };
  }
}

async function takeShot(engine: FaceEngine, video: HTMLVideoElement, signal: AbortSignal): Promise<Sight['shot']> {
  try {
    const [found, another] = await facesIn(engine, video, signal);
    return found?.template != null && another === undefined ? found : null;
  } catch (error) {
    if (error instanceof FaceError && error.code === 'no-face') return null;
    throw error;
  }
}

/** A shot of this quality is taken, whatever could be better: not everybody has better light. */
const goodQuality = 70;

function guidanceFor([face, another]: readonly TrackedFace[], reach: number): Guidance {
  if (face === undefined) return 'no-face';
  if (another !== undefined) return 'multiple-faces';
  if (isTooFar(reach)) return 'too-far';
  if ((face.quality?.score ?? 0) >= goodQuality) return 'pose';
  return face.quality?.reasons.find((reason) => reason !== 'turned-away') ?? 'pose';
}

/** A fault that is seen in one frame alone is not told: words that come and go are read by nobody. */
class Steady {
  #shown: Guidance = 'pose';
  #last: Guidance = 'pose';

  next(guidance: Guidance): Guidance {
    if (guidance === this.#last || guidance === 'pose') this.#shown = guidance;
    this.#last = guidance;
    return this.#shown;
  }
}
