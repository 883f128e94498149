import { expect, test } from 'vitest';
import { centroid, dimension, shot } from '../people.ts';
import { median } from '../statistics.ts';

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const people = Array.from({ length: 400 }, (_, i) => i * 2503);

test('are L2-normalised, and the same each time', () => {
  expect(centroid(7)).toHaveLength(dimension);
  expect(Math.hypot(...centroid(7))).toBeCloseTo(1, 5);
  expect(Math.hypot(...shot(7))).toBeCloseTo(1, 5);
  expect(centroid(7)).toEqual(centroid(7));
});

test("a shot is as near to its person's centroid as one of five shots that have a cosine of 0.70 to each other", () => {
  // The centroid of five others: 1 / √((1 + 0.65² / 5) · (1 + 0.65²)) = 0.81
  const genuine = people.map((person) => cosine(centroid(person), shot(person)));
  expect(median(genuine)).toBeCloseTo(0.81, 1);
  expect(Math.min(...genuine)).toBeGreaterThan(0.7);
});

test('two people have a cosine of about 0.015, give or take 0.05', () => {
  const impostor = people.flatMap((a, i) => people.slice(i + 1, i + 20).map((b) => cosine(centroid(a), shot(b))));
  const mean = impostor.reduce((sum, value) => sum + value, 0) / impostor.length;
  const deviation = Math.sqrt(impostor.reduce((sum, value) => sum + (value - mean) ** 2, 0) / impostor.length);
  expect(mean).toBeGreaterThan(0.005);
  expect(mean).toBeLessThan(0.025);
  expect(deviation).toBeGreaterThan(0.04);
  expect(deviation).toBeLessThan(0.06);
});
