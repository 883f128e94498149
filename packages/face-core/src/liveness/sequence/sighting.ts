import type { TrackedFace } from '../../tracking/track.ts';

/** One frame of a video, as the checks over several frames see it. */
export interface Sighting {
  /** When the frame was shown: milliseconds on the clock of `performance.now()`. */
  at: number;
  /** The frame's size in pixels. */
  width: number;
  height: number;
  /** By descending score, each analysed in this very frame. */
  faces: readonly TrackedFace[];
  /** The frame reduced to 32×24 pixels of luma, row by row. */
  thumbnail: Uint8Array;
  /** A hash of the frame's pixels: identical frames have the same. */
  hash: number;
}
