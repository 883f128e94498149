import { alignedSize } from '../../alignment/arcface-template.ts';
import { type Affine, transform } from '../../geometry/affine.ts';
import type { Point } from '../../geometry/box.ts';
import { ReliefReference } from './relief.ts';

/** One face as one frame shows it, to compare it with other frames. */
export interface FaceView {
  /** The aligned crop, 112×112 pixels of luma, row by row. */
  luma: Uint8Array;
  /** From pixels of that crop to pixels of the frame. */
  toImage: Affine;
}

/** How a face moved from one view to another. */
export interface FaceMotion {
  /** How far its parts moved otherwise than a plane's, in eye distances: see `ReliefReference`. */
  relief: number;
  /** How far it got, in the eye distances that it had first. */
  travel: number;
}

/** Two points of the crop that the travel is measured by: the eyes. */
const marks: readonly Point[] = [
  { x: 38, y: 52 },
  { x: 74, y: 52 },
];

/** How a face moved between two views; null where too little of the first is found again. */
export function motionBetween(first: FaceView, now: FaceView): FaceMotion | null {
  const image = ({ luma }: FaceView) => ({ data: Float32Array.from(luma), size: alignedSize });
  const comparison = new ReliefReference(image(first)).compare(image(now));
  if (comparison === null) return null;
  const before = marks.map((mark) => transform(first.toImage, mark));
  const after = marks.map((mark) => transform(now.toImage, comparison.follow(mark)));
  const farthest = Math.max(...before.map((point, i) => distance(point, after[i]!)));
  return { relief: comparison.relief, travel: farthest / distance(before[0]!, before[1]!) };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
