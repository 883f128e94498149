import type { Quality } from '../quality/quality.ts';
import type { AnalyzedFace, Face } from '../types.ts';

/** What `analyze` says of a followed face in one frame, which may be older than the frame that it comes with. */
export interface TrackAnalysis extends AnalyzedFace {
  /** The timestamp of the frame that was analysed. Box, keypoints, score and quality in here are that frame's too. */
  analyzedAt: number;
}

/** A face of a watched video: where it is now, and what the last analysis found of it. */
export interface TrackedFace extends Face {
  /** Stays for as long as the face is followed without a doubt; a watch gives no number twice. */
  id: number;
  /** Of this frame. `null`: not asked for. */
  quality: Quality | null;
  analysis: TrackAnalysis;
}

/**
 * All that a watch carries from one frame to the next. It travels with every call, so that a worker keeps nothing:
 * there is nothing to free, and any worker can take the next frame.
 */
export interface Tracking {
  /** When the last look ended: the clock of the frames' timestamps. */
  lookedAt: number;
  /** The size of the last frame in pixels. */
  width: number;
  height: number;
  /** The faces of that frame, by descending score. */
  faces: TrackedFace[];
  /** Those that were seen shortly before it. */
  lost: LostFace[];
  nextId: number;
}

export interface LostFace {
  face: TrackedFace;
  /** When the last look that saw it ended. */
  seenAt: number;
}

/** Where a watch starts. */
export const nothingTracked: Tracking = { lookedAt: 0, width: 0, height: 0, faces: [], lost: [], nextId: 1 };

/** What is carried over a cut: nobody is taken for anybody seen before it. */
export function afterCut(last: Tracking): Tracking {
  return { ...last, faces: [], lost: [] };
}
