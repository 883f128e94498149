import { isSamePerson, similarityOf } from '../../tracking/same-person.ts';
import type { TrackedFace } from '../../tracking/track.ts';
import { type Repetition, RepetitionWatch } from './repetition.ts';
import type { Sighting } from './sighting.ts';

/** What breaks the thread from one frame to the next. */
export type Interruption =
  /** For a second nobody was seen, or for three nobody who is known for the same person; or the video was cut. */
  'face-lost' | 'multiple-faces' | 'person-changed' | Repetition;

/** For how long the face may be out of sight, in milliseconds, and for how long it may be seen too poorly to be known. */
const patience = 1000;
const turnedPatience = 3000;

/**
 * Whether a video goes on showing one and the same person. Several faces, another person and a picture that repeats itself
 * break it at once and for good; after `face-lost` it starts anew with whoever comes next.
 *
 * The person is known by the first frame of good quality, unless it is said who it must be. Every later frame is compared with
 * it. A frame that differs is another person's if it is good too; a blurred or turned face that differs is nobody's, and
 * does not count.
 */
export class Continuity {
  readonly #repetition = new RepetitionWatch();
  readonly #person: Float32Array | null;
  /** Whom every face is compared with. */
  #reference: Float32Array | null;
  #knownAt: number | null = null;
  #isKnown = false;
  #smallestSimilarity: number | null = null;

  /** @param person the embedding of the person who must be seen; whoever is seen first by default */
  constructor(person: Float32Array | null = null) {
    this.#person = person;
    this.#reference = person;
  }

  /** Takes the next frame in, and tells what it breaks. */
  add(sighting: Sighting): Interruption | null {
    const { faces, at } = sighting;
    const [face, second] = faces;
    if (sighting.isCut && this.#knownAt !== null) {
      this.#isKnown = false;
      this.#startAnew();
      return 'face-lost';
    }
    // A camera that starts may be black for a while.
    const repetition = face === undefined ? null : this.#repetition.add(sighting);
    const seen = face === undefined || second !== undefined ? null : this.#compare(face);
    this.#isKnown = seen === 'same';
    if (second !== undefined) return 'multiple-faces';
    if (repetition !== null) return repetition;
    if (seen === 'other') return 'person-changed';
    if (this.#isKnown) this.#knownAt = at;
    const limit = face === undefined ? patience : turnedPatience;
    if (this.#knownAt === null || at - this.#knownAt <= limit) return null;
    this.#startAnew();
    return 'face-lost';
  }

  /** Whether the last frame showed one face, known for the person of the first: no other frame may count. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** The lowest similarity of a known face to the first, -1–1; null before there was one to compare. */
  get smallestSimilarity(): number | null {
    return this.#smallestSimilarity;
  }

  /** Whose face it is; `unclear` where it is too poor to tell. */
  #compare({ analysis: { embedding, quality } }: TrackedFace): 'same' | 'other' | 'unclear' {
    const isGood = quality !== null && quality.reasons.length === 0;
    if (embedding === null) return 'unclear';
    if (this.#reference === null) {
      if (!isGood) return 'unclear';
      this.#reference = embedding;
      return 'same';
    }
    const similarity = similarityOf(this.#reference, embedding);
    if (!isSamePerson(similarity)) return isGood ? 'other' : 'unclear';
    this.#smallestSimilarity = Math.min(this.#smallestSimilarity ?? 1, similarity);
    return 'same';
  }

  #startAnew(): void {
    this.#reference = this.#person;
    this.#knownAt = null;
    this.#smallestSimilarity = null;
  }
}
