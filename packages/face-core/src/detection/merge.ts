import { containment, iou } from '../geometry/box.ts';
import type { Face } from '../types.ts';

/** Two boxes that share this much of their union are one face; the models' own suppression uses the same figure. */
const sameFaceIou = 0.3;
/** So are two boxes of like size of which the smaller lies this far within the larger. */
const nestedContainment = 0.6;
/** A face in front of another, a print held before one's own, is smaller than this share of the other's width. */
const likeSize = 0.5;

export function isSameFace(a: Face, b: Face): boolean {
  return iou(a.box, b.box) >= sameFaceIou || (isLikeSize(a, b) && isNested(a, b));
}

/** Whether one is a face in front of the other, or the other a mistake around it. */
export function isFaceBeforeFace(a: Face, b: Face): boolean {
  return isNested(a, b) && !isSameFace(a, b);
}

function isNested(a: Face, b: Face): boolean {
  return containment(a.box, b.box) >= nestedContainment;
}

function isLikeSize(a: Face, b: Face): boolean {
  const [smaller, larger] = [a.box.width, b.box.width].sort((x, y) => x - y) as [number, number];
  return smaller >= likeSize * larger;
}

/** Keeps the first of any boxes that show the same face: put the more trusted ones first. */
export function mergeDuplicates(faces: readonly Face[]): Face[] {
  const kept: Face[] = [];
  for (const face of faces) {
    if (!kept.some((known) => isSameFace(known, face))) kept.push(face);
  }
  return kept;
}
