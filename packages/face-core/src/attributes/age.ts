import manifest from 'models';
import { bundled } from '../models/descriptor.ts';
import { imageNet, regress, ssrNetOutputs } from './ssr-net.ts';
import type { AlignedFace, AttributeModel, Viewer } from './viewer.ts';

/**
 * SSR-Net for ages. Its layers are those of oukohou/SSR_Net_Pytorch, whose published weights were trained on
 * MegaAge-Asian; its package does not say what these were trained on.
 */
export const ssrNetAge: AttributeModel = {
  ...bundled(manifest.models['ssrnet-age']),
  input: { size: 64, channels: 'rgb', ...imageNet },
  outputs: ssrNetOutputs,
};

/** The years that a regression of 1 stands for. */
const span = 101;

/** How old a person looks, in years, 0–101. */
export async function estimateAge(viewer: Viewer, face: AlignedFace): Promise<number> {
  return span * (await regress(viewer, face));
}
