import type { Sighting } from './sighting.ts';

/** Why frames are taken for no sensor's: one picture that stays, or film that comes back. */
export type Repetition = 'frozen' | 'looped';

/** For how long, in milliseconds, and in how many frames no pixel may change. */
const frozenMs = 700;
const frozenFrames = 4;
/** How many frames must come back, after others, for a film to be taken for a loop. */
const returnedFrames = 2;

/**
 * Tells when a video shows the same frames again. A sensor's noise makes every frame another, so identical pixels are a
 * picture's or a film's. A slow camera may show a frame more than once, but no camera takes an earlier one again.
 */
export class RepetitionWatch {
  readonly #seen = new Set<number>();
  readonly #returned = new Set<number>();
  #current: { hash: number; since: number; frames: number } | null = null;

  add({ hash, at }: Pick<Sighting, 'hash' | 'at'>): Repetition | null {
    if (this.#current?.hash === hash) {
      this.#current.frames++;
    } else {
      if (this.#seen.has(hash)) this.#returned.add(hash);
      this.#seen.add(hash);
      this.#current = { hash, since: at, frames: 1 };
    }
    if (this.#returned.size >= returnedFrames) return 'looped';
    return this.#current.frames >= frozenFrames && at - this.#current.since >= frozenMs ? 'frozen' : null;
  }
}
