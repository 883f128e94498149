import type { Box } from '../geometry/box.ts';
import type { OnnxOutput } from '../onnx.ts';
import type { AlignedFace, Viewer } from './viewer.ts';

/**
 * The Soft Stagewise Regression Network (Yang et al., "SSR-Net: A Compact Soft Stagewise Regression Network for Age
 * Estimation", IJCAI 2018): three stages of three classes, each of which refines the one before.
 */

const stages = 3;
const classes = 3;

/** Stage after stage: the classes' probabilities p, the stretch Δ of their width, the shifts η of their indices. */
export const ssrNetOutputs: readonly OnnxOutput[] = Array.from({ length: stages }, (_, k) => [
  { name: `prob_stage_${k + 1}`, length: classes },
  { name: `stage${k + 1}_delta_k`, length: 1 },
  { name: `index_offset_stage${k + 1}`, length: classes },
]).flat();

/** The mean and the standard deviation of ImageNet's bytes; its first plane is red. */
export const imageNet = { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] } as const;

/** The whole head with its hair, in pixels of the aligned face: 4.2 eye distances a side, the eyes in the middle. */
const head: Box = { x: -18, y: -22, width: 148, height: 148 };

/** The regression of a face, 0–1. */
export async function regress(viewer: Viewer, face: AlignedFace): Promise<number> {
  const value = await viewer.mean(face, head, stagewise);
  return Math.min(1, Math.max(0, value));
}

/** The paper's sum over stages k of Σ_i p_i (i + η_i) / Π_{j ≤ k} s (1 + Δ_j), for s classes; about 0–1. */
export function stagewise(outputs: readonly Float32Array[]): number {
  let width = 1;
  let sum = 0;
  for (let k = 0; k < stages; k++) {
    const [probabilities, stretch, shifts] = outputs.slice(3 * k) as [Float32Array, Float32Array, Float32Array];
    width /= classes * (1 + stretch[0]!);
    for (let i = 0; i < classes; i++) sum += probabilities[i]! * (i + shifts[i]!) * width;
  }
  return sum;
}
