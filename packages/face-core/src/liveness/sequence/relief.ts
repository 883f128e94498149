import { alignedSize } from '../../alignment/arcface-template.ts';
import type { Box, Point } from '../../geometry/box.ts';
import { composed, fitHomography, type Homography, narrowing, project } from '../../geometry/homography.ts';
import { findWindow, halved, type LumaImage, sampled, smoothed, type Window, windowAt } from './flow.ts';

/** In the close-up: the distance between the eyes, and the middle of the face. */
const eyeDistance = 35.2;
const middle: Point = { x: 56, y: 64 };
/** Windows lie every so many pixels over the face, and this far to each side. */
const spacing = 8;
const [coarseReach, fineReach] = [4, 6];
/** Fewer windows than this say nothing. */
const leastWindows = 24;
/** A plane is found when the last round moved it by no more than this, in pixels. */
const settled = 1;
const mostRounds = 8;
/**
 * A plane that is tilted farther than by about 45° is drawn too narrow for what its windows show to be found again truly: what
 * is left of its motion would look like relief.
 */
const narrowest = 0.7;

const places: Point[] = [];
for (let y = 20; y < 106; y += spacing) for (let x = 19; x < 96; x += spacing) places.push({ x, y });

/** Two views of one face. */
export interface Comparison {
  /**
   * The median distance of the face's parts from where a plane would have them, in eye distances of the aligned face: what is
   * left of their motion when the motion of a plane is taken out.
   */
  relief: number;
  /** Where the plane takes a point of the first close-up, in pixels of the other. */
  follow(point: Point): Point;
}

/** What the windows reach of a close-up: all of it must lie in the frame, whose edge moves as no face does. */
export const reachedRegion: Box = { x: 12, y: 13, width: 88, height: 94 };

/**
 * Tells how far a face's relief shows between two views of it. Whatever a flat picture does before the camera, shifted, turned, tilted, nearer or farther, is a
 * homography, and leaves noise; a head that turns moves its nose against its cheeks, and one that speaks or blinks its
 * mouth or eyes.
 *
 * The first fit is coarse. By it the other view is laid over this one, so that the windows of the next need not be found
 * turned or squeezed: that error would look like relief. So this goes on until the plane stays where it is.
 */
export class ReliefReference {
  readonly #coarse: Window[];
  readonly #fine: Window[];

  /** @param closeUp the face's aligned crop in luma, 112×112 */
  constructor(closeUp: LumaImage) {
    const fine = smoothed(closeUp);
    const coarse = halved(fine);
    const found = (image: LumaImage, reach: number, scale: number) =>
      places
        .map(({ x, y }) => windowAt(image, { x: (x + 0.5) * scale - 0.5, y: (y + 0.5) * scale - 0.5 }, reach))
        .filter((window) => window !== null);
    this.#coarse = found(coarse, coarseReach, 0.5);
    this.#fine = found(fine, fineReach, 1);
  }

  /**
   * What moved from this view to another; null where that cannot be told: too little of the face is found again, no plane
   * settles, or the one that does is tilted too far.
   */
  compare(closeUp: LumaImage): Comparison | null {
    let plane = planeOf(matched(this.#coarse, halved(smoothed(closeUp)), 0.5));
    for (let round = 0; plane && round < mostRounds; round++) {
      const matches = matched(this.#fine, smoothed(laidOver(closeUp, plane)), 1);
      const rest = planeOf(matches);
      if (!matches || !rest) return null;
      plane = composed(plane, rest);
      if (!(reachOf(rest) <= settled)) continue;
      const whole = plane;
      if (!(narrowing(whole) >= narrowest)) return null;
      return { relief: reliefOf(matches, rest), follow: (point) => pixel(project(whole, normal(point))) };
    }
    return null;
  }
}

const normal = ({ x, y }: Point): Point => ({ x: (x - middle.x) / eyeDistance, y: (y - middle.y) / eyeDistance });
const pixel = ({ x, y }: Point): Point => ({ x: x * eyeDistance + middle.x, y: y * eyeDistance + middle.y });

/** Places before and after, in eye distances from the middle of the face. */
interface Matches {
  from: Point[];
  to: Point[];
}

/** The windows that are found again; null for too few. */
function matched(windows: readonly Window[], image: LumaImage, scale: number): Matches | null {
  const whole = ({ x, y }: Point): Point => ({ x: (x + 0.5) / scale - 0.5, y: (y + 0.5) / scale - 0.5 });
  const [from, to]: [Point[], Point[]] = [[], []];
  for (const window of windows) {
    const place = findWindow(window, image);
    if (place === null) continue;
    from.push(normal(whole(window)));
    to.push(normal(whole(place)));
  }
  return from.length >= leastWindows ? { from, to } : null;
}

const planeOf = (matches: Matches | null): Homography | null => matches && fitHomography(matches.from, matches.to);

/** How far a map moves any part of the face, in pixels. */
function reachOf(map: Homography): number {
  return Math.max(...places.map((place) => distance(pixel(project(map, normal(place))), place)));
}

/** The median distance from where the map has the places, in eye distances. */
function reliefOf({ from, to }: Matches, map: Homography): number {
  const distances = from.map((point, i) => distance(project(map, point), to[i]!));
  return distances.sort((a, b) => a - b)[distances.length >> 1]!;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The picture as it would lie if the plane had not moved; its edges are drawn out. */
function laidOver(image: LumaImage, plane: Homography): LumaImage {
  const data = new Float32Array(alignedSize * alignedSize);
  const within = (place: number) => Math.min(alignedSize - 1.001, Math.max(0, place));
  for (let y = 0; y < alignedSize; y++) {
    for (let x = 0; x < alignedSize; x++) {
      const place = pixel(project(plane, normal({ x, y })));
      data[y * alignedSize + x] = sampled(image, within(place.x), within(place.y));
    }
  }
  return { data, size: alignedSize };
}
