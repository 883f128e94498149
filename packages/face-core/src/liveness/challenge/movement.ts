import type { Baseline, Stance } from './stance.ts';
import { type ChallengeStep, challengeSteps } from './steps.ts';

/** What helps a person to finish a movement. */
export type MovementHint =
  | 'turn-further'
  | 'nod-further'
  | 'closer-still'
  | 'close-eyes'
  | 'open-eyes'
  | 'return-to-centre'
  /** The head goes the wrong way. */
  | 'other-way';

/**
 * How far the head has to go from its baseline. Six flat photographs, tilted by 40° and 45° about either axis, moved the
 * estimate by less than half as much; but one, tilted sideways, by more: see docs/decisions.md.
 */
const turnDegrees = 18;
const nodDegrees = 10;
/** The box's growth. It says nothing of depth: BlazeFace's keypoints do not show perspective. */
const closerGrowth = 1.3;
/** An eye of a lower score is closed: see `attributes/eyes.ts`. */
export const openEye = 0.5;

/**
 * Half a movement cannot be seen sooner after its prompt, in milliseconds: to choose among five and begin takes people about
 * 0.4 s (W. E. Hick, "On the rate of gain of information", 1952).
 */
const reactionMs = 300;
/** From this share of a movement on it has begun. */
const begun = 0.5;
/** As far as a movement gets that is another step's as well. */
const almost = 0.99;
/** One frame may be the detector's mistake. */
const frames = 2;

interface Rule {
  /** For how long the far end is held, in milliseconds: eyes that close by themselves do so for less. */
  holdMs: number;
  /** Whether the way back belongs to it. */
  returns: boolean;
  further: MovementHint;
  back: MovementHint;
}

const turn: Rule = { holdMs: 0, returns: false, further: 'turn-further', back: 'return-to-centre' };

const rules: Record<ChallengeStep, Rule> = {
  'turn-left': turn,
  'turn-right': turn,
  nod: { holdMs: 0, returns: true, further: 'nod-further', back: 'return-to-centre' },
  blink: { holdMs: 250, returns: true, further: 'close-eyes', back: 'open-eyes' },
  'move-closer': { ...turn, further: 'closer-still' },
};

/** How far a stance is into each step's movement: 0 at the baseline, 1 where it is done. */
export function reachOf(stance: Stance, baseline: Baseline): Record<ChallengeStep, number> {
  const yaw = (stance.yaw - baseline.yaw) / turnDegrees;
  const pitch = (stance.pitch - baseline.pitch) / nodDegrees;
  const isStraight = Math.abs(yaw) < begun && Math.abs(pitch) < 1;
  // Lids seen from above or aside look closed.
  const isShut = stance.openness !== null && stance.openness < openEye && isStraight;
  return {
    'turn-left': yaw,
    'turn-right': -yaw,
    nod: pitch,
    blink: isShut ? 1 : 0,
    'move-closer': (stance.width / baseline.width - 1) / (closerGrowth - 1),
  };
}

export type MovementState =
  | 'under-way'
  | 'done'
  /** It began before anybody could have answered the prompt, and does not count. */
  | 'premature'
  /** It is another step's. */
  | 'wrong';

/** Whether a person answers one prompt. */
export class Movement {
  /** 0–1. */
  progress = 0;
  hint: MovementHint | null = null;
  /** The time of the first frame in which it had begun, in milliseconds. */
  begunAt: number | null = null;
  readonly #step: ChallengeStep;
  readonly #baseline: Baseline;
  readonly #shownAt: number;
  readonly #others: readonly ChallengeStep[];
  readonly #far: { at: number; frames: number } = { at: 0, frames: 0 };
  #wrongFrames = 0;
  #wasFar = false;

  /** @param shownAt when the prompt was shown, in milliseconds on the clock of the frames */
  constructor(step: ChallengeStep, baseline: Baseline, shownAt: number) {
    this.#step = step;
    this.#baseline = baseline;
    this.#shownAt = shownAt;
    // Everybody blinks.
    this.#others = challengeSteps.filter((other) => other !== step && other !== 'blink');
  }

  add(stance: Stance): MovementState {
    const reach = reachOf(stance, this.#baseline);
    const own = reach[this.#step];
    const other = Math.max(...this.#others.map((step) => reach[step]));
    // Numbers that are none answer nothing.
    if (Number.isNaN(own + other)) return 'under-way';
    const isEarly = stance.at < this.#shownAt + reactionMs;
    if (isEarly && Math.max(own, other) >= begun) return 'premature';
    this.#wrongFrames = other >= 1 && own < begun && !this.#wasFar ? this.#wrongFrames + 1 : 0;
    if (this.#wrongFrames >= frames) return 'wrong';
    if (own >= begun) this.begunAt ??= stance.at;
    // A movement that is another step's too would answer any prompt.
    this.#follow(stance.at, other < 1 ? own : Math.min(own, almost));
    this.hint = this.#hintFor(own, other);
    return this.progress === 1 ? 'done' : 'under-way';
  }

  #follow(at: number, reach: number): void {
    const { holdMs, returns } = rules[this.#step];
    const far = this.#far;
    if (!(reach >= 1)) far.frames = 0;
    else if (far.frames++ === 0) far.at = at;
    this.#wasFar ||= far.frames >= frames && at - far.at >= holdMs;
    const share = reach > 0 ? Math.min(1, reach) : 0;
    if (!this.#wasFar) this.progress = (returns ? 0.5 : 0.9) * share;
    else if (returns) this.progress = reach < begun ? 1 : 1 - 0.5 * share;
    else this.progress = 1;
  }

  #hintFor(own: number, other: number): MovementHint | null {
    const { further, back } = rules[this.#step];
    if (this.#wasFar) return this.progress === 1 ? null : back;
    if (other >= begun && own < begun) return 'other-way';
    return own > 0.2 || this.#step === 'blink' ? further : null;
  }
}
