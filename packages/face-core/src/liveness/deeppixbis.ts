import { fillTensor, type ImageInput } from '../image/tensor.ts';
import { antialiasingSamples, regionMap, warp } from '../image/warp.ts';
import type { OnnxOutput, OnnxSession } from '../onnx.ts';
import { logit } from './fusion.ts';
import type { Judge } from './method.ts';

/**
 * DeepPixBiS (George and Marcel, "Deep Pixel-wise Binary Supervision for Face Presentation Attack Detection", ICB 2019,
 * arXiv 1907.04047): a network that was taught to say of each patch of a face, and not of the whole alone, whether it is
 * bona fide. Its weights are not bundled: `npm run models -- add deeppixbis`.
 */
export const deepPixBis = {
  input: {
    size: 224,
    channels: 'rgb',
    // ImageNet's mean and deviation, which are given for colours of 0–1.
    mean: [0.485 * 255, 0.456 * 255, 0.406 * 255],
    std: [0.229 * 255, 0.224 * 255, 0.225 * 255],
  },
  /** The score of each of 14×14 patches, and that of the whole face. */
  outputs: [
    { name: 'output_pixel', length: 14 * 14 },
    { name: 'output_binary', length: 1 },
  ],
} as const satisfies { input: ImageInput; outputs: readonly OnnxOutput[] };

/**
 * How near a score may come to 0 and 1. A sigmoid that is sure is exactly 0 or 1 in float32, and its odds would be infinite,
 * which the fusion takes for a broken model's. Below 1 float32 counts in steps of 6e-8: here it still tells scores apart.
 */
const clip = 1e-6;

/**
 * Looks at the detector's box, reduced with antialiasing as in the code that came with the weights
 * (ffletcherr/face-recognition-liveness), whose score it takes: the mean of the patches' mean and the whole's. What lies outside the
 * frame is its outermost pixels drawn out. NaN where a value is none of a sigmoid's.
 */
export function deepPixBisJudge(session: OnnxSession): Judge {
  return async ({ frame, face, crop }) => {
    const pixels = crop(deepPixBis.input.size);
    const toImage = regionMap(face.box, pixels.size);
    warp(frame, toImage, pixels, antialiasingSamples(toImage), 'edge');
    fillTensor(pixels, deepPixBis.input, session.input);
    const [map, binary] = (await session.run()) as [Float32Array, Float32Array];
    const score = (mean(map) + mean(binary)) / 2;
    return { odds: logit(Math.min(1 - clip, Math.max(clip, score))), map: map.slice() };
  };
}

/** The mean of what a sigmoid gave; NaN where it cannot have been one, but for its rounding. */
function mean(values: Float32Array): number {
  if (!values.every((value) => value >= -clip && value <= 1 + clip)) return Number.NaN;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
