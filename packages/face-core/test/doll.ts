import type { Keypoints, Point } from 'face-core';
import { uniform } from './synthetic.ts';

/**
 * Photographs that are moved as a head moves: their pixels are displaced by the depth of a simple head, under a sensor's noise.
 */

/** As much of an `ImageData` as is needed, which Node does not have. */
export type Pixels = Pick<ImageData, 'data' | 'width' | 'height'>;

export interface DollPose {
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

export const atRest: DollPose = { yaw: 0, pitch: 0, closed: 0, growth: 1, shift: { x: 0, y: 0 }, roll: 0 };

/** A person's photograph, and where their face is in it. */
export interface Doll {
  /** Whether it moves as a photograph in a hand does. */
  isFlat?: boolean;
  pixels: Pixels;
  keypoints: Pick<Keypoints, 'rightEye' | 'leftEye' | 'mouthCenter'>;
}

/** The eyes' distance in the frame at first, in pixels. */
const eyeDistance = 62;

/** @param seed gives other noise for every frame */
export function drawDoll(
  { pixels, keypoints, isFlat = false }: Doll,
  pose: DollPose,
  into: Pixels,
  seed: number,
): void {
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
function blend({ data, width, height }: Pixels, x: number, y: number, to: Uint8ClampedArray, o: number, n: number) {
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
