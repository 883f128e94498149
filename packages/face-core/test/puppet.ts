import type { ChallengeProgress, FaceEngine, Keypoints, Point } from 'face-core';
import type { Scene } from './films.ts';
import { sample } from './photographs.ts';
import { uniform } from './synthetic.ts';

/**
 * Photographs that move as a head does, and answer the prompts of a challenge: their pixels are displaced by the depth of a
 * simple head, under a sensor's noise.
 */

/** In pixels. */
export const puppetFrame = { width: 480, height: 360 };

interface Pose {
  /** In degrees, of the head model. Positive: to the subject's own left. */
  yaw: number;
  /** Positive: the chin goes down. */
  pitch: number;
  /** How far the lids are closed, 0–1. */
  closed: number;
  /** How much larger the head is than at first. */
  growth: number;
  /** Where the head is moved to, as shares of the frame's width and height. */
  shift: Point;
  /** How far the head leans, in degrees. */
  roll: number;
}

export const atRest: Pose = { yaw: 0, pitch: 0, closed: 0, growth: 1, shift: { x: 0, y: 0 }, roll: 0 };

/** What a doll does when it is asked. The detector sees somewhat less of each. */
const answers: Record<ChallengeProgress['step'], Partial<Pose>> = {
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
  goal: Partial<Pose> = {};
  /** Drawn over each frame. */
  over: Scene = () => {};
  readonly #image = new ImageData(puppetFrame.width, puppetFrame.height);
  readonly #answers;
  #pose: Pose = { ...atRest };
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

/** A person's photograph, and where their face is in it. */
export interface Doll {
  /** Whether it moves as a photograph in a hand does. */
  isFlat?: boolean;
  pixels: ImageData;
  keypoints: Keypoints;
}

/** The eyes' distance in the frame at first, in pixels. */
const eyeDistance = 62;

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

/** @param seed gives other noise for every frame */
export function drawDoll({ pixels, keypoints, isFlat = false }: Doll, pose: Pose, into: ImageData, seed: number): void {
  const { rightEye, leftEye, mouthCenter } = keypoints;
  const eyes = { x: (rightEye.x + leftEye.x) / 2, y: (rightEye.y + leftEye.y) / 2 };
  const unit = Math.hypot(leftEye.x - rightEye.x, leftEye.y - rightEye.y);
  const tilt = Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x) - (pose.roll * Math.PI) / 180;
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  const height = Math.hypot(mouthCenter.x - eyes.x, mouthCenter.y - eyes.y) / unit;
  const [yaw, pitch] = [(pose.yaw * Math.PI) / 180, (pose.pitch * Math.PI) / 180];
  const noise = noiseOf(seed);
  const offset = (seed * 7919) % noise.length;
  const centre = { x: into.width * (0.5 + pose.shift.x), y: into.height * (0.42 + pose.shift.y) };
  for (let y = 0, o = 0; y < into.height; y++) {
    for (let x = 0; x < into.width; x++, o += 4) {
      // In eye distances from the middle of the eyes, right and down.
      const seen = { x: (x - centre.x) / eyeDistance, y: (y - centre.y) / eyeDistance };
      let [u, v] = [seen.x / pose.growth, seen.y / pose.growth];
      if (isFlat) {
        u /= Math.cos(yaw);
        v /= Math.cos(pitch);
      } else {
        const [x0, y0] = [u, v];
        for (let i = 0; i < 3; i++) {
          const { depth, share } = headAt(u, v, height);
          u = x0 - share * (depth * Math.sin(yaw) - (1 - Math.cos(yaw)) * u);
          v = y0 - share * (depth * Math.sin(pitch) - (1 - Math.cos(pitch)) * v);
        }
      }
      if (pose.closed > 0) v = lidAt(u, v, pose.closed);
      const sx = eyes.x + unit * (u * cos - v * sin);
      const sy = eyes.y + unit * (u * sin + v * cos);
      blend(pixels, sx, sy, into.data, o, noise[(offset + (o >> 2)) % noise.length]!);
    }
  }
}

/** How far a point of the head stands out, and how much of its motion it shares; nothing beyond its outline. */
function headAt(x: number, y: number, height: number): { depth: number; share: number } {
  const r = (x / 1.35) ** 2 + ((y - 0.5 * height) / 1.75) ** 2;
  if (r >= 1) return { depth: 0, share: 0 };
  const nose = 0.3 * Math.exp(-((x / 0.25) ** 2) - ((y - 0.5 * height) / 0.3) ** 2);
  return { depth: 1 - r + nose, share: Math.min(1, 2.5 * (1 - r)) };
}

/** Draws the skin over an eye down. */
function lidAt(x: number, y: number, closed: number): number {
  const across = (Math.abs(x) - 0.5) / 0.3;
  const lid = 0.16 * (1 - across ** 2);
  if (lid <= 0 || Math.abs(y) > lid) return y;
  const edge = -lid + 2 * lid * closed;
  return y < edge ? -lid - 0.02 - 0.04 * ((edge - y) / (2 * lid)) : y;
}

/** Bilinear, its edges drawn out. */
function blend({ data, width, height }: ImageData, x: number, y: number, to: Uint8ClampedArray, o: number, n: number) {
  const cx = Math.min(Math.max(x, 0), width - 1.001);
  const cy = Math.min(Math.max(y, 0), height - 1.001);
  const [left, top] = [Math.floor(cx), Math.floor(cy)];
  const [wx, wy] = [cx - left, cy - top];
  const i = (top * width + left) * 4;
  const below = i + width * 4;
  for (let c = 0; c < 3; c++) {
    const upper = data[i + c]! * (1 - wx) + data[i + 4 + c]! * wx;
    const lower = data[below + c]! * (1 - wx) + data[below + 4 + c]! * wx;
    to[o + c] = upper * (1 - wy) + lower * wy + n;
  }
  to[o + 3] = 255;
}

const noises = new Map<number, Float32Array>();

/** A sensor's noise, with a deviation of about two steps of a byte; some, and again. */
function noiseOf(seed: number): Float32Array {
  const kept = noises.get(seed % 8);
  if (kept !== undefined) return kept;
  const random = uniform(1 + (seed % 8), -2, 2);
  const noise = Float32Array.from({ length: 50_021 }, () => random() + random() + random());
  noises.set(seed % 8, noise);
  return noise;
}
