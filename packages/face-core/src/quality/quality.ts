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

/** Why a part is poor, for a page to turn into advice: "hold still", "more light", "come closer", "look straight". */
export type QualityReason =
  | 'blurred'
  | 'too-dark'
  | 'too-bright'
  | 'low-contrast'
  | 'too-small'
  /** Looking up, down or aside. */
  | 'turned-away'
  /** Leaning to a shoulder. */
  | 'tilted'
  /** Partly outside the frame. */
  | 'cut-off';

export interface Quality {
  /** 0–100: the weighted geometric mean of the parts, so that one hopeless part sinks the whole. */
  score: number;
  parts: QualityParts;
  /** What is poor, the poorest first; empty for a good shot. */
  reasons: QualityReason[];
}

/** Under half of what it should be, a measure is given as a reason. */
const poor = 0.5;

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
  // Each 0–1. The variance of the Laplacian spans decades, so its logarithm is what is judged.
  const measures: Record<QualityReason, number> = {
    blurred: ramp(Math.log10(1 + laplacianVariance), Math.log10(1 + 10), Math.log10(1 + 200)),
    'too-dark': ramp(mean, 20, 70),
    'too-bright': ramp(-mean, -250, -215),
    'low-contrast': ramp(deviation, 5, 25),
    'too-small': ramp(face.box.width, 30, 112),
    'turned-away': ramp(-Math.abs(yaw), -50, -15) * ramp(-Math.abs(pitch), -45, -20),
    tilted: ramp(-Math.abs(roll), -60, -25),
    'cut-off': ramp(shareWithin(face.box, frame), 0.5, 0.95),
  };
  const parts: QualityParts = {
    sharpness: measures.blurred,
    brightness: Math.min(measures['too-dark'], measures['too-bright']),
    contrast: measures['low-contrast'],
    size: measures['too-small'],
    pose: measures['turned-away'] * measures.tilted,
    framing: measures['cut-off'],
  };
  let score = 100;
  for (const [part, weight] of Object.entries(weights)) score *= parts[part as keyof QualityParts] ** weight;
  const reasons = (Object.keys(measures) as QualityReason[])
    .filter((reason) => !(measures[reason] >= poor))
    .sort((a, b) => measures[a] - measures[b]);
  return { score, parts, reasons };
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
