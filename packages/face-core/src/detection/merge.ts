import { containment, iou } from '../geometry/box.ts';
import type { Face } from '../types.ts';

/** Two boxes that share this much of their union are one face; the models' own suppression uses the same figure. */
const sameFaceIou = 0.3;
/** So are two boxes of like size of which the smaller lies this far within the larger. */
const sameFaceContainment = 0.6;
/** A face in front of another, a print held before one's own, is smaller than this share of the other's width. */
const likeSize = 0.5;

export function isSameFace(a: Face, b: Face): boolean {
  const isLikeSize = Math.min(a.box.width, b.box.width) >= likeSize * Math.max(a.box.width, b.box.width);
  return iou(a.box, b.box) >= sameFaceIou || (isLikeSize && containment(a.box, b.box) >= sameFaceContainment);
}

/** Keeps the first of any boxes that show the same face: put the more trusted ones first. */
export function mergeDuplicates(faces: readonly Face[]): Face[] {
  const kept: Face[] = [];
  for (const face of faces) {
    if (!kept.some((known) => isSameFace(known, face))) kept.push(face);
  }
  return kept;
}
