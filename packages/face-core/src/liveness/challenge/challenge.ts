import type { TrackedFace } from '../../tracking/track.ts';
import { Continuity } from '../sequence/continuity.ts';
import { Motion } from '../sequence/motion.ts';
import type { Sighting } from '../sequence/sighting.ts';
import type { FaceView } from '../sequence/view.ts';
import { Movement, openEye } from './movement.ts';
import { isStraight, Neutral, type NeutralHint } from './neutral.ts';
import { Proof } from './proof.ts';
import { StepRecord } from './record.ts';
import { stanceOf } from './stance.ts';
import type {
  ChallengeEvidence,
  ChallengeFailure,
  ChallengeProgress,
  ChallengePrompt,
  ChallengeState,
  ChallengeVerdict,
} from './state.ts';
import { type ChallengeStep, turnsHead } from './steps.ts';

export interface ChallengeTerms {
  /** In the order in which they are asked for, at least one. */
  steps: readonly ChallengeStep[];
  /** For each prompt, in milliseconds. */
  stepTimeLimitMs: number;
  /** The embedding of who has to be before the camera; `null`: anybody. */
  person: Float32Array | null;
}

/** A prompt that is on show, and how it is answered. */
interface Asked {
  movement: Movement;
  record: StepRecord;
  until: number;
}

/**
 * The rules of a challenge, fed with one frame after the other. Each step begins with a head at rest, is measured from there,
 * and counts only with its own frames' proof of life and of the person. Whatever breaks the thread from frame to frame ends it.
 */
export class Challenge {
  readonly #terms: ChallengeTerms;
  readonly #continuity = new Continuity();
  readonly #proofOfAll: Proof;
  readonly #records: StepRecord[] = [];
  readonly #motion = new Motion();
  #proofOfStep: Proof;
  #neutral = new Neutral();
  #asked: Asked | null = null;
  /** When the head must be at rest; set by the first frame that waits for it. */
  #restUntil: number | null = null;
  #index = 0;
  #frames = 0;

  constructor(terms: ChallengeTerms) {
    this.#terms = terms;
    this.#proofOfAll = new Proof(terms.person);
    this.#proofOfStep = new Proof(terms.person);
  }

  /** The view that the next frame's motion is to be measured from. */
  get reference(): FaceView | null {
    return this.#motion.reference;
  }

