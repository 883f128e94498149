import { describe, expect, test } from 'vitest';
import type { Affine } from '../src/geometry/affine.ts';
import type { Point } from '../src/geometry/box.ts';
import { similarityTransform } from '../src/geometry/similarity-transform.ts';
import { apply, difference, scattered, similarity, uniform } from './synthetic.ts';

function residual(map: Affine, from: Point[], to: Point[]): number {
  return from.reduce((sum, point, i) => {
    const { x, y } = apply(map, point);
    return sum + (x - to[i]!.x) ** 2 + (y - to[i]!.y) ** 2;
  }, 0);
}

/** The map `x' = p·x - q·y + r, y' = q·x + p·y + s`. */
function mapOf([p, q, r, s]: readonly number[]): Affine {
  return { a: p!, b: -q!, c: r!, d: q!, e: p!, f: s! };
}

/** Least squares another way: each point gives two rows that are linear in p, q, r and s; the normal equations solve them. */
function byNormalEquations(from: Point[], to: Point[]): Affine {
  const rows = from.flatMap(({ x, y }, i) => [
    [x, -y, 1, 0, to[i]!.x],
    [y, x, 0, 1, to[i]!.y],
  ]);
  const normal = [0, 1, 2, 3].map((i) =>
    [0, 1, 2, 3, 4].map((j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
  return mapOf(solve(normal));
}

/** Gaussian elimination with pivoting on an augmented matrix. */
function solve(matrix: number[][]): number[] {
  for (let column = 0; column < matrix.length; column++) {
    const below = matrix.slice(column).sort((a, b) => Math.abs(b[column]!) - Math.abs(a[column]!));
    matrix.splice(column, below.length, ...below);
    const pivot = matrix[column]!.map((value) => value / matrix[column]![column]!);
    matrix.forEach((row, i) => {
      const factor = row[column]!;
      matrix[i] = i === column ? pivot : row.map((value, j) => value - factor * pivot[j]!);
    });
  }
  return matrix.map((row) => row.at(-1)!);
}

/** Points, and where a known transform with noise takes them. */
function noisyPair(seed: number, count = 4) {
  const noise = uniform(seed + 1000, -15, 15);
  const from = scattered(count, seed);
  const map = similarity(seed * 50, 0.3 + seed / 5, 40 - seed * 9, seed * 17);
  const to = from.map((point) => apply(map, point)).map(({ x, y }) => ({ x: x + noise(), y: y + noise() }));
  return { from, to };
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe('similarityTransform', () => {
  test.each([
    ['nothing', similarity(0, 1, 0, 0)],
    ['a shift', similarity(0, 1, 300, -20)],
    ['a quarter turn', similarity(90, 1, 0, 0)],
    ['a half turn', similarity(180, 1, 5, 5)],
    ['a great reduction', similarity(12, 0.01, 50, 60)],
    ['everything at once', similarity(-147, 3.7, -250, 1200)],
  ])('recovers %s', (_name, map) => {
    for (const count of [2, 4, 30]) {
      const from = scattered(count, count);
      const found = similarityTransform(
        from,
        from.map((point) => apply(map, point)),
      );
      expect(difference(found, map)).toBeLessThan(1e-9);
    }
  });

  test('turns as the screen does: a quarter turn takes right to down', () => {
    const found = similarityTransform(
      [
        { x: 0, y: 0 },
        { x: 1, y: 0 },
      ],
      [
        { x: 5, y: 5 },
        { x: 5, y: 7 },
      ],
    );
    expect(found).toEqual({ a: 0, b: -2, c: 5, d: 2, e: 0, f: 5 });
  });

  test.each(seeds)('agrees with the normal equations on noisy points (seed %i)', (seed) => {
    for (const count of [3, 4, 20]) {
      const { from, to } = noisyPair(seed, count);
      const found = similarityTransform(from, to);
      expect(residual(found, from, to)).toBeGreaterThan(1);
      expect(difference(found, byNormalEquations(from, to))).toBeLessThan(1e-9);
    }
  });

  test.each(seeds)('leaves no better transform nearby (seed %i)', (seed) => {
    const { from, to } = noisyPair(seed);
    const found = similarityTransform(from, to);
    const least = residual(found, from, to);
    const parameters = [found.a, found.d, found.c, found.f];
    for (const i of parameters.keys()) {
      for (const step of [-1e-3, 1e-3]) {
        const moved = parameters.with(i, parameters[i]! + step);
        expect(residual(mapOf(moved), from, to)).toBeGreaterThan(least);
      }
    }
  });

  test('never reflects: mirrored points get the best rotation', () => {
    const from = scattered(4, 5);
    const to = from.map(({ x, y }) => ({ x: -x, y }));
    const found = similarityTransform(from, to);
    expect(found.a * found.e - found.b * found.d).toBeGreaterThan(0);
    expect([found.e, found.b]).toEqual([found.a, -found.d]);
    expect(difference(found, byNormalEquations(from, to))).toBeLessThan(1e-9);
    expect(residual(found, from, to)).toBeGreaterThan(1000);
  });

  const here = { x: 7, y: -3 };
  const corners = [
    { x: -1, y: -1 },
    { x: 1, y: -1 },
    { x: 1, y: 1 },
    { x: -1, y: 1 },
  ];
  test.each([
    ['no points', [], []],
    ['one point', [here], [here]],
    ['lists of unequal length', corners, corners.slice(1)],
    ['points that are all the same', [here, here, here, here], corners],
    ['three points that are one, but for rounding', Array(3).fill({ x: 957.88, y: 953.25 }), corners.slice(1)],
    ['targets that are all the same', corners, [here, here, here, here]],
    ['a mirrored square, which every rotation fits as badly', corners, corners.map(({ x, y }) => ({ x: -x, y }))],
    ['a coordinate that is not a number', [{ x: Number.NaN, y: 0 }, ...corners.slice(1)], corners],
    ['a coordinate without end', corners, [{ x: Infinity, y: 0 }, ...corners.slice(1)]],
  ])('refuses %s', (_name, from, to) => {
    expect(() => similarityTransform(from, to)).toThrow(RangeError);
  });
});
