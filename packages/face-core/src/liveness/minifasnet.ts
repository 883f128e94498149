import manifest from 'models';
import { fillTensor } from '../image/tensor.ts';
import { regionMap, warp } from '../image/warp.ts';
import { bundled, type LivenessModel } from '../models/descriptor.ts';
import type { Opened } from '../worker/models.ts';
import { enlargedWithin, withMargins } from './crop.ts';
import { logit, logOdds } from './fusion.ts';
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
  threshold: 0.5,
};

/** The mean odds over the model's crops. A crop's odds count from the model's own threshold. */
export function miniFasNetJudge({ model, session }: Opened<LivenessModel>): Judge {
  return async ({ frame, face, crop }) => {
    const head = withMargins(face.box, model.margins);
    const pixels = crop(model.input.size);
    let sum = 0;
    for (const scale of model.cropScales) {
      const region = enlargedWithin(head, scale, frame.width, frame.height);
      warp(frame, regionMap(region, pixels.size), pixels);
      fillTensor(pixels, model.input, session.input);
      const [logits] = (await session.run()) as [Float32Array];
      sum += logOdds(logits, model.liveClass);
    }
    return sum / model.cropScales.length - logit(model.threshold);
  };
}
