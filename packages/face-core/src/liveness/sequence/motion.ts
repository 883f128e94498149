import { alignedToImage } from '../../alignment/arcface-template.ts';
import { type Affine, transform } from '../../geometry/affine.ts';
import type { Face } from '../../types.ts';
import { reachedRegion } from './relief.ts';
import type { Sighting } from './sighting.ts';
import type { FaceView } from './view.ts';

/**
 * From here up, what is left of a face's motion is relief, in eye distances. Of 15 photographs, those that were shaken or tilted
 * left at most 0.003, however far; the same with a head's depth, turned by 5°, 0.009 and more, by 10°, 0.017. Real prints
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

/** How a face moves over several frames, and whether as a head does or as a picture. */
export class Motion {
  #reference: FaceView | null = null;
  readonly #reliefs: number[] = [];
  #travel = 0;

  /** The first view: what the motion of each later one is measured from. */
  get reference(): FaceView | null {
    return this.#reference;
  }

  /** Takes the next view of the face in. One that is cut off by the frame's edge is not taken: false. */
  add({ keypoints }: Face, { view, motion, width, height }: Omit<Sighting, 'faces'>): boolean {
    const toImage = alignedToImage(keypoints);
    if (view === null || toImage === null || !isWithin(toImage, width, height)) return false;
    if (this.#reference === null) {
      this.#reference = view;
    } else if (motion !== null) {
      this.#reliefs.push(motion.relief);
      this.#travel = Math.max(this.#travel, motion.travel);
    }
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
