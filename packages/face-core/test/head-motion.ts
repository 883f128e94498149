import { uniform } from './synthetic.ts';

/** Moves what a picture shows: as a flat thing in the hand, or as a head with depth before a background that stays. */

/** Where a pixel of the frame comes from in the picture. */
export type Warp = (x: number, y: number) => readonly [x: number, y: number];

/** Angles in degrees. */
export interface Turn {
  yaw: number;
  pitch: number;
}

/** Where a face is in the picture: the middle between its eyes and their distance, in pixels. */
export interface Head {
  x: number;
  y: number;
  eyes: number;
}

/** In eye distances: a head's half width, half height and half depth, and how far its middle is below the eyes. */
const skull = { width: 1.1, height: 1.65, depth: 1.3, below: 0.35 };
const nose = { height: 0.35, width: 0.28, below: 0.55 };

/** How far a point of the head stands before the plane that it turns in, in eye distances; 0 beside the head. */
function depthAt(x: number, y: number): number {
  const rest = 1 - (x / skull.width) ** 2 - ((y - skull.below) / skull.height) ** 2;
  if (rest <= 0) return 0;
  const bump = nose.height * Math.exp(-(x ** 2 + (0.8 * (y - nose.below)) ** 2) / nose.width ** 2);
  return skull.depth * Math.sqrt(rest) + bump;
}

/** A head that turns about its middle, seen from afar: an ellipsoid with a nose. */
export function turningHead({ yaw, pitch }: Turn, { x, y, eyes }: Head): Warp {
  const [across, down] = [Math.sin(radians(yaw)), Math.sin(radians(pitch))];
  return (u, v) => {
    const [seenX, seenY] = [(u - x) / eyes, (v - y) / eyes];
    let [px, py] = [seenX, seenY];
    for (let i = 0; i < 4; i++) {
      const depth = depthAt(px, py);
      [px, py] = [seenX - depth * across, seenY - depth * down];
    }
    return [x + px * eyes, y + py * eyes];
  };
}

/** A flat picture that is tilted about a point, seen by a camera that is `distance` of its pixels away: a homography. */
export function tiltedPicture(
  { yaw, pitch }: Turn,
  { x, y, distance }: { x: number; y: number; distance: number },
): Warp {
  const [sy, cy, sp, cp] = [sin(yaw), cos(yaw), sin(pitch), cos(pitch)];
  const normal = { x: sy * cp, y: sp, z: cy * cp };
  return (u, v) => {
    const [a, b] = [u - x, v - y];
    // The ray through the pixel meets the plane that is turned by yaw, then by pitch.
    const scale = (distance * normal.z) / (a * normal.x + b * normal.y + distance * normal.z);
    const [px, py, pz] = [a * scale, b * scale, distance * (scale - 1)];
    const depth = px * sy + pz * cy;
    return [x + px * cy - pz * sy, y + py * cp - depth * sp];
  };
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const sin = (degrees: number) => Math.sin(radians(degrees));
const cos = (degrees: number) => Math.cos(radians(degrees));

/** The picture under a warp, sampled bilinearly, its edges drawn out, with a sensor's noise of a standard deviation. */
export function moved(picture: ImageData, warp: Warp, noise: number, seed: number): ImageData {
  const { width, height, data } = picture;
  const result = new ImageData(width, height);
  const random = uniform(seed, -noise, noise);
  const clamp = (value: number, limit: number) => Math.min(Math.max(value, 0), limit - 1.001);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = warp(x, y);
      const [sx, sy] = [clamp(u, width), clamp(v, height)];
      const [left, top] = [Math.floor(sx), Math.floor(sy)];
      const [wx, wy] = [sx - left, sy - top];
      const i = (top * width + left) * 4;
      // One draw a pixel: near enough to a sensor's, whose noise is mostly luma.
      const grain = noise === 0 ? 0 : random() + random() + random();
      for (let c = 0; c < 3; c++) {
        const above = data[i + c]! * (1 - wx) + data[i + 4 + c]! * wx;
        const below = data[i + width * 4 + c]! * (1 - wx) + data[i + width * 4 + 4 + c]! * wx;
        result.data[o++] = above * (1 - wy) + below * wy + grain;
      }
      result.data[o++] = 255;
    }
  }
  return result;
}
