/**
 * A plane affine map: `x' = a·x + b·y + c`, `y' = d·x + e·y + f`. Coordinates are in pixels, and the centre of the
 * top-left pixel is (0, 0), as in OpenCV's `warpAffine`.
 */
export interface Affine {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
}

/** The map that undoes `map`. Throws a RangeError for a map that flattens the plane. */
export function invert({ a, b, c, d, e, f }: Affine): Affine {
  const determinant = a * e - b * d;
  if (!(Math.abs(determinant) > 1e-12)) throw new RangeError('a flat map cannot be inverted');
  const [ia, ib, id, ie] = [e / determinant, -b / determinant, -d / determinant, a / determinant];
  return { a: ia, b: ib, c: -(ia * c + ib * f), d: id, e: ie, f: -(id * c + ie * f) };
}
