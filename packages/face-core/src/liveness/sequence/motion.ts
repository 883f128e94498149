import { alignedSize, alignedToImage } from '../../alignment/arcface-template.ts';
import { type Affine, transform } from '../../geometry/affine.ts';
import type { Point } from '../../geometry/box.ts';
import type { Face } from '../../types.ts';
import { ReliefReference, reachedRegion } from './relief.ts';
import type { Sighting } from './sighting.ts';

/**
 * From here up, what is left of a face's motion is relief, in eye distances. Of ten photographs, those that were shaken left at
 * most 0.003, tilted by 22° 0.004, by 38° 0.010; the same with a head's depth, turned by 5°, 0.011 and more. Real prints
 * that were moved left at most 0.005, and a real person 0.022 and more, but 0.008 between shots a second apart.
 */
export const leastRelief = 0.01;
/** So many frames must show the relief: one may be a mistake. */
const reliefFrames = 3;
/**
 * A head gets from one pose to another by way of those between. Where a gap parts the reliefs that is wider than this share of them,
 * it was a cut, from one photograph of the person to another.
 */
const widestGap = 0.5;
/** A face that got no farther than this from where it was first did not move, in eye distances. */
const leastTravel = 0.02;

/** Two points of the close-up that the face's travel is measured by. */
const marks: readonly Point[] = [
  { x: 38, y: 52 },
  { x: 74, y: 52 },
];

/** How a face moves over several frames, and whether as a head does or as a picture. */
export class Motion {
  #first: { relief: ReliefReference; toImage: Affine } | null = null;
  readonly #reliefs: number[] = [];
  #travel = 0;

  /** Takes the next view of the face in. One that is cut off by the frame's edge is not taken: false. */
  add({ keypoints }: Face, { closeUp, width, height }: Pick<Sighting, 'closeUp' | 'width' | 'height'>): boolean {
    const toImage = alignedToImage(keypoints);
    if (closeUp === null || toImage === null || !isWithin(toImage, width, height)) return false;
    const image = { data: Float32Array.from(closeUp), size: alignedSize };
    if (this.#first === null) this.#first = { relief: new ReliefReference(image), toImage };
    else this.#compare(this.#first.relief.compare(image), this.#first.toImage, toImage);
    return true;
  }

  /** The relief that three frames show at least, in eye distances; 0 before there are three. */
  get relief(): number {
    return withoutCuts(this.#reliefs).at(-reliefFrames) ?? 0;
  }

  /** How far the face got from where it was first, in the eye distances that it had there. */
  get travel(): number {
    return this.#travel;
  }

  /** Whether a head moved, or a mouth or eyes in it. */
  get hasRelief(): boolean {
    return this.relief >= leastRelief;
  }

  /** Whether something moved that shows no relief. */
  get isFlat(): boolean {
    return !this.hasRelief && this.#travel >= leastTravel;
  }

  #compare(views: ReturnType<ReliefReference['compare']>, first: Affine, toImage: Affine): void {
    if (views === null) return;
    this.#reliefs.push(views.relief);
    const before = marks.map((mark) => transform(first, mark));
    const after = marks.map((mark) => transform(toImage, views.follow(mark)));
    const [right, left] = before as [Point, Point];
    const farthest = Math.max(...before.map((point, i) => distance(point, after[i]!)));
    this.#travel = Math.max(this.#travel, farthest / distance(right, left));
  }
}

/** In ascending order, up to the last that is reached from 0 without a cut. */
function withoutCuts(reliefs: readonly number[]): number[] {
  const ascending = [...reliefs].sort((a, b) => a - b);
  let widest = 0;
  let count = 0;
  for (const [i, relief] of ascending.entries()) {
    widest = Math.max(widest, relief - (ascending[i - 1] ?? 0));
    if (widest <= widestGap * relief) count = i + 1;
  }
  return ascending.slice(0, count);
}

function isWithin(toImage: Affine, frameWidth: number, frameHeight: number): boolean {
  const { x, y, width, height } = reachedRegion;
  const corners = [
    { x, y },
    { x: x + width, y },
    { x, y: y + height },
    { x: x + width, y: y + height },
  ].map((corner) => transform(toImage, corner));
  return corners.every(
    (point) => point.x >= 0 && point.y >= 0 && point.x <= frameWidth - 1 && point.y <= frameHeight - 1,
  );
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
