import type { Affine } from './affine.ts';
import type { Point } from './box.ts';

/** A map of one plane to another as a camera sees it: `x' = (a·x + b·y + c) / (g·x + h·y + 1)`, `y' = (d·x + e·y + f) / …`. */
export interface Homography extends Affine {
  g: number;
  h: number;
}

/** Steps of Gauss-Newton: maps that are near to the identity are exact to rounding after four. */
const steps = 5;

/**
 * The homography that takes `from` nearest to `to` in the least-squares sense, for maps near to the identity: Gauss-Newton on
 * the distances themselves (R. Hartley and A. Zisserman, Multiple View Geometry, 2nd edition, section 4.2).
 *
 * @param from at least four points, about the origin and of the size of 1, so that the equations are well conditioned
 * @returns null for points that determine none: too few, or on a line
 */
export function fitHomography(from: readonly Point[], to: readonly Point[]): Homography | null {
  let map: Homography = { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0, g: 0, h: 0 };
  for (let step = 0; step < steps; step++) {
    const change = solve(normalEquations(map, from, to));
    if (change === null) return null;
    const [a, b, c, d, e, f, g, h] = change as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    map = {
      a: map.a + a,
      b: map.b + b,
      c: map.c + c,
      d: map.d + d,
      e: map.e + e,
      f: map.f + f,
      g: map.g + g,
      h: map.h + h,
    };
  }
  return map;
}

/** Where the map takes a point. */
export function project({ a, b, c, d, e, f, g, h }: Homography, { x, y }: Point): Point {
  const w = g * x + h * y + 1;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/** The map that does `inner` first, then `outer`. */
export function composed(outer: Homography, inner: Homography): Homography {
  const { a, b, c, d, e, f, g, h } = inner;
  const scale = outer.g * c + outer.h * f + 1;
  return {
    a: (outer.a * a + outer.b * d + outer.c * g) / scale,
    b: (outer.a * b + outer.b * e + outer.c * h) / scale,
    c: (outer.a * c + outer.b * f + outer.c) / scale,
    d: (outer.d * a + outer.e * d + outer.f * g) / scale,
    e: (outer.d * b + outer.e * e + outer.f * h) / scale,
    f: (outer.d * c + outer.e * f + outer.f) / scale,
    g: (outer.g * a + outer.h * d + g) / scale,
    h: (outer.g * b + outer.h * e + h) / scale,
  };
}

/**
 * How much narrower than long the map draws what is round about the origin, 0–1: the cosine of the angle by which a plane is
 * tilted that was seen from the front.
 */
export function narrowing({ a, b, c, d, e, f, g, h }: Homography): number {
  const [xx, xy, yx, yy] = [a - c * g, b - c * h, d - f * g, e - f * h];
  // The singular values are half the sum and half the difference of these.
  const sum = Math.hypot(xx + yy, yx - xy);
  const difference = Math.hypot(xx - yy, yx + xy);
  return Math.abs(sum - difference) / (sum + difference);
}

/** Eight rows of nine: the squared Jacobian, and beside it what is left of the distances. */
function normalEquations(map: Homography, from: readonly Point[], to: readonly Point[]): Float64Array[] {
  const rows = Array.from({ length: 8 }, () => new Float64Array(9));
  const add = (derivatives: readonly number[], rest: number) => {
    for (let i = 0; i < 8; i++) {
      if (derivatives[i] === 0) continue;
      for (let j = 0; j < 8; j++) rows[i]![j]! += derivatives[i]! * derivatives[j]!;
      rows[i]![8]! += derivatives[i]! * rest;
    }
  };
  for (const [i, { x, y }] of from.entries()) {
    const w = map.g * x + map.h * y + 1;
    const { x: u, y: v } = project(map, { x, y });
    const [p, q, r] = [x / w, y / w, 1 / w];
    add([p, q, r, 0, 0, 0, -u * p, -u * q], to[i]!.x - u);
    add([0, 0, 0, p, q, r, -v * p, -v * q], to[i]!.y - v);
  }
  return rows;
}

/** Gauss-Jordan elimination with row pivots; null for a singular system. */
function solve(rows: Float64Array[]): number[] | null {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let best = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[best]![column]!)) best = row;
    }
    [rows[column], rows[best]] = [rows[best]!, rows[column]!];
    const pivot = rows[column]!;
    if (!(Math.abs(pivot[column]!) > 1e-9)) return null;
    for (const row of rows) {
      if (row === pivot) continue;
      const share = row[column]! / pivot[column]!;
      for (let i = column; i <= size; i++) row[i]! -= share * pivot[i]!;
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
}
