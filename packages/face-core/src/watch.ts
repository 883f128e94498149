import { toFrame } from './source.ts';
import { afterCut, nothingTracked, type TrackedFace, type Tracking } from './tracking/track.ts';
import { newestFrames } from './video-frames.ts';
import type { Frame } from './worker/boundary.ts';

/** What a watch saw in one frame. */
export interface WatchedFrame {
  /** By descending score. */
  faces: TrackedFace[];
  /** When the frame was shown: milliseconds on the clock of `performance.now()`. */
  timestamp: number;
  /** The frame's size in pixels. */
  width: number;
  height: number;
  /** How many frames the video showed since the last one that was watched; they are never looked at. */
  dropped: number;
}

/** A frame that was looked at. */
interface Followed<Seen extends Tracking> {
  at: number;
  dropped: number;
  isCut: boolean;
  seen: Seen;
}

/**
 * Follows the faces of a video, one frame at a time: that which is newest when the last one has been dealt with.
 *
 * @param look finds and analyses the faces of a frame, in the worker
 * @param signal ends the watch with its reason
 */
export async function* watch(
  video: HTMLVideoElement,
  look: (frame: Frame, last: Tracking, at: number) => Promise<Tracking>,
  signal: AbortSignal,
): AsyncGenerator<WatchedFrame, void, void> {
  for await (const { at, dropped, seen } of follow(video, look, signal)) {
    const { faces, width, height } = seen;
    // A copy: an app that mirrors a box, say, must not move the track.
    yield { faces: structuredClone(faces), timestamp: at, width, height, dropped };
  }
}

/** What each look at the video gives, as it came from the worker: see `watch`. */
export async function* follow<Seen extends Tracking>(
  video: HTMLVideoElement,
  look: (frame: Frame, last: Tracking, at: number) => Promise<Seen>,
  signal: AbortSignal,
): AsyncGenerator<Followed<Seen>, void, void> {
  let tracking = nothingTracked;
  for await (const { at, dropped, isCut } of newestFrames(video, signal)) {
    const asked = performance.now();
    const seen = await look(await toFrame(video), isCut ? afterCut(tracking) : tracking, at);
    // The answer's own time does not count as out of sight: a slow device would find everybody new, and stay slow.
    const lookedAt = at + performance.now() - asked;
    // Only what is carried on travels back to the worker, not the frame's traces.
    const { width, height, faces, lost, nextId } = seen;
    tracking = { lookedAt, width, height, faces, lost, nextId };
    yield { at, dropped, isCut, seen };
  }
}
