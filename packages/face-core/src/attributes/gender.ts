import manifest from 'models';
import { bundled } from '../models/descriptor.ts';
import { imageNet, regress, ssrNetOutputs } from './ssr-net.ts';
import type { AlignedFace, AttributeModel, Viewer } from './viewer.ts';

/**
 * Which of the two genders in its training labels a face looks like to the model, which says nothing of who somebody
 * is: two scores that sum to 1. The greater one was right for 59 of 60 faces with their hair, and for 36 of 40 that
 * filled the picture. Three of the five mistakes were women with glasses, of six such photographs.
 */
export interface Gender {
  /** 0–1. */
  female: number;
  /** 0–1. */
  male: number;
}

/**
 * SSR-Net for gender: 0 is female, 1 male. It takes blue for the first plane, and ImageNet's figures in their own
 * order.
 */
export const ssrNetGender: AttributeModel = {
  ...bundled(manifest.models['ssrnet-gender']),
  input: { size: 64, channels: 'bgr', ...imageNet },
  outputs: ssrNetOutputs,
};

/** The mean over a face and its mirror image. */
export async function estimateGender(viewer: Viewer, face: AlignedFace): Promise<Gender> {
  const male = await regress(viewer, face);
  return { female: 1 - male, male };
}
