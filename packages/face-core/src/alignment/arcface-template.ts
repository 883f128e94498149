import { type Affine, invert } from '../geometry/affine.ts';
import type { Point } from '../geometry/box.ts';
import { similarityTransform } from '../geometry/similarity-transform.ts';
import type { Keypoints } from '../types.ts';

/**
 * Where ArcFace's training crops of 112×112 pixels have the eyes, the nose and the corners of the mouth (InsightFace's
 * `arcface_src`). "Left" here is the image's left: the subject's right eye.
 */
const leftEye: Point = { x: 38.2946, y: 51.6963 };
const rightEye: Point = { x: 73.5318, y: 51.5014 };
const nose: Point = { x: 56.0252, y: 71.7366 };
const mouthCorners: [Point, Point] = [
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];
/** BlazeFace gives the mouth's centre, so its place in the template is the corners' mean. */
const mouth: Point = {
  x: (mouthCorners[0].x + mouthCorners[1].x) / 2,
  y: (mouthCorners[0].y + mouthCorners[1].y) / 2,
};

/** The side in pixels of the crop that the template was made for, and that a face's quality and digest are taken from. */
export const alignedSize = 112;

/**
 * The map from an aligned crop back to the image, for `warp`; `null` where no such map exists: the keypoints lie all in one
 * point, say, or are no numbers.
 *
 * @param size the crop's side in pixels; the template is scaled with it
 */
export function alignedToImage(keypoints: Keypoints, size = alignedSize): Affine | null {
  const { rightEye: subjectRight, leftEye: subjectLeft, noseTip, mouthCenter } = keypoints;
  const scale = size / alignedSize;
  // Pixel edges meet edges: the centre of a crop's first pixel is (0, 0) at every size.
  const scaled = ({ x, y }: Point) => ({ x: (x + 0.5) * scale - 0.5, y: (y + 0.5) * scale - 0.5 });
  const places = [leftEye, rightEye, nose, mouth].map(scaled);
  try {
    return invert(similarityTransform([subjectRight, subjectLeft, noseTip, mouthCenter], places));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
