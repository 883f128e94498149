import type { TrackedFace } from '../../tracking/track.ts';
import type { Liveness } from '../liveness.ts';
import { Continuity } from './continuity.ts';
import { leastRelief, Motion } from './motion.ts';
import type {
  NotLiveReason,
  Observation,
  ObservationEvidence,
  ObservationHint,
  ObservationVerdict,
} from './observation.ts';
import { Scores } from './scores.ts';
import type { Sighting } from './sighting.ts';
import type { FaceView } from './view.ts';

/**
 * Good frames that a verdict needs, and the milliseconds that they span: enough for a film of a second at 30 frames, of which
 * only some are looked at, to have come back.
 */
const leastFrames = 20;
const leastMs = 2500;

/**
 * Judges a video's person by several frames: the mean score of the good ones, one person throughout, frames that are a sensor's,
 * and a face that moves as a head does. A verdict only with enough of each. Poor frames count neither for life nor
 * against it.
 */
export class Observer {
  readonly #continuity: Continuity;
  readonly #isAskedFor: boolean;
  #scores = new Scores();
  /** Of the frames that show relief. */
  #movingScores = new Scores();
  #motion = new Motion();
  #reason: ObservationHint = 'no-face';

  /** @param person the embedding of the person who must be seen; whoever is seen first by default */
  constructor(person: Float32Array | null = null) {
    this.#isAskedFor = person !== null;
    this.#continuity = new Continuity(person);
  }

  /** The view that the next frame's motion is to be measured from. */
  get reference(): FaceView | null {
    return this.#motion.reference;
  }

  /** Takes the next frame in. After a verdict there is nothing more to add. */
  add(sighting: Sighting): Observation {
    const interruption = this.#continuity.add(sighting);
    if (interruption === 'face-lost') {
      // To look away must not be another try.
      if (this.#scores.frames >= leastFrames / 4 && !this.#scores.isLive) return this.#refused('presentation-attack');
      this.#startAnew();
    }
    if (interruption === 'person-changed' && this.#isAskedFor) return this.#refused('wrong-person');
    if (interruption !== null && interruption !== 'face-lost') return this.#refused(interruption);
    const [face] = sighting.faces;
    this.#reason = face === undefined ? 'no-face' : this.#count(face, sighting);
    if (!this.#hasScores) return this.#looking(sighting);
    if (!this.#scores.isLive) return this.#refused('presentation-attack');
    if (this.#motion.hasRelief) {
      // A picture for the score and a film for the motion are no person.
      if (!this.#movingScores.isLive) return this.#refused('presentation-attack');
      return { status: 'live', reason: null, evidence: this.#evidence };
    }
    if (this.#reason === 'keep-looking') this.#reason = 'move-a-little';
    return this.#looking(sighting);
  }

  /** The verdict when there are no more frames, or no more time: never life. */
  conclude(): ObservationVerdict {
    if (this.#hasScores && this.#motion.isFlat) return this.#refused('flat');
    const reason = this.#reason === 'move-a-little' ? 'no-motion' : this.#reason;
    return { status: 'undecided', reason, evidence: this.#evidence };
  }

  get #hasScores(): boolean {
    return this.#scores.frames >= leastFrames && this.#scores.duration >= leastMs;
  }

  /** Counts a face, if it is good enough, and says what it lacks. */
  #count({ analysis }: TrackedFace, sighting: Sighting): ObservationHint {
    const { quality, liveness } = analysis;
    if (quality === null || liveness === null) throw new TypeError('an observation needs quality and liveness');
    const flaw = quality.reasons[0] ?? poorFor(liveness);
    if (flaw !== undefined) return flaw;
    // A good face that is not known for the person ends it all; one that cannot be aligned is not good.
    if (!this.#continuity.isKnown) return 'turned-away';
    if (!this.#motion.add(analysis, sighting)) return 'cut-off';
    this.#scores.add(liveness, sighting.at);
    if (sighting.motion !== null && sighting.motion.relief >= leastRelief)
      this.#movingScores.add(liveness, sighting.at);
    return 'keep-looking';
  }

  #startAnew(): void {
    this.#scores = new Scores();
    this.#movingScores = new Scores();
    this.#motion = new Motion();
  }

  #refused(reason: NotLiveReason): ObservationVerdict {
    return { status: 'not-live', reason, evidence: this.#evidence };
  }

  #looking({ faces }: Sighting): Observation {
    const frames = Math.min(1, this.#scores.frames / leastFrames, this.#scores.duration / leastMs);
    const motion = Math.min(1, this.#motion.relief / leastRelief);
    // A copy: an app that mirrors a box, say, must not change what is compared.
    return {
      status: 'looking',
      reason: this.#reason,
      progress: (frames + motion) / 2,
      faces: structuredClone([...faces]),
    };
  }

  get #evidence(): ObservationEvidence {
    const { frames, duration, odds, score, threshold } = this.#scores;
    const { relief, travel } = this.#motion;
    return {
      frames,
      duration,
      odds,
      score,
      threshold,
      smallestSimilarity: this.#continuity.smallestSimilarity,
      relief,
      travel,
    };
  }
}

/** What makes a frame too poor to tell life by, if anything does: a low score is none, or only the high ones would count. */
function poorFor({ reasons }: Liveness) {
  return reasons.filter((reason) => reason !== 'presentation-attack' && reason !== 'unsure')[0];
}
