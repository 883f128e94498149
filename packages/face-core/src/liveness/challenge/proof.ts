import { isSamePerson, similarityOf } from '../../tracking/same-person.ts';
import type { TrackAnalysis } from '../../tracking/track.ts';
import { logit } from '../fusion.ts';

/** One frame's odds count for no more: a score of 0.9997 or 0.0003, where the sigmoid has no digits left to trust. */
const mostOdds = 8;

/** What good, straight frames say of life and of a person, kept as sums. */
export class Proof {
  readonly #person: Float32Array | null;
  #frames = 0;
  #odds = 0;
  #similarity = 0;
  #smallestSimilarity = Number.POSITIVE_INFINITY;
  #threshold = Number.NEGATIVE_INFINITY;

  /** @param person the embedding of who has to be before the camera; `null`: anybody */
  constructor(person: Float32Array | null) {
    this.#person = person;
  }

  get frames(): number {
    return this.#frames;
  }

  /** The mean log-odds of a living person; NaN without a frame, or with one that is not scored. */
  get odds(): number {
    return this.#odds / this.#frames;
  }

  /** The score that has to be reached: the highest that a frame came with. */
  get threshold(): number {
    return this.#threshold;
  }

  /** The lowest similarity to the person; infinite where there is no person or no frame. */
  get smallestSimilarity(): number {
    return this.#smallestSimilarity;
  }

  add({ liveness, embedding }: TrackAnalysis): void {
    this.#frames++;
    this.#odds += liveness === null ? Number.NaN : Math.max(-mostOdds, Math.min(mostOdds, logit(liveness.score)));
    if (liveness !== null) this.#threshold = Math.max(this.#threshold, liveness.threshold);
    if (this.#person === null) return;
    const similarity = embedding === null ? Number.NaN : similarityOf(this.#person, embedding);
    this.#similarity += similarity;
    this.#smallestSimilarity = Math.min(this.#smallestSimilarity, similarity);
  }

  /** Whether the mean score reaches the threshold. */
  get isLive(): boolean {
    return this.odds >= logit(this.#threshold);
  }

  /** Whether the mean similarity is the person's. */
  get isPerson(): boolean {
    return this.#person === null || isSamePerson(this.#similarity / this.#frames);
  }
}
