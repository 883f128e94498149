import manifest from 'models';
import type { Box } from '../geometry/box.ts';
import type { RgbaImage, RgbCrop } from '../image/pixels.ts';
import { fillTensor } from '../image/tensor.ts';
import { regionMap, warp } from '../image/warp.ts';
import { bundled, type LivenessModel } from '../models/descriptor.ts';
import type { OnnxSession } from '../onnx.ts';
import { enlargedWithin, withMargins } from './crop.ts';
import { fuse, type Liveness, logOdds } from './fusion.ts';

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

/**
 * The passive liveness of one face in one frame.
 *
 * @param crop of the model's size, overwritten
 */
export async function passiveLiveness(
  session: OnnxSession,
  model: LivenessModel,
  frame: RgbaImage,
  face: Box,
  crop: RgbCrop,
): Promise<Liveness> {
  const head = withMargins(face, model.margins);
  const odds: number[] = [];
  for (const scale of model.cropScales) {
    const region = enlargedWithin(head, scale, frame.width, frame.height);
    warp(frame, regionMap(region, crop.size), crop);
    fillTensor(crop, model.input, session.input);
    const [logits] = (await session.run()) as [Float32Array];
    odds.push(logOdds(logits, model.liveClass));
  }
  return fuse(odds, model.threshold);
}
