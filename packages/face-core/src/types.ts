import type { Attributes } from './attributes/attributes.ts';
import type { Box, Point } from './geometry/box.ts';
import type { Liveness } from './liveness/liveness.ts';
import type { Quality } from './quality/quality.ts';

/** BlazeFace's six keypoints in source pixels. Right and left are the subject's own. */
export interface Keypoints {
  rightEye: Point;
  leftEye: Point;
  noseTip: Point;
  mouthCenter: Point;
  /** The tragion, the notch in front of the ear. */
  rightEar: Point;
  /** The other one. */
  leftEar: Point;
}

/** A detected face, in pixels of the source as it is shown (its EXIF orientation applied). */
export interface Face {
  /** From the brows to the chin, square; it may stick out of the image. */
  box: Box;
  /** The detector's score, 0–1. */
  score: number;
  /** Eyes, nose, mouth and ears. */
  keypoints: Keypoints;
}

/** What `analyze` says of a face. A part that was not asked for is `null`, never "passed". */
export interface AnalyzedFace extends Face, Attributes {
  /**
   * L2-normalised; as long as the model's dimension (512). Also `null`, with model and digest, where the keypoints are those of
   * no face (all in one point, say), so that it cannot be aligned; its quality is then 0.
   */
  embedding: Float32Array | null;
  /** The id@version of the model that made the embedding. */
  modelId: string | null;
  /** SHA-256 (hex) of the aligned RGB crop: two equal digests are the same shot. */
  digest: string | null;
  /** Whether it looks alive, and why not. */
  liveness: Liveness | null;
  /** How well it suits recognition, and what is poor. */
  quality: Quality | null;
}

/** A frame, and the faces that were found in it by descending score. */
export interface AnalyzedFrame {
  /** In pixels, as the frame is shown. */
  width: number;
  height: number;
  faces: AnalyzedFace[];
}

/** One shot of one person, to be stored in a gallery or compared with one. */
export interface FaceTemplate {
  /** L2-normalised; as long as the model's dimension (512). */
  embedding: Float32Array;
  /** The id@version of the embedding model. Templates of two models never meet. */
  modelId: string;
  /** SHA-256 (hex) of the aligned RGB crop: two equal digests are the same shot. */
  digest: string;
  /** 0–100. */
  quality: number;
  /** `null`: not asked for, never "passed". */
  liveness: { score: number; live: boolean } | null;
  /** Milliseconds since the epoch. */
  capturedAt: number;
}
