import { alignedToImage } from '../alignment/arcface-template.ts';
import type { RgbCrop } from '../image/pixels.ts';
import type { Face } from '../types.ts';
import { insideOf, shareWithin } from './framing.ts';
import { focusReach, measureLight } from './light.ts';
import { estimatePose } from './pose.ts';

/** Each part is 0–1; 1 is as good as a part needs to be. */
export interface QualityParts {
  /** From the variance of the Laplacian of the aligned face. */
  sharpness: number;
  /** From the mean luma of the aligned face, and from the share of it that is blown out. */
  brightness: number;
  /** From the standard deviation of that luma. */
  contrast: number;
  /** From the box's width in pixels. */
  size: number;
  /** From yaw, pitch and roll. */
  pose: number;
  /** From the share of the face that lies within the frame. */
  framing: number;
}

/** Why a part is poor, for a page to turn into advice: "hold still", "more light", "come closer", "look straight". */
export type QualityReason =
  | 'blurred'
  | 'too-dark'
  | 'too-bright'
  | 'low-contrast'
  | 'too-small'
  /** Looking up, down or aside, or with no face's eyes, nose and mouth. */
  | 'turned-away'
  /** Leaning to a shoulder. */
  | 'tilted'
  /** Partly outside the frame. */
  | 'cut-off';

/** How well a face suits recognition. */
export interface Quality {
  /** 0–100: the weighted geometric mean of the parts, so that one hopeless part sinks the whole. */
  score: number;
  /** What it is made of. */
  parts: QualityParts;
  /** What is poor, the poorest first; empty for a good shot. */
  reasons: QualityReason[];
}

/** Under half of what it should be, a measure is given as a reason. */
const poor = 0.5;

/** Shares of the geometric mean; they sum to 1. Sharpness and pose are what recognition suffers from most. */
const weights: QualityParts = { sharpness: 0.3, brightness: 0.1, contrast: 0.1, size: 0.15, pose: 0.25, framing: 0.1 };

/** What cannot be aligned has nothing to measure, and no embedding. */
const hopeless: Quality = {
  score: 0,
  parts: { sharpness: 0, brightness: 0, contrast: 0, size: 0, pose: 0, framing: 0 },
  reasons: ['turned-away'],
};

/**
 * How well a face suits recognition: a heuristic of stated parts, in the sense of ISO/IEC 29794-5's elements, without a
 * claim to its scale. It is 0 for a face whose keypoints are those of no face.
 *
 * Where light, focus and framing begin to count, and where they are hopeless, was measured by spoiling 16 faces step by step
 * and comparing their embeddings with those of the unspoilt: docs/decisions.md, "Quality".
 *
 * @param aligned the face's aligned crop
 * @param frame the size of the frame that the face was found in
 */
export function assessQuality(face: Face, aligned: RgbCrop, frame: { width: number; height: number }): Quality {
  const toImage = alignedToImage(face.keypoints);
  if (toImage === null) return structuredClone(hopeless);
  const { mean, deviation, blownOut, focus } = measureLight(aligned, insideOf(frame, toImage, focusReach));
  const { yaw, pitch, roll } = estimatePose(face.keypoints);
  // Each 0–1. Focus spans decades, so its logarithm is what is judged.
  const measures: Record<QualityReason, number> = {
    blurred: ramp(Math.log10(focus), Math.log10(0.005), Math.log10(0.025)),
    'too-dark': ramp(mean, 25, 70),
    'too-bright': ramp(-blownOut, -0.7, -0.2),
    'low-contrast': ramp(deviation, 8, 25),
    'too-small': ramp(face.box.width, 30, 112),
    'turned-away': ramp(-Math.abs(yaw), -50, -15) * ramp(-Math.abs(pitch), -45, -20),
    tilted: ramp(-Math.abs(roll), -60, -25),
    'cut-off': ramp(shareWithin(frame, toImage), 0.7, 0.95),
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
    .filter((reason) => measures[reason] < poor)
    .sort((a, b) => measures[a] - measures[b]);
  return { score, parts, reasons };
}

/** 0 up to `worst`, 1 from `best` on, straight between; 0 for what is no number. */
function ramp(value: number, worst: number, best: number): number {
  const share = (value - worst) / (best - worst);
  return share > 0 ? Math.min(1, share) : 0;
}
