import type { QualityReason } from '../quality/quality.ts';
import type { LivenessMethod } from './method.ts';

/** Why a face is not taken for live. */
export type LivenessReason =
  /** It looks like a print, a screen or a mask. */
  | 'presentation-attack'
  /** Neither that nor surely live: more frames may tell. */
  | 'unsure'
  /** The picture is too poor to tell; each reason can be turned into advice. */
  | Exclude<QualityReason, 'turned-away' | 'tilted'>;

/** What passive liveness says of one face in one frame. */
export interface Liveness {
  /** 0–1. A score, not a probability: there is no set to calibrate it on. */
  score: number;
  /** Whether the score reaches the threshold, in a picture that is good enough to tell by. */
  live: boolean;
  /** The policy's, 0–1. */
  threshold: number;
  /** Empty for a live face. Where the picture is too poor to tell, what is poor, and not what it might be. */
  reasons: LivenessReason[];
  /** What each method that ran has said. */
  parts: Partial<Record<LivenessMethod, LivenessPart>>;
}

/** What one method says of one face in one frame. */
export interface LivenessPart {
  /** The log-odds of a living person; 0 says nothing either way. */
  odds: number;
  /** What they count for in the score; 0: measured and shown, not counted. */
  weight: number;
  /**
   * DeepPixBiS's alone: how bona fide it finds each patch of the face, 0–1, to be drawn over it. 14 rows of 14 columns, from
   * the top left of the face's `box`, which they cover.
   */
  map?: Float32Array;
}
