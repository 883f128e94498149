import type { Affine } from '../src/geometry/affine.ts';
import type { Box, Point } from '../src/geometry/box.ts';
import type { RgbaImage, RgbCrop } from '../src/image/pixels.ts';
import type { Face, Keypoints } from '../src/types.ts';

/** Made-up points, pictures and faces for tests that run in Node. */

type Rgb = readonly [red: number, green: number, blue: number];

/** Uniform numbers in [from, to); the same seed gives the same ones. */
export function uniform(seed: number, from: number, to: number): () => number {
  let state = seed % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return from + (to - from) * (state / 2147483647);
  };
}

/** `count` points in a square of 200×200 about the origin. */
export function scattered(count: number, seed: number): Point[] {
  const coordinate = uniform(seed, -100, 100);
  return Array.from({ length: count }, () => ({ x: coordinate(), y: coordinate() }));
}

/** The map that turns by an angle (clockwise on the screen), scales, then shifts. */
export function similarity(degrees: number, scale: number, shiftX: number, shiftY: number): Affine {
  const radians = (degrees * Math.PI) / 180;
  const [cos, sin] = [scale * Math.cos(radians), scale * Math.sin(radians)];
  return { a: cos, b: -sin, c: shiftX, d: sin, e: cos, f: shiftY };
}

export function apply({ a, b, c, d, e, f }: Affine, { x, y }: Point): Point {
  return { x: a * x + b * y + c, y: d * x + e * y + f };
}

/** The largest difference between two maps' numbers. */
export function difference(one: Affine, other: Affine): number {
  return Math.max(...(['a', 'b', 'c', 'd', 'e', 'f'] as const).map((key) => Math.abs(one[key] - other[key])));
}

export function imageOf(width: number, height: number, color: (x: number, y: number) => Rgb, alpha = 255): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) data.set([...color(i % width, Math.floor(i / width)), alpha], i * 4);
  return { data, width, height };
}

export function cropOf(size: number, color: (x: number, y: number) => Rgb): RgbCrop {
  const data = new Uint8ClampedArray(size * size * 3);
  for (let i = 0; i < size * size; i++) data.set(color(i % size, Math.floor(i / size)), i * 3);
  return { data, size };
}

export function grayCrop(size: number, luma: (x: number, y: number) => number): RgbCrop {
  return cropOf(size, (x, y) => [luma(x, y), luma(x, y), luma(x, y)]);
}

export function square(x: number, y: number, side: number): Box {
  return { x, y, width: side, height: side };
}

/** A face with a square box of `side` pixels about a centre. */
export function faceAt(centerX: number, centerY: number, side: number, score = 0.9): Face {
  const box = square(centerX - side / 2, centerY - side / 2, side);
  return { box, score, keypoints: head({}, { x: centerX, y: centerY }, side / 2) };
}

/**
 * The keypoints of a rigid head with ArcFace's proportions, turned about its three axes and seen from afar. Yaw and pitch
 * come before roll; `eyeDistance` is what it is from the front.
 */
export function head(
  { yaw = 0, pitch = 0, roll = 0 }: { yaw?: number; pitch?: number; roll?: number },
  center: Point = { x: 300, y: 300 },
  eyeDistance = 100,
): Keypoints {
  const [y, p, r] = [yaw, pitch, roll].map((degrees) => (degrees * Math.PI) / 180) as [number, number, number];
  // Right, down and towards the camera, in eye distances from the middle of the eyes.
  const seen = (right: number, down: number, near: number): Point => {
    const [pitched, depth] = [down * Math.cos(p) + near * Math.sin(p), near * Math.cos(p) - down * Math.sin(p)];
    const turned = right * Math.cos(y) + depth * Math.sin(y);
    return {
      x: center.x + eyeDistance * (turned * Math.cos(r) - pitched * Math.sin(r)),
      y: center.y + eyeDistance * (turned * Math.sin(r) + pitched * Math.cos(r)),
    };
  };
  return {
    rightEye: seen(-0.5, 0, 0),
    leftEye: seen(0.5, 0, 0),
    noseTip: seen(0, 0.494 / 0.866, 0.45),
    mouthCenter: seen(0, 1 / 0.866, 0),
    rightEar: seen(-0.9, 0.3, -0.8),
    leftEar: seen(0.9, 0.3, -0.8),
  };
}

/** InsightFace's 112×112 template. The subject's right eye is the image's left one. */
export const arcFaceTemplate = {
  rightEye: { x: 38.2946, y: 51.6963 },
  leftEye: { x: 73.5318, y: 51.5014 },
  noseTip: { x: 56.0252, y: 71.7366 },
  // The mean of (41.5493, 92.3655) and (70.7299, 92.2041).
  mouthCenter: { x: 56.1396, y: 92.2848 },
};

/** A face whose keypoints lie where `toImage` takes the template's; the ears, which play no part, lie far off. */
export function templateFace(toImage: Affine): Keypoints {
  const nowhere = { x: -999, y: 999 };
  return {
    rightEye: apply(toImage, arcFaceTemplate.rightEye),
    leftEye: apply(toImage, arcFaceTemplate.leftEye),
    noseTip: apply(toImage, arcFaceTemplate.noseTip),
    mouthCenter: apply(toImage, arcFaceTemplate.mouthCenter),
    rightEar: nowhere,
    leftEar: nowhere,
  };
}
