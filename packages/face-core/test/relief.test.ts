import { describe, expect, test } from 'vitest';
import { composed, fitHomography, type Homography, narrowing, project } from '../src/geometry/homography.ts';
import { leastRelief } from '../src/liveness/sequence/motion.ts';
import { ReliefReference } from '../src/liveness/sequence/relief.ts';
import type { Warp } from './head-motion.ts';
import { closeUp, tilted, turned } from './sightings.ts';
import { scattered } from './synthetic.ts';

describe('fitHomography', () => {
  const from = scattered(12, 3).map(({ x, y }) => ({ x: x / 100, y: y / 100 }));

  test('finds a homography again', () => {
    const map = { a: 1.1, b: 0.08, c: -0.2, d: -0.1, e: 0.95, f: 0.15, g: 0.12, h: -0.07 };
    const found = fitHomography(
      from,
      from.map((point) => project(map, point)),
    )!;
    for (const [key, value] of Object.entries(map)) expect(found[key as keyof typeof map]).toBeCloseTo(value, 9);
  });

  test('has none for too few points, or points on a line', () => {
    const three = from.slice(0, 3);
    expect(fitHomography(three, three)).toBeNull();
    const line = from.map(({ x }) => ({ x, y: 2 * x }));
    expect(fitHomography(line, line)).toBeNull();
  });
});

describe('homographies', () => {
  const map: Homography = { a: 1.1, b: 0.08, c: -0.2, d: -0.1, e: 0.95, f: 0.15, g: 0.12, h: -0.07 };
  const other: Homography = { a: 0.9, b: -0.3, c: 0.1, d: 0.2, e: 1.2, f: -0.4, g: -0.05, h: 0.1 };

  test('composed do one after the other', () => {
    const both = composed(other, map);
    for (const point of [
      { x: 0, y: 0 },
      { x: 1.2, y: -0.7 },
    ]) {
      const [at, expected] = [project(both, point), project(other, project(map, point))];
      expect(at.x).toBeCloseTo(expected.x, 12);
      expect(at.y).toBeCloseTo(expected.y, 12);
    }
  });

  test('narrow a plane by the cosine of its tilt, however it is turned, moved or enlarged', () => {
    const [angle, lean] = [0.7, 0.4];
    const [cos, sin] = [3 * Math.cos(lean), 3 * Math.sin(lean)];
    const squeezed = Math.cos(angle);
    const tilt: Homography = { a: cos * squeezed, b: -sin, c: 0.8, d: sin * squeezed, e: cos, f: -0.5, g: 0, h: 0 };
    expect(narrowing(tilt)).toBeCloseTo(squeezed, 12);
    expect(narrowing({ ...tilt, a: cos / squeezed, d: sin / squeezed })).toBeCloseTo(squeezed, 12);
    // A plane through (0, 0, 1), tilted about the upright axis, before a camera in the origin.
    const seen = { a: squeezed, b: 0, c: 0, d: 0, e: 1, f: 0, g: Math.sin(angle), h: 0 };
    expect(narrowing(seen)).toBeCloseTo(squeezed, 12);
    expect(narrowing(composed(map, { ...map, c: 0, f: 0 }))).toBeLessThan(1);
  });
});

describe('relief', () => {
  const image = (luma: Uint8Array) => ({ data: Float32Array.from(luma), size: 112 });
  const reference = new ReliefReference(image(closeUp()));
  const reliefOf = (warp: Warp) => reference.compare(image(closeUp(warp)))?.relief;

  test('nothing moves: there is none', () => {
    expect(reliefOf((x, y) => [x, y])).toBeLessThan(0.001);
  });

  test.each<[string, Warp]>([
    ['shifted', (x, y) => [x + 3, y - 2]],
    [
      'turned in its plane',
      (x, y) => [56 + 0.998 * (x - 56) - 0.06 * (y - 56), 56 + 0.06 * (x - 56) + 0.998 * (y - 56)],
    ],
    ['nearer', (x, y) => [56 + 0.94 * (x - 56), 56 + 0.94 * (y - 56)]],
    ['tilted sideways', tilted({ yaw: 20, pitch: 0 })],
    ['tilted backwards', tilted({ yaw: 0, pitch: 20 })],
    ['tilted both ways', tilted({ yaw: -18, pitch: 14 })],
  ])('a picture that is %s shows none', (_, warp) => {
    expect(reliefOf(warp)).toBeLessThan(0.5 * leastRelief);
  });

  test.each([
    { yaw: 38, pitch: 0 },
    { yaw: 0, pitch: -43 },
    { yaw: -30, pitch: 24 },
  ])('a picture that is tilted as far as $yaw° and $pitch° shows no more than noise', (turn) => {
    expect(reliefOf(tilted(turn))).toBeLessThan(0.2 * leastRelief);
  });

  test('a picture that was tilted at first shows none when it is tilted otherwise', () => {
    const begun = new ReliefReference(image(closeUp(tilted({ yaw: 0, pitch: -30 }))));
    expect(begun.compare(image(closeUp(tilted({ yaw: -30, pitch: 24 }))))?.relief).toBeLessThan(0.5 * leastRelief);
  });

  test.each([
    { yaw: 48, pitch: 0 },
    { yaw: -48, pitch: 0 },
    { yaw: 0, pitch: 48 },
    { yaw: 0, pitch: -48 },
  ])('a picture that is tilted by $yaw° and $pitch° is too narrow to tell by', (turn) => {
    expect(reference.compare(image(closeUp(tilted(turn))))).toBeNull();
  });

  test.each([
    { yaw: 6, pitch: 0 },
    { yaw: -6, pitch: 0 },
    { yaw: 0, pitch: 6 },
    { yaw: -5, pitch: -5 },
  ])('a head that turns by $yaw° and $pitch° shows it', (turn) => {
    expect(reliefOf(turned(turn))).toBeGreaterThan(leastRelief);
  });

  test('light that changes is no relief', () => {
    const dimmed = closeUp().map((luma) => 20 + 0.6 * luma);
    expect(reference.compare(image(dimmed))?.relief).toBeLessThan(0.002);
  });

  test('what is not found again says nothing', () => {
    expect(reference.compare(image(new Uint8Array(112 * 112)))).toBeNull();
    expect(reference.compare(image(closeUp((x, y) => [3 * y, 2 * x])))).toBeNull();
    expect(new ReliefReference(image(new Uint8Array(112 * 112))).compare(image(closeUp()))).toBeNull();
  });
});
