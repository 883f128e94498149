import type { ImageInput } from '../image/tensor.ts';

/** A file of a runtime: WASM, or the script that loads it. */
export interface RuntimeFile {
  /** Path under `modelBaseUrl`. */
  file: string;
  sha256: string;
  bytes: number;
}

/**
 * A bundled file's address under `modelBaseUrl`. It is another one for other content, so a host may let browsers keep the
 * file for ever, and an upgrade never meets an old one.
 */
export function addressOf({ file, sha256 }: { file: string; sha256: string }): string {
  return `${file}?v=${sha256.slice(0, 8)}`;
}

/** Weights on a server: fetched, checked against their digest and then kept in Cache Storage under it. */
export interface HostedWeights {
  /** Absolute, or relative to `modelBaseUrl`. */
  url: string;
  /** SHA-256 in hex. */
  sha256: string;
  /** The file's length, for the progress. */
  bytes: number;
}

/** A model and where it comes from. `id@version` is what its results carry. */
export interface Model {
  /** Its name. */
  id: string;
  /** Another one for other weights, or for another way to read them. */
  version: string;
  /** On a server, or the bytes of the file themselves, which the app then vouches for. */
  weights: HostedWeights | Uint8Array;
}

/** An ONNX model from an aligned face to an embedding. */
export interface EmbeddingModel extends Model {
  /** How an aligned face is given to it. */
  input: ImageInput;
  /** The number of values in an embedding. */
  dimension: number;
  /** The output's name; by default the model's first. */
  output?: string;
}

/** An ONNX model from a crop around a face to classes of presentation, as logits. */
export interface LivenessModel extends Model {
  /** How a crop is given to it. */
  input: ImageInput;
  /** The number of classes. */
  classes: number;
  /** The index of the class that means a living person. */
  liveClass: number;
  /** The output's name; by default the model's first. */
  output?: string;
  /** What the training boxes have beyond BlazeFace's, as a share of the box's height. */
  margins: { top: number; bottom: number };
  /** Each crop is the box with its margins, enlarged this many times about its centre. */
  cropScales: readonly number[];
  /** A score from here up is live, 0–1, under the policy `balanced`; the other presets lie about it. */
  threshold: number;
}

/** The id@version that a template carries. */
export function modelId({ id, version }: Model): string {
  return `${id}@${version}`;
}

/** A model of the manifest as a descriptor has it. */
export function bundled(entry: { id: string; version: string; file: string; sha256: string; bytes: number }): Model {
  const { id, version, sha256, bytes } = entry;
  return { id, version, weights: { url: addressOf(entry), sha256, bytes } };
}
