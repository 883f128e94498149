import type { Interruption } from '../sequence/continuity.ts';
import type { MovementHint } from './movement.ts';
import type { NeutralHint } from './neutral.ts';
import type { ChallengeStep } from './steps.ts';

/** What a page asks of the person: before every step, that they look straight and hold still. */
export type ChallengePrompt = ChallengeStep | 'look-straight';

/** What helps the person now, for a page to turn into words. */
export type ChallengeHint = NeutralHint | MovementHint;

/** Why a challenge is failed. */
export type ChallengeFailure =
  /** A second face, another person, nobody for longer than a blink of the detector, or a picture that repeats itself. */
  | Interruption
  /** What was asked for was not done in time. */
  | 'time-out'
  /** Another movement was made than the one asked for. */
  | 'wrong-movement'
  /** By the passive layer it is no living person. */
  | 'presentation-attack'
  /** The head's movements were asked for and seen, but no depth: what moved was as flat as a picture, or could not be measured. */
  | 'flat'
  /** It is not the person that was asked for. */
  | 'wrong-person'
  /** The video ended before the challenge did. */
  | 'video-ended';

/** What a challenge says after every frame that it looked at; a verdict comes once, and last. */
export type ChallengeState = ChallengeProgress | ChallengeVerdict;

/** The challenge goes on: what to ask for now, and how far the person is in it. */
export interface ChallengeProgress {
  status: 'step';
  /** What to ask for now. A step is asked for only when the head is at rest. */
  step: ChallengePrompt;
  /** Which of the steps this is, or which comes next: from 0 on. */
  index: number;
  /** The number of steps. */
  total: number;
  /** How far the person is in doing this, 0–1. */
  progress: number;
  /** `null`: the prompt says it all. */
  hint: ChallengeHint | null;
}

/** The challenge is over: passed, or failed for a reason; and what that stands on. */
export type ChallengeVerdict =
  | { status: 'passed'; reason: null; evidence: ChallengeEvidence }
  | { status: 'failed'; reason: ChallengeFailure; evidence: ChallengeEvidence };

/** What the verdict stands on. A measure that was never taken is `null`. */
export interface ChallengeEvidence {
  /** Every prompt for a step that was shown, in order. A step that was begun too early is shown again. */
  steps: StepEvidence[];
  /** Of the good, straight frames: how many, the sigmoid of their mean log-odds (0–1), and what has to be reached. */
  liveness: { frames: number; score: number | null; threshold: number | null };
  /** How far the face moved otherwise than a flat picture does, in eye distances: see `Motion`. */
  relief: number;
  /** The lowest similarity of any known frame to the first, and of a good, straight one to the `person` asked for; -1–1. */
  similarity: { toFirst: number | null; toPerson: number | null };
  /** How many frames were looked at. */
  frames: number;
}

/** How one step went. Times are milliseconds on the clock of `performance.now()`; `null`: it did not come to that. */
export interface StepEvidence {
  step: ChallengeStep;
  /** When the prompt was given to the page. */
  shownAt: number;
  /** When half of the movement was first seen. */
  begunAt: number | null;
  /** When the movement was done. */
  doneAt: number | null;
  extremes: StepExtremes;
}

/** The furthest that was measured of a head during a step, from where it was at rest. */
export interface StepExtremes {
  /** In degrees, to either side: see `Pose`. */
  yaw: { least: number; most: number };
  /** In degrees, up and down: see `Pose`. */
  pitch: { least: number; most: number };
  /** How many times as wide the face's box became. */
  growth: number;
  /** The least openness of the eyes, 0–1; `null` where it was not measured. */
  openness: number | null;
}
