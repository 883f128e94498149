import type { ImageInput } from '../image/tensor.ts';

/** A file of a runtime: WASM, or the script that loads it. */
export interface RuntimeFile {
  /** Path under `modelBaseUrl`. */
  file: string;
  bytes: number;
}

/** A file that the engine fetches from `modelBaseUrl` and checks before use. */
export interface ModelFile {
  id: string;
  version: string;
  /** Path under `modelBaseUrl`. */
  file: string;
  /** Hex digest that the bytes must have. */
  sha256: string;
  bytes: number;
}

export interface DetectorModel extends ModelFile {
  /** Minimum score of a face, 0–1. */
  threshold: number;
}

export interface EmbeddingModel extends ModelFile {
  input: ImageInput;
  /** The number of values in an embedding. */
  dimension: number;
}

export interface LivenessModel extends ModelFile {
  input: ImageInput;
  /** The number of classes, and the index of the one that means a living person. */
  classes: number;
  liveClass: number;
  /** What the training boxes have beyond BlazeFace's, as a share of the box's height. */
  margins: { top: number; bottom: number };
  /** Each crop is the box with its margins, enlarged this many times about its centre. */
  cropScales: readonly number[];
  /** A fused score from here up is live, 0–1. */
  threshold: number;
}

/** The id@version that a template carries. */
export function modelId({ id, version }: ModelFile): string {
  return `${id}@${version}`;
}
