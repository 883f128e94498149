import { logit, sigmoid } from '../fusion.ts';
import type { Liveness } from '../liveness.ts';

/** No single frame may outvote the others by more: a score of 0.9999 counts as much as one of 1. */
export const surest = 0.9999;
/** While nothing was seen, nothing was proved: a gap counts for no more than this, in milliseconds. */
const longestGap = 1000;

/** The liveness of several frames, averaged in log-odds: unlike scores they do not saturate. */
export class Scores {
  #odds = 0;
  #frames = 0;
  #threshold: number | null = null;
  #duration = 0;
  #lastAt = 0;

  add({ score, threshold }: Liveness, at: number): void {
    if (this.#frames > 0) this.#duration += Math.min(longestGap, Math.max(0, at - this.#lastAt));
    this.#lastAt = at;
    this.#frames++;
    this.#odds += logit(Math.min(surest, Math.max(1 - surest, score)));
    this.#threshold = threshold;
  }

  get frames(): number {
    return this.#frames;
  }

  /** Milliseconds from the first frame to the last, less what of gaps is longer than a second. */
  get duration(): number {
    return this.#duration;
  }

  /** The mean log-odds; null without a frame. */
  get odds(): number | null {
    return this.#frames === 0 ? null : this.#odds / this.#frames;
  }

  /** 0–1; null without a frame. */
  get score(): number | null {
    return this.odds === null ? null : sigmoid(this.odds);
  }

  get threshold(): number | null {
    return this.#threshold;
  }

  /** Whether the mean reaches the threshold; never where one of them is no number. */
  get isLive(): boolean {
    return this.score !== null && this.#threshold !== null && this.score >= this.#threshold;
  }
}