  /**
   * Takes the next frame in.
   *
   * @param now when the page gets the answer, in milliseconds on the clock of the frames: a prompt is shown from then on
   */
  add(sighting: Sighting, now: number): ChallengeState {
    this.#frames++;
    const interruption = this.#continuity.add(sighting);
    if (interruption !== null) return this.failed(interruption);
    const [face] = sighting.faces;
    if (face !== undefined && this.#flawOf(face) === null) this.#count(face, sighting);
    return this.#asked === null ? this.#rest(sighting, face, now) : this.#answer(this.#asked, sighting, face);
  }

  failed(reason: ChallengeFailure): ChallengeVerdict {
    return { status: 'failed', reason, evidence: this.#evidence() };
  }

  /** Waits for a head at rest, and then asks for the next step. */
  #rest(sighting: Sighting, face: TrackedFace | undefined, now: number): ChallengeState {
    const { steps, stepTimeLimitMs } = this.#terms;
    this.#restUntil ??= sighting.at + stepTimeLimitMs;
    if (sighting.at > this.#restUntil) return this.failed('time-out');
    if (face === undefined) {
      this.#neutral = new Neutral();
      return this.#progress('look-straight', 0, 'no-face');
    }
    const stance = stanceOf(face, sighting.at);
    const isShut = steps[this.#index] === 'blink' && stance.openness !== null && stance.openness < openEye;
    this.#neutral.add(stance, sighting, this.#flawOf(face) ?? (isShut ? 'open-eyes' : null));
    const { baseline } = this.#neutral;
    if (baseline === null) return this.#progress('look-straight', this.#neutral.progress, this.#neutral.hint);
    // The way back from the last movement shows depth, too.
    if (this.#isOver) return this.#hasDepth ? this.#passed() : this.failed('flat');
    const step = steps[this.#index]!;
    const record = new StepRecord(step, baseline, now);
    this.#records.push(record);
    this.#asked = { movement: new Movement(step, baseline, now), record, until: now + stepTimeLimitMs };
    return this.#progress(step, 0, null);
  }

  /** Follows the answer to a prompt. */
  #answer({ movement, record, until }: Asked, { at }: Sighting, face: TrackedFace | undefined): ChallengeState {
    const { evidence } = record;
    if (at > until) return this.failed('time-out');
    if (face === undefined) return this.#progress(evidence.step, movement.progress, 'no-face');
    // Who is not known for the same person answers nothing.
    if (!this.#continuity.isKnown) return this.#progress(evidence.step, movement.progress, movement.hint);
    const stance = stanceOf(face, at);
    record.add(stance);
    const state = movement.add(stance);
    evidence.begunAt = movement.begunAt;
    if (state === 'wrong') return this.failed('wrong-movement');
    if (state === 'premature') return this.#askAgain();
    if (state === 'under-way') return this.#progress(evidence.step, movement.progress, movement.hint);
    evidence.doneAt = at;
    return this.#conclude(evidence.step);
  }

  /** The time limit for coming to rest goes on, so that this has an end. */
  #askAgain(): ChallengeProgress {
    this.#asked = null;
    this.#neutral = new Neutral();
    return this.#progress('look-straight', 0, 'hold-still');
  }

  /** A movement is done: it counts if its frames are a living person's, and the right one's. */
  #conclude(step: ChallengeStep): ChallengeState {
    if (!this.#proofOfStep.isPerson) return this.failed('wrong-person');
    if (!this.#proofOfStep.scores.isLive) return this.failed('presentation-attack');
    const progress = this.#progress(step, 1, null);
    this.#index++;
    this.#asked = null;
    this.#restUntil = null;
    this.#neutral = new Neutral();
    this.#proofOfStep = new Proof(this.#terms.person);
    return this.#isOver && this.#hasDepth ? this.#passed() : progress;
  }

  get #isOver(): boolean {
    return this.#index === this.#terms.steps.length;
  }

  /** Whether what turned was seen to be no picture, or nothing was asked to turn. */
  get #hasDepth(): boolean {
    return this.#motion.hasRelief || !this.#terms.steps.some(turnsHead);
  }

  #passed(): ChallengeVerdict {
    return { status: 'passed', reason: null, evidence: this.#evidence() };
  }

  /** A good frame says how the face moved, and if it is straight, of life and of the person. */
  #count(face: TrackedFace, sighting: Sighting): void {
    this.#motion.add(face, sighting);
    if (!isStraight(stanceOf(face, sighting.at))) return;
    this.#proofOfAll.add(face.analysis);
    this.#proofOfStep.add(face.analysis);
  }

  /** What makes a frame too poor to tell anything by; `null` for a good one. */
  #flawOf({ quality, analysis: { liveness } }: TrackedFace): NeutralHint | null {
    const reason = quality?.reasons[0];
    if (reason !== undefined) return reason === 'turned-away' ? 'return-to-centre' : reason;
    if (liveness?.reasons.includes('too-small')) return 'too-small';
    return quality !== null && this.#continuity.isKnown ? null : 'no-face';
  }

  #progress(step: ChallengePrompt, progress: number, hint: ChallengeProgress['hint']): ChallengeProgress {
    const total = this.#terms.steps.length;
    return { status: 'step', step, index: Math.min(this.#index, total - 1), total, progress, hint };
  }

  #evidence(): ChallengeEvidence {
    const { scores, smallestSimilarity } = this.#proofOfAll;
    return {
      steps: this.#records.map(({ evidence }) => evidence),
      liveness: { frames: scores.frames, score: scores.score, threshold: scores.threshold },
      relief: this.#motion.relief,
      similarity: { toFirst: this.#continuity.smallestSimilarity, toPerson: smallestSimilarity },
      frames: this.#frames,
    };
  }
}
