import manifest from 'models';
import type { RgbCrop } from '../image/pixels.ts';
import { fillTensor } from '../image/tensor.ts';
import { bundled, type EmbeddingModel } from '../models/descriptor.ts';
import type { OnnxSession } from '../onnx.ts';

/** MobileFaceNet trained with ArcFace loss (Chen et al., arXiv:1804.07573; Deng et al., arXiv:1801.07698). */
export const arcFace: EmbeddingModel = {
  ...bundled(manifest.models['arcface-mobilefacenet']),
  input: { size: 112, channels: 'rgb', mean: [127, 127, 127], std: [128, 128, 128] },
  dimension: 512,
};

/** The L2-normalised embedding of an aligned face, `model.dimension` numbers. */
export async function embed(session: OnnxSession, model: EmbeddingModel, aligned: RgbCrop): Promise<Float32Array> {
  fillTensor(aligned, model.input, session.input);
  const [output] = (await session.run()) as [Float32Array];
  return normalized(output);
}

/** A copy of `vector` of length 1. Throws a RangeError for one without direction: it would match anything or nothing. */
export function normalized(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  if (!(norm > 0) || !Number.isFinite(norm)) throw new RangeError('the vector has no direction');
  return vector.map((value) => value / norm);
}
