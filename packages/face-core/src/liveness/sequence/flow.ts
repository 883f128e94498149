import type { Point } from '../../geometry/box.ts';

/** A square picture of luma, 0–255, row by row. */
export interface LumaImage {
  readonly data: Float32Array;
  readonly size: number;
}

/** A step under this, in pixels, ends the search. */
const settled = 0.02;
const mostSteps = 8;
/** Least correlation of a window with where it was found. */
const leastCorrelation = 0.8;
/** Least contrast of a window in its poorer direction: the mean square of its gradient, in steps of luma a pixel. */
const leastTexture = 3;

/** A small part of a picture that is looked for in others. */
export interface Window extends Point {
  reach: number;
  /** Its luma, less the mean and over the standard deviation, and the gradients of that. */
  values: Float32Array;
  alongX: Float32Array;
  alongY: Float32Array;
  /** The inverse of the summed products of the gradients. */
  xx: number;
  xy: number;
  yy: number;
}

/**
 * The window of `2 * reach + 1` pixels a side about a point; null where it sticks out, or has no contrast in some direction,
 * so that it could be anywhere along it.
 */
export function windowAt(image: LumaImage, { x, y }: Point, reach: number): Window | null {
  const side = 2 * reach + 1;
  const count = side * side;
  const margin = reach + 1;
  const isWithin = Math.min(x, y) >= margin && Math.max(x, y) < image.size - 1 - margin;
  if (!isWithin) return null;
  const [values, alongX, alongY] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  const { mean, deviation } = readWindow(image, x, y, reach, values);
  let [xx, xy, yy] = [0, 0, 0];
  for (let j = -reach, i = 0; j <= reach; j++) {
    for (let k = -reach; k <= reach; k++, i++) {
      const gx = (sampled(image, x + k + 1, y + j) - sampled(image, x + k - 1, y + j)) / 2;
      const gy = (sampled(image, x + k, y + j + 1) - sampled(image, x + k, y + j - 1)) / 2;
      xx += gx * gx;
      xy += gx * gy;
      yy += gy * gy;
      values[i] = (values[i]! - mean) / deviation;
      alongX[i] = gx / deviation;
      alongY[i] = gy / deviation;
    }
  }
  const poorer = (xx + yy - Math.hypot(xx - yy, 2 * xy)) / 2 / count;
  if (!(poorer >= leastTexture)) return null;
  const determinant = (xx * yy - xy * xy) / deviation ** 2;
  return { x, y, reach, values, alongX, alongY, xx: yy / determinant, xy: -xy / determinant, yy: xx / determinant };
}

/**
 * Where in another picture a window is, near to where it was; null where it is not found again. B. Lucas and T. Kanade, "An
 * iterative image registration technique", IJCAI 1981, with gain and offset of the light taken out.
 */
export function findWindow(
  { x, y, reach, values, alongX, alongY, xx, xy, yy }: Window,
  image: LumaImage,
): Point | null {
  const count = values.length;
  const seen = new Float32Array(count);
  const place = { x, y };
  for (let step = 0; ; step++) {
    const isWithin = Math.min(place.x, place.y) >= reach && Math.max(place.x, place.y) < image.size - 1 - reach;
    if (!isWithin) return null;
    const { mean, deviation } = readWindow(image, place.x, place.y, reach, seen);
    let [errorX, errorY, correlation] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const value = (seen[i]! - mean) / deviation;
      const error = values[i]! - value;
      errorX += alongX[i]! * error;
      errorY += alongY[i]! * error;
      correlation += values[i]! * value;
    }
    const change = { x: xx * errorX + xy * errorY, y: xy * errorX + yy * errorY };
    if (Math.hypot(change.x, change.y) < settled || step === mostSteps) {
      return correlation / count >= leastCorrelation ? place : null;
    }
    place.x += change.x;
    place.y += change.y;
  }
}

/** Reads a window's luma into `values`: bilinear samples, whose weights are the same all over a window. */
function readWindow({ data, size }: LumaImage, x: number, y: number, reach: number, values: Float32Array) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [wx, wy] = [x - left, y - top];
  const [w00, w10, w01, w11] = [(1 - wx) * (1 - wy), wx * (1 - wy), (1 - wx) * wy, wx * wy];
  const side = 2 * reach + 1;
  let sum = 0;
  let squares = 0;
  for (let row = 0, i = 0; row < side; row++) {
    let place = (top - reach + row) * size + left - reach;
    for (let column = 0; column < side; column++, i++, place++) {
      const value =
        w00 * data[place]! + w10 * data[place + 1]! + w01 * data[place + size]! + w11 * data[place + size + 1]!;
      values[i] = value;
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / values.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) };
}

/** Bilinear; the place must lie within the image. */
export function sampled({ data, size }: LumaImage, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [wx, wy] = [x - left, y - top];
  const i = top * size + left;
  const above = data[i]! * (1 - wx) + data[i + 1]! * wx;
  const below = data[i + size]! * (1 - wx) + data[i + size + 1]! * wx;
  return above * (1 - wy) + below * wy;
}

/** Weighs the neighbours of each pixel by the binomial kernel 1 4 6 4 1, both ways: noise and sampling then move nothing. */
export function smoothed({ data, size }: LumaImage): LumaImage {
  const rows = new Float32Array(size * size);
  const result = new Float32Array(size * size);
  const within = (place: number) => Math.min(size - 1, Math.max(0, place));
  for (let k = -2; k <= 2; k++) {
    const weight = [6, 4, 1][Math.abs(k)]! / 16;
    for (let y = 0, i = 0; y < size; y++) {
      for (let x = 0; x < size; x++, i++) rows[i]! += weight * data[y * size + within(x + k)]!;
    }
  }
  for (let k = -2; k <= 2; k++) {
    const weight = [6, 4, 1][Math.abs(k)]! / 16;
    for (let y = 0, i = 0; y < size; y++) {
      const row = within(y + k) * size;
      for (let x = 0; x < size; x++, i++) result[i]! += weight * rows[row + x]!;
    }
  }
  return { data: result, size };
}

/** Half as large each way, by the mean of four pixels. */
export function halved({ data, size }: LumaImage): LumaImage {
  const half = size >> 1;
  const result = new Float32Array(half * half);
  for (let y = 0; y < half; y++) {
    for (let x = 0; x < half; x++) {
      const i = 2 * y * size + 2 * x;
      result[y * half + x] = (data[i]! + data[i + 1]! + data[i + size]! + data[i + size + 1]!) / 4;
    }
  }
  return { data: result, size: half };
}
