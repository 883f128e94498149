import { fillLuma } from '../image/luma.ts';
import type { RgbCrop } from '../image/pixels.ts';

export interface Light {
  /** Mean luma, 0–255. */
  mean: number;
  /** Standard deviation of the luma. */
  deviation: number;
  /** The share of pixels that are blown out, 0–1: two channels of 250 or more. One alone is common in good skin tones. */
  blownOut: number;
  /**
   * Variance of the Laplacian (4-neighbour kernel) of the smoothed luma, less what noise leaves of it, over the variance of
   * the luma itself: the measure of focus of J. L. Pech-Pacheco et al., ICPR 2000, made to tell detail from a camera's noise,
   * and blur from poor light.
   */
  focus: number;
}

/** The share of the crop's side left out at each edge, where hair and background are. */
const border = 0.15;
/** How far a pixel's focus reaches: one pixel to smooth, one more for the Laplacian. */
export const focusReach = 2;
const fullChannel = 250;
/** What is left of noise with a deviation of 1.2 in the aligned crop: the kernels' squares sum to 0.41. */
const noiseFloor = 0.6;

/**
 * Measures the inner part of an aligned face, with BT.601 luma.
 *
 * @param isSeen whether a pixel, and all within `focusReach` of it, show the image and not what lies beyond its edge
 * @returns NaN everywhere if none does
 */
export function measureLight(crop: RgbCrop, isSeen: (x: number, y: number) => boolean): Light {
  const { size } = crop;
  const luma = new Float64Array(size * size);
  fillLuma(crop, luma);
  const smooth = smoothed(luma, size);
  const start = Math.max(focusReach, Math.round(size * border));
  let count = 0;
  let sum = 0;
  let squares = 0;
  let blownOut = 0;
  let edges = 0;
  let edgeSquares = 0;
  for (let y = start; y < size - start; y++) {
    for (let x = start; x < size - start; x++) {
      if (!isSeen(x, y)) continue;
      const i = y * size + x;
      const value = luma[i]!;
      const edge = smooth[i - 1]! + smooth[i + 1]! + smooth[i - size]! + smooth[i + size]! - 4 * smooth[i]!;
      count++;
      sum += value;
      squares += value * value;
      if (isBlownOut(crop, i)) blownOut++;
      edges += edge;
      edgeSquares += edge * edge;
    }
  }
  const mean = sum / count;
  const variance = Math.max(0, squares / count - mean * mean);
  return {
    mean,
    deviation: Math.sqrt(variance),
    blownOut: blownOut / count,
    focus: Math.max(0, edgeSquares / count - (edges / count) ** 2 - noiseFloor) / variance,
  };
}

/** Whether two channels are full. */
export function isBlownOut({ data }: RgbCrop, pixel: number): boolean {
  let full = 0;
  for (let channel = 0; channel < 3; channel++) if (data[3 * pixel + channel]! >= fullChannel) full++;
  return full >= 2;
}

/** Weighs the neighbours of each pixel by the binomial kernel 1 2 1, both ways. The outermost pixels mean nothing. */
function smoothed(luma: Float64Array, size: number): Float64Array {
  const rows = new Float64Array(luma.length);
  for (let i = 1; i < luma.length - 1; i++) rows[i] = luma[i - 1]! + 2 * luma[i]! + luma[i + 1]!;
  const smooth = new Float64Array(luma.length);
  for (let i = size; i < luma.length - size; i++) {
    smooth[i] = (rows[i - size]! + 2 * rows[i]! + rows[i + size]!) / 16;
  }
  return smooth;
}
