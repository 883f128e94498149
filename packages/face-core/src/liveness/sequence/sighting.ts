import type { TrackedFace } from '../../tracking/track.ts';
import type { FaceMotion, FaceView } from './view.ts';

/** What is kept of a frame's pixels, to compare it with other frames. */
export interface Traces {
  /** A hash of the frame's pixels: identical frames have the same. */
  hash: number;
  /** Null without a face, with several, or where its keypoints are those of no face. */
  view: FaceView | null;
  /** From the view that was given as the reference to this one; null where one of them is missing, or they do not match. */
  motion: FaceMotion | null;
}

/** One frame of a video, as the checks over several frames see it. */
export interface Sighting extends Traces {
  /** When the frame was shown: milliseconds on the clock of `performance.now()`. */
  at: number;
  /** Whether the video was wound or got another source since the last one. */
  isCut: boolean;
  /** The frame's size in pixels. */
  width: number;
  height: number;
  /** By descending score, each analysed in this very frame. */
  faces: readonly TrackedFace[];
}
