import type { Affine } from './affine.ts';
import type { Point } from './box.ts';

/**
 * The similarity transform (rotation, uniform scale, shift; no reflection) that takes `from` nearest to `to` in the
 * least-squares sense: S. Umeyama, "Least-squares estimation of transformation parameters between two point patterns",
 * IEEE TPAMI 13(4), 1991, which in the plane has this closed form.
 *
 * @param from at least two points, not all the same
 * @param to as many points
 * @throws RangeError where no such transform exists
 */
export function similarityTransform(from: readonly Point[], to: readonly Point[]): Affine {
  if (from.length !== to.length || from.length < 2) throw new RangeError('two lists of two or more points are needed');
  const fromMean = mean(from);
  const toMean = mean(to);
  let spread = 0;
  let cosine = 0;
  let sine = 0;
  for (const [i, point] of from.entries()) {
    const target = to[i]!;
    const [x, y] = [point.x - fromMean.x, point.y - fromMean.y];
    const [u, v] = [target.x - toMean.x, target.y - toMean.y];
    spread += x * x + y * y;
    cosine += x * u + y * v;
    sine += x * v - y * u;
  }
  const a = cosine / spread;
  const d = sine / spread;
  // Points within a thousandth of a pixel have no direction: what is left of them is rounding.
  const hasDirection = spread > 1e-6 && Number.isFinite(a) && Number.isFinite(d) && (a !== 0 || d !== 0);
  if (!hasDirection) throw new RangeError('the points are degenerate');
  return {
    a,
    b: -d,
    c: toMean.x - a * fromMean.x + d * fromMean.y,
    d,
    e: a,
    f: toMean.y - d * fromMean.x - a * fromMean.y,
  };
}

function mean(points: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point.x / points.length;
    y += point.y / points.length;
  }
  return { x, y };
}
