import type { Traces, TrackedFace } from '../../tracking/track.ts';

/** One frame of a video, as the checks over several frames see it. */
export interface Sighting extends Traces {
  /** When the frame was shown: milliseconds on the clock of `performance.now()`. */
  at: number;
  /** The frame's size in pixels. */
  width: number;
  height: number;
  /** By descending score, each analysed in this very frame. */
  faces: readonly TrackedFace[];
}
