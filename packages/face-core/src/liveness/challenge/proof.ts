import { isSamePerson, similarityOf } from '../../tracking/same-person.ts';
import type { TrackAnalysis } from '../../tracking/track.ts';
import { Scores } from '../sequence/scores.ts';

/** What good, straight frames say of life and of a person. */
export class Proof {
  readonly scores = new Scores();
  readonly #person: Float32Array | null;
  #similarities = 0;
  #frames = 0;
  #smallestSimilarity: number | null = null;

  /** @param person the embedding of who has to be before the camera; `null`: anybody */
  constructor(person: Float32Array | null) {
    this.#person = person;
  }

  add({ liveness, embedding, analyzedAt }: TrackAnalysis): void {
    if (liveness !== null) this.scores.add(liveness, analyzedAt);
    if (this.#person === null) return;
    const similarity = embedding === null ? Number.NaN : similarityOf(this.#person, embedding);
    this.#frames++;
    this.#similarities += similarity;
    this.#smallestSimilarity = Math.min(this.#smallestSimilarity ?? 1, similarity);
  }

  /** The lowest similarity to the person; `null` where none was asked for, or no frame was seen. */
  get smallestSimilarity(): number | null {
    return this.#smallestSimilarity;
  }

  /** Whether the mean similarity is the person's; never without a frame. */
  get isPerson(): boolean {
    return this.#person === null || isSamePerson(this.#similarities / this.#frames);
  }
}
