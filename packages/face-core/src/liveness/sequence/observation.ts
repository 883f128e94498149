import type { QualityReason } from '../../quality/quality.ts';
import type { TrackedFace } from '../../tracking/track.ts';
import type { Interruption } from './continuity.ts';

/** What is known of a video's person so far: still looking, or the verdict, which is the last. */
export type Observation = ObservationProgress | ObservationVerdict;

/** Why there is no verdict yet, for a page to turn into a hint. */
export type ObservationHint =
  | 'no-face'
  /** The frame is too poor to count: "more light", "hold still", "come closer". */
  | QualityReason
  /** Nothing is wrong; more frames are needed. */
  | 'keep-looking'
  /** All but motion is there: "turn your head a little". */
  | 'move-a-little';

/** There is no verdict yet, and why. */
export interface ObservationProgress {
  status: 'looking';
  /** Why not, or `keep-looking`. */
  reason: ObservationHint;
  /** The share of the evidence that is there, 0–1; falls to 0 when it starts anew. */
  progress: number;
  /** Of the frame, by descending score. */
  faces: TrackedFace[];
}

/** One living person, or none, or not enough to tell; and what that stands on. */
export type ObservationVerdict =
  | { status: 'live'; reason: null; evidence: ObservationEvidence }
  | { status: 'not-live'; reason: NotLiveReason; evidence: ObservationEvidence }
  | { status: 'undecided'; reason: UndecidedReason; evidence: ObservationEvidence };

/** Why what was seen is not taken for a living person. */
export type NotLiveReason =
  /** Over all frames it looks like a print, a screen or a mask. */
  | 'presentation-attack'
  /** It moved, but only as a flat picture does. */
  | 'flat'
  /** Not the one who was asked for. */
  | 'wrong-person'
  | Exclude<Interruption, 'face-lost'>;

/** What was missing when the time was over, or the video. */
export type UndecidedReason =
  | Exclude<ObservationHint, 'move-a-little'>
  /** All but motion was there. */
  | 'no-motion';

/** What a verdict stands on. */
export interface ObservationEvidence {
  /** The frames that count: good ones of the same person. */
  frames: number;
  /** Milliseconds from the first of them to the last. */
  duration: number;
  /** The mean log-odds of a living person over these frames; null without one. */
  odds: number | null;
  /** The score that these odds are, 0–1; null without a frame. */
  score: number | null;
  /** The least score that is live, 0–1; null without a frame. */
  threshold: number | null;
  /** The lowest similarity of a face to the first one, or to the person asked for; -1–1, null before there was one. */
  smallestSimilarity: number | null;
  /** How far the face moved otherwise than a flat picture does, in eye distances: see `Motion`. */
  relief: number;
  /** How far the face got from where it was first, in eye distances. */
  travel: number;
}
