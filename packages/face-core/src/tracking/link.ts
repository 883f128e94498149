import { iou } from '../geometry/box.ts';
import type { Face } from '../types.ts';

/** Least overlap of a face with where it was. Of a box that moves sideways it allows 0.43 of its width. */
const leastIou = 0.4;
/** A second claim makes a doubt from this share of the first one's overlap. */
const rivalShare = 0.25;

/**
 * Which of the known faces a face continues: the one that it clearly overlaps, if neither has another claim to it.
 * Undefined where there is a doubt: after a jump, where two faces cross, or moved half as far as they are apart. Such a
 * face is a new one.
 *
 * @param faces all faces of the frame, of which `face` is one
 */
export function linkOf<Known extends Face>(
  face: Face,
  faces: readonly Face[],
  known: readonly Known[],
): Known | undefined {
  return known.find((before) => {
    const overlap = iou(before.box, face.box);
    const isRival = (a: Face, b: Face) => iou(a.box, b.box) > rivalShare * overlap;
    return (
      overlap >= leastIou &&
      !known.some((other) => other !== before && isRival(other, face)) &&
      !faces.some((other) => other !== face && isRival(other, before))
    );
  });
}
