import { iou } from '../geometry/box.ts';
import type { Candidate } from './decode.ts';

/**
 * Keeps the best of the candidates of a class that overlap: non-maximum suppression, class by class.
 *
 * @param candidates by descending score
 * @param maximumOverlap the largest intersection over union that two objects of a class may have, 0–1
 * @param most how many are kept at most
 */
export function suppress(candidates: readonly Candidate[], maximumOverlap: number, most: number): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    if (kept.length === most) break;
    const isTaken = kept.some(
      (better) => better.class === candidate.class && iou(better.box, candidate.box) > maximumOverlap,
    );
    if (!isTaken) kept.push(candidate);
  }
  return kept;
}
