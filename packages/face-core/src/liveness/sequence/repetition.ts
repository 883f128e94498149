import type { Sighting } from './sighting.ts';

/** Why frames are taken for no sensor's: one picture that stays, or a stretch of film that comes back. */
export type Repetition = 'frozen' | 'looped';

/**
 * Tells when a video shows the same frames again. A sensor's noise makes every frame another, so identical pixels are a
 * picture's or a film's. But a slow camera, or one that compresses, may show a frame more than once: only a frame that
 * stays for most of a second is taken for a still.
 */
export class RepetitionWatch {
  #frozenSince: Sighting | null = null;
  #stays = 0;

  add(sighting: Sighting): Repetition | null {
    if (this.#frozenSince?.hash !== sighting.hash) {
      this.#frozenSince = sighting;
      this.#stays = 0;
    }
    this.#stays++;
    const isFrozen = this.#stays >= frozenFrames && sighting.at - this.#frozenSince.at >= frozenMs;
    return isFrozen ? 'frozen' : null;
  }
}

/** For how long, and in how many frames, nothing may change in any pixel. */
const frozenMs = 700;
const frozenFrames = 4;
