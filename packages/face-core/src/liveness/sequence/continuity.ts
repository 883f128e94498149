import { isSamePerson, similarityOf } from '../../tracking/same-person.ts';
import type { TrackedFace } from '../../tracking/track.ts';
import { type Repetition, RepetitionWatch } from './repetition.ts';
import type { Sighting } from './sighting.ts';

/** What breaks the thread from one frame to the next. */
export type Interruption =
  /** For a second nobody was seen who is known for the same person. */
  'face-lost' | 'multiple-faces' | 'person-changed' | Repetition;

/** For how long the face may be out of sight, or too poor to be known, in milliseconds. */
const patience = 1000;

/**
 * Whether a video goes on showing one and the same person. Several faces, another person and a picture that repeats itself
 * break it at once and for good; after `face-lost` it starts anew with whoever comes next.
 *
 * The person is known by the first frame of good quality. Every later frame is compared with it. A frame that differs is
 * another person's if it is good too; a blurred or turned face that differs is nobody's, and does not count.
 */
export class Continuity {
  readonly #repetition = new RepetitionWatch();
  #first: Float32Array | null = null;
  #knownAt = 0;
  #isKnown = false;
  #smallestSimilarity = 1;

  /** Takes the next frame in, and tells what it breaks. */
  add(sighting: Sighting): Interruption | null {
    this.#isKnown = false;
    const { faces, at } = sighting;
    const repetition = this.#repetition.add(sighting);
    if (faces.length > 1) return 'multiple-faces';
    if (repetition !== null) return repetition;
    const [face] = faces;
    if (face !== undefined && this.#isOther(face)) return 'person-changed';
    if (this.#isKnown) this.#knownAt = at;
    if (this.#first === null || at - this.#knownAt <= patience) return null;
    this.#first = null;
    return 'face-lost';
  }

  /** Whether the last frame showed one face, known for the person of the first: no other frame may count. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** The lowest similarity of a known face to the first, -1–1; 1 before there were two. */
  get smallestSimilarity(): number {
    return this.#smallestSimilarity;
  }

  #isOther({ analysis: { embedding, quality } }: TrackedFace): boolean {
    const isGood = quality !== null && quality.reasons.length === 0;
    if (embedding === null) return false;
    if (this.#first === null) {
      if (isGood) this.#start(embedding);
      return false;
    }
    const similarity = similarityOf(this.#first, embedding);
    this.#isKnown = isSamePerson(similarity);
    if (this.#isKnown) this.#smallestSimilarity = Math.min(this.#smallestSimilarity, similarity);
    return isGood && !this.#isKnown;
  }

  #start(embedding: Float32Array): void {
    this.#first = embedding;
    this.#smallestSimilarity = 1;
    this.#isKnown = true;
  }
}
