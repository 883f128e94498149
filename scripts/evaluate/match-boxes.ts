import { type Box, iou } from '../../packages/face-core/src/geometry/box.ts';

/** From here up, a detected box is the true one. */
const minimumIou = 0.3;

/** How many true boxes have a detected box of their own, the best-fitting pairs first. */
export function countFound(truth: readonly Box[], detected: readonly Box[]): number {
  const pairs = truth
    .flatMap((box, t) => detected.map((other, d) => ({ t, d, fit: iou(box, other) })))
    .filter(({ fit }) => fit >= minimumIou)
    .sort((a, b) => b.fit - a.fit);
  const taken = { truth: new Set<number>(), detected: new Set<number>() };
  for (const { t, d } of pairs) {
    if (taken.truth.has(t) || taken.detected.has(d)) continue;
    taken.truth.add(t);
    taken.detected.add(d);
  }
  return taken.truth.size;
}
