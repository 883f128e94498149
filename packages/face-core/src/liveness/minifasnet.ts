import manifest from 'models';
import { fillTensor } from '../image/tensor.ts';
import { regionMap, warp } from '../image/warp.ts';
import { bundled, type LivenessModel } from '../models/descriptor.ts';
import type { OnnxSession } from '../onnx.ts';
import { enlargedWithin, withMargins } from './crop.ts';
import { logOdds } from './fusion.ts';
import type { Judge } from './method.ts';

/**
 * MiniFASNet (minivision-ai/Silent-Face-Anti-Spoofing, with its three classes). The near crop shows the skin, the far one
 * what surrounds it: a screen's bezel, a paper's edge.
 */
export const miniFasNet: LivenessModel = {
  ...bundled(manifest.models.minifasnet),
  input: { size: 128, channels: 'bgr', mean: [0, 0, 0], std: [1, 1, 1] },
  classes: 3,
  liveClass: 0,
  margins: { top: 0.2, bottom: 0.05 },
  cropScales: [1.5, 3.5],
  // Odds of -1. On 24 uncropped photographs of people 1 is turned away there: docs/guides/liveness.md, "Policies".
  threshold: 0.27,
};

/** The mean odds over the model's crops, those that the frame has no room for reduced to what fits. */
export function miniFasNetJudge(model: LivenessModel, session: OnnxSession): Judge {
  return async ({ frame, face, crop }) => {
    const head = withMargins(face.box, model.margins);
    const pixels = crop(model.input.size);
    let sum = 0;
    let last: { width: number; odds: number } | null = null;
    for (const scale of model.cropScales) {
      const region = enlargedWithin(head, scale, frame.width, frame.height);
      // Where a face fills the frame, every crop is the same.
      if (last === null || last.width !== region.width) {
        warp(frame, regionMap(region, pixels.size), pixels);
        fillTensor(pixels, model.input, session.input);
        const [logits] = (await session.run()) as [Float32Array];
        last = { width: region.width, odds: logOdds(logits, model.liveClass) };
      }
      sum += last.odds;
    }
    return sum / model.cropScales.length;
  };
}
