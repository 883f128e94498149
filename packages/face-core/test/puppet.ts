import type { ChallengeProgress, FaceEngine } from 'face-core';
import { atRest, type Doll, type DollPose, drawDoll } from './doll.ts';
import type { Scene } from './films.ts';
import { sample } from './photographs.ts';

/** Dolls that answer the prompts of a challenge. */

/** In pixels. */
export const puppetFrame = { width: 480, height: 360 };

/** What a doll does when it is asked. The detector sees somewhat less of each. */
const answers: Record<ChallengeProgress['step'], Partial<DollPose>> = {
  'look-straight': {},
  'turn-left': { yaw: 30 },
  'turn-right': { yaw: -30 },
  nod: { pitch: 18 },
  blink: { closed: 0.5 },
  'move-closer': { growth: 1.6 },
};

/** The time from a prompt to its answer, in milliseconds. */
const reactionMs = 500;
/** The share of the rest of its way that a doll goes while it is looked at once, however long that takes. */
const pace = 0.2;
/** Drawing takes long: in milliseconds, the time between two frames. */
const frameMs = 100;

/** A film of one doll that does what it is told. */
export class Puppet {
  doll: Doll;
  /** What it does now, as far as it is not on its way. */
  goal: Partial<DollPose> = {};
  /** Drawn over each frame. */
  over: Scene = () => {};
  readonly #image = new ImageData(puppetFrame.width, puppetFrame.height);
  readonly #answers;
  #pose: DollPose = { ...atRest };
  #drawnAt = 0;
  #frames = 0;
  #asked = '';

  /** @param changes what it does otherwise than it is asked */
  constructor(doll: Doll, changes: Partial<typeof answers> = {}) {
    this.doll = doll;
    this.#answers = { ...answers, ...changes };
  }

  /** Answers a prompt. A nod goes back, and eyes open, when that is asked for. */
  answer({ step, hint }: ChallengeProgress): void {
    const isBack = hint === 'return-to-centre' || hint === 'open-eyes';
    const asked = isBack ? 'look-straight' : step;
    if (asked === this.#asked) return;
    this.#asked = asked;
    setTimeout(() => {
      this.goal = this.#answers[asked];
    }, reactionMs);
  }

  /** Goes on its way to its goal. */
  advance(): void {
    const { shift, ...goal } = { ...atRest, ...this.goal };
    for (const part of ['yaw', 'pitch', 'closed', 'growth', 'roll'] as const) {
      this.#pose[part] += pace * (goal[part] - this.#pose[part]);
    }
    this.#pose.shift = shift;
  }

  readonly scene: Scene = (context, seconds) => {
    const now = performance.now();
    if (now - this.#drawnAt < frameMs) return;
    this.#drawnAt = now;
    drawDoll(this.doll, this.#pose, this.#image, ++this.#frames);
    context.putImageData(this.#image, 0, 0);
    this.over(context, seconds);
  };
}

/** A doll of the face that has this middle and side in one of the samples. */
export async function dollOf(engine: FaceEngine, number: number, x: number, y: number, side: number): Promise<Doll> {
  const around = 2.4 * side;
  const bitmap = await createImageBitmap(await sample(number), x - around / 2, y - around / 2, around, around);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const faces = await engine.detect(context.canvas);
  const face = faces.reduce((large, other) => (other.box.width > large.box.width ? other : large));
  return { pixels: context.getImageData(0, 0, bitmap.width, bitmap.height), keypoints: face.keypoints };
}
