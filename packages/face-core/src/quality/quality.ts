import type { Box } from '../geometry/box.ts';
import type { RgbCrop } from '../image/pixels.ts';
import type { Face } from '../types.ts';
import { measureLight } from './light.ts';
import { estimatePose } from './pose.ts';

/** Each part is 0–1; 1 is as good as a part needs to be. */
export interface QualityParts {
  /** From the variance of the Laplacian of the aligned face. */
  sharpness: number;
  /** From the mean luma of the aligned face: neither dark nor blown out. */
  brightness: number;
  /** From the standard deviation of that luma. */
  contrast: number;
  /** From the box's width in pixels. */
  size: number;
  /** From yaw, pitch and roll. */
  pose: number;
  /** The share of the box that lies within the frame. */
  framing: number;
}

export interface Quality {
  /** 0–100: the weighted geometric mean of the parts, so that one hopeless part sinks the whole. */
  score: number;
  parts: QualityParts;
}

/** Shares of the geometric mean; they sum to 1. Sharpness and pose are what recognition suffers from most. */
const weights: QualityParts = { sharpness: 0.3, brightness: 0.1, contrast: 0.1, size: 0.15, pose: 0.25, framing: 0.1 };

/**
 * How well a face suits recognition: a heuristic of stated parts, in the sense of ISO/IEC 29794-5's elements, without a
 * claim to its scale.
 *
 * @param aligned the face's aligned crop
 * @param frame the size of the frame that the face was found in
 */
export function assessQuality(face: Face, aligned: RgbCrop, frame: { width: number; height: number }): Quality {
  const { mean, deviation, laplacianVariance } = measureLight(aligned);
  const { yaw, pitch, roll } = estimatePose(face.keypoints);
  const parts: QualityParts = {
    // The variance spans decades, so its logarithm is what is judged.
    sharpness: ramp(Math.log10(1 + laplacianVariance), Math.log10(1 + 10), Math.log10(1 + 200)),
    brightness: Math.min(ramp(mean, 20, 70), ramp(-mean, -250, -215)),
    contrast: ramp(deviation, 5, 25),
    size: ramp(face.box.width, 30, 112),
    pose: ramp(-Math.abs(yaw), -50, -15) * ramp(-Math.abs(pitch), -45, -20) * ramp(-Math.abs(roll), -60, -25),
    framing: ramp(shareWithin(face.box, frame), 0.5, 0.95),
  };
  let score = 100;
  for (const [part, weight] of Object.entries(weights)) score *= parts[part as keyof QualityParts] ** weight;
  return { score, parts };
}

/** 0 up to `worst`, 1 from `best` on, straight between. */
function ramp(value: number, worst: number, best: number): number {
  return Math.min(1, Math.max(0, (value - worst) / (best - worst)));
}

function shareWithin({ x, y, width, height }: Box, frame: { width: number; height: number }): number {
  const seenWidth = Math.min(x + width, frame.width) - Math.max(x, 0);
  const seenHeight = Math.min(y + height, frame.height) - Math.max(y, 0);
  return (Math.max(0, seenWidth) * Math.max(0, seenHeight)) / (width * height);
}
