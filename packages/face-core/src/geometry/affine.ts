import type { Point } from './box.ts';

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

/** The map that does `inner` first, then `outer`. */
export function compose(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.b * inner.d,
    b: outer.a * inner.b + outer.b * inner.e,
    c: outer.a * inner.c + outer.b * inner.f + outer.c,
    d: outer.d * inner.a + outer.e * inner.d,
    e: outer.d * inner.b + outer.e * inner.e,
    f: outer.d * inner.c + outer.e * inner.f + outer.f,
  };
}

/** What `map` is to a crop of `size` pixels, to the crop's mirror image. */
export function mirrored({ a, b, c, d, e, f }: Affine, size: number): Affine {
  return { a: -a, b, c: c + a * (size - 1), d: -d, e, f: f + d * (size - 1) };
}

/** Where `map` takes a point. */
export function transform({ a, b, c, d, e, f }: Affine, { x, y }: Point): Point {
  return { x: a * x + b * y + c, y: d * x + e * y + f };
}
