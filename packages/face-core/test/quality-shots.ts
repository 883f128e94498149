import type { Box } from '../src/geometry/box.ts';
import type { RgbCrop } from '../src/image/pixels.ts';
import { assessQuality, type Quality } from '../src/quality/quality.ts';
import type { Keypoints } from '../src/types.ts';
import { grayCrop, head, square } from './synthetic.ts';

/** Made-up shots whose quality can be told by hand. */

export interface QualityShot {
  crop: RgbCrop;
  box: Box;
  keypoints: Keypoints;
}

/** The quality in a frame of 640×480 pixels of a shot that is as good as need be, but for what is said. */
export function qualityOf(shot: Partial<QualityShot> = {}): Quality {
  const { crop = stripes(128, 30), box = square(200, 200, 200), keypoints = head({}) } = shot;
  return assessQuality({ box, score: 0.9, keypoints }, crop, { width: 640, height: 480 });
}

/**
 * An aligned crop of stripes, three pixels each: the 78 columns that are measured have this mean and this deviation, and
 * sharp edges.
 */
export function stripes(mean: number, deviation: number): RgbCrop {
  return grayCrop(112, (x) => mean + (x % 6 < 3 ? deviation : -deviation));
}
