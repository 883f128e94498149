import manifest from 'models';
import { type Affine, transform } from '../geometry/affine.ts';
import type { Box, Point } from '../geometry/box.ts';
import { regionMap } from '../image/warp.ts';
import { bundled } from '../models/descriptor.ts';
import type { AlignedFace, AttributeModel, Viewer } from './viewer.ts';

/** Where the parts of a face are. The points are there even if the parts are not to be seen: `spread` tells. */
export interface Landmarks {
  /**
   * 68 points in the order of iBUG 300-W: 0–16 the jaw from the subject's right ear to their left, 17–26 the brows,
   * 27–35 the nose, 36–41 the right eye, 42–47 the left one, 48–67 the mouth. In pixels of the source as it is shown.
   */
  points: Point[];
  /**
   * How far the points move when the model is shown the face a little higher and lower: their mean, in eye distances.
   * It was over 0.015 in 1 of 84 bare faces, in 82 with a mask painted over nose and mouth, in 57 with a hand over the
   * mouth, in all with a hand over an eye, and in 15 with sunglasses, which `Eyes` tells. In a profile it may be as
   * large.
   */
  spread: number;
}

const count = 68;

/** A MobileNet that gives each point as shares of the crop's width and height. */
export const landmarks68: AttributeModel = {
  ...bundled(manifest.models['landmarks-68']),
  input: { size: 64, channels: 'gray', mean: [0], std: [255] },
  outputs: [{ length: 2 * count }],
};

/** From the brows to under the chin, in pixels of the aligned face, and how far down each look is moved. */
const region: Box = { x: 8, y: 28, width: 96, height: 96 };
const looks = [0, -4, 4];

/** The distance between the eyes of an aligned face in pixels (`arcface-template.ts`). */
const eyeDistance = 35.24;

/**
 * The landmarks, in pixels of the aligned face: the mean of several looks. Throws a RangeError where they are no
 * numbers.
 */
export async function findLandmarks(viewer: Viewer, face: AlignedFace): Promise<Landmarks> {
  const views: Point[][] = [];
  for (const down of looks) {
    const look = { ...region, y: region.y + down };
    const [shares] = (await viewer.look(face, look)) as [Float32Array];
    // The shares are of the crop's edges, as if it were one pixel.
    const toAligned = regionMap(look, 1);
    views.push(
      Array.from({ length: count }, (_, i) =>
        transform(toAligned, { x: shares[2 * i]! - 0.5, y: shares[2 * i + 1]! - 0.5 }),
      ),
    );
  }
  const points = Array.from({ length: count }, (_, i) => middleOf(views.map((view) => view[i]!)));
  const spreads = points.map((point, i) =>
    deviation(
      views.map((view) => view[i]!),
      point,
    ),
  );
  const spread = spreads.reduce((sum, value) => sum + value, 0) / count / eyeDistance;
  if (!Number.isFinite(spread)) throw new RangeError('the landmarks are no numbers');
  return { points, spread };
}

/** The same landmarks in pixels of the frame. */
export function inFrame({ points, spread }: Landmarks, toImage: Affine): Landmarks {
  return { points: points.map((point) => transform(toImage, point)), spread };
}

export function middleOf(points: readonly Point[]): Point {
  const sum = points.reduce((so, { x, y }) => ({ x: so.x + x, y: so.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** The root mean square distance of some points from their middle. */
function deviation(points: readonly Point[], middle: Point): number {
  const squares = points.map(({ x, y }) => (x - middle.x) ** 2 + (y - middle.y) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / points.length);
}
