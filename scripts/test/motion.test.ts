import { describe, expect, test } from 'vitest';
import { type Displacement, displaced, motionAt } from '../films/motion.ts';
import { seeded } from './seeded.ts';

/** The times of the frames of three seconds of film. */
const times = Array.from({ length: 90 }, (_, frame) => frame / 30);
const grid = [-1, -0.5, -0.1, 0, 0.3, 0.7, 1].flatMap((x) => [-1, -0.6, 0, 0.2, 1].map((y) => [x, y] as const));
const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
/** How far each point is moved. */
const moves = (displacement: Displacement) => grid.map(([x, y]) => distance(displacement(x, y), [x, y]));

describe('still', () => {
  test('moves nothing, ever', () => {
    for (const time of times) {
      const displacement = motionAt('still', time);
      for (const [x, y] of grid) expect(displacement(x, y)).toEqual([x, y]);
    }
  });
});

describe('shaken', () => {
  test('moves the frame as a whole: distances and orientation are kept', () => {
    for (const time of times) {
      const displacement = motionAt('shaken', time);
      for (const [i, a] of grid.entries()) {
        for (const b of grid.slice(i + 1)) {
          expect(distance(displacement(...a), displacement(...b))).toBeCloseTo(distance(a, b), 12);
        }
      }
      const [origin, right, below] = [displacement(0, 0), displacement(1, 0), displacement(0, 1)];
      const [u, v] = [
        [right[0] - origin[0], right[1] - origin[1]],
        [below[0] - origin[0], below[1] - origin[1]],
      ];
      expect(u[0]! * v[1]! - u[1]! * v[0]!).toBeCloseTo(1, 12); // a rotation, never a mirror
    }
  });

  test('differs from frame to frame, a little', () => {
    const centres = times.map((time) => motionAt('shaken', time)(0, 0));
    const corners = times.map((time) => motionAt('shaken', time)(1, 1));
    for (let i = 1; i < times.length; i++) {
      const step = Math.max(distance(centres[i]!, centres[i - 1]!), distance(corners[i]!, corners[i - 1]!));
      expect(step, `frame ${i}`).toBeGreaterThan(0.0005);
      expect(step, `frame ${i}`).toBeLessThan(0.03);
    }
  });

  test('stays near where it was', () => {
    // At most 0.02 each way, and 0.02 radians: a corner is √2 away from the middle.
    const largest = Math.max(...times.flatMap((time) => moves(motionAt('shaken', time))));
    expect(largest).toBeLessThan(0.02 * Math.SQRT2 + 0.02 * Math.SQRT2);
    expect(largest).toBeGreaterThan(0.015);
  });

  test('also turns', () => {
    const turns = times.map((time) => {
      const displacement = motionAt('shaken', time);
      return Math.atan2(displacement(1, 0)[1] - displacement(0, 0)[1], displacement(1, 0)[0] - displacement(0, 0)[0]);
    });
    expect(Math.max(...turns)).toBeGreaterThan(0.01);
    expect(Math.min(...turns)).toBeLessThan(-0.01);
  });
});

describe('warped', () => {
  const slow = Array.from({ length: 80 }, (_, i) => i / 10);

  test('moves the middle and leaves the edges', () => {
    const edge = grid.filter(([x, y]) => Math.abs(x) === 1 || Math.abs(y) === 1);
    const centres: number[] = [];
    for (const time of slow) {
      const displacement = motionAt('warped', time);
      centres.push(distance(displacement(0, 0), [0, 0]));
      for (const [x, y] of edge) {
        // On an edge the middle's pull is at most exp(-3): of (0.04 + 0.05, 0.026 + 0.05), that is (0.0045, 0.0038).
        const [u, v] = displacement(x, y);
        expect(Math.abs(u - x)).toBeLessThan(0.0045);
        expect(Math.abs(v - y)).toBeLessThan(0.0038);
      }
    }
    expect(Math.max(...centres)).toBeGreaterThan(0.02);
    expect(Math.max(...centres)).toBeLessThan(Math.hypot(0.04, 0.026));
  });

  test('is no rigid motion: the middle moves against the edge', () => {
    const apart = slow.map((time) => {
      const displacement = motionAt('warped', time);
      return distance(displacement(0, 0), displacement(1, 0));
    });
    expect(Math.max(...apart) - Math.min(...apart)).toBeGreaterThan(0.03);
  });

  test('is smooth: no point jumps between two frames', () => {
    for (let i = 1; i < times.length; i++) {
      const [previous, next] = [motionAt('warped', times[i - 1]!), motionAt('warped', times[i]!)];
      const steps = grid.map(([x, y]) => distance(previous(x, y), next(x, y)));
      expect(Math.max(...steps)).toBeLessThan(0.005);
      expect(distance(previous(0, 0), next(0, 0))).toBeGreaterThan(0);
    }
  });
});

test.each(['shaken', 'warped'] as const)(
  '%s shows no frame of a minute again: that would be a film that starts anew',
  (motion) => {
    const frames = Array.from({ length: 1800 }, (_, frame) => {
      const displacement = motionAt(motion, frame / 30);
      return [displacement(0, 0), displacement(0.5, 0)].flat();
    });
    const between = (a: number[], b: number[]) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
    let nearest = Infinity;
    for (const [i, a] of frames.entries())
      for (const b of frames.slice(0, i)) nearest = Math.min(nearest, between(a, b));
    expect(nearest).toBeGreaterThan(1e-5);
  },
);

describe('displaced', () => {
  const picture = (...rows: number[][]) => ({
    size: { width: rows[0]!.length, height: rows.length },
    // Each channel of its own: value, value + 1, value + 2.
    bytes: Uint8Array.from(rows.flat().flatMap((value) => [value, value + 1, value + 2])),
  });
  const { size, bytes } = picture([10, 60, 110, 160], [20, 70, 120, 170], [30, 80, 130, 180]);
  /** The distance between two pixels, in coordinates from -1 to 1. */
  const pixel = { x: 2 / (size.width - 1), y: 2 / (size.height - 1) };

  test('by nothing, is the same bytes', () => {
    expect(displaced(bytes, size, (x, y) => [x, y])).toEqual(bytes);
    const random = seeded(7);
    const large = { width: 64, height: 48 };
    const noise = Uint8Array.from({ length: large.width * large.height * 3 }, () => 64 + Math.floor(random() * 128));
    expect(displaced(noise, large, motionAt('still', 1.5))).toEqual(noise);
  });

  test('by a pixel, takes the neighbour and draws out the edge', () => {
    const right = picture([60, 110, 160, 160], [70, 120, 170, 170], [80, 130, 180, 180]).bytes;
    expect(displaced(bytes, size, (x, y) => [x + pixel.x, y])).toEqual(right);
    const above = picture([10, 60, 110, 160], [10, 60, 110, 160], [20, 70, 120, 170]).bytes;
    expect(displaced(bytes, size, (x, y) => [x, y - pixel.y])).toEqual(above);
  });

  test('by half a pixel, mixes two neighbours; by half both ways, four', () => {
    const half = displaced(bytes, size, (x, y) => [x + pixel.x / 2, y]);
    expect([...half.slice(0, 9)]).toEqual([35, 36, 37, 85, 86, 87, 135, 136, 137]);
    const both = displaced(bytes, size, (x, y) => [x + pixel.x / 2, y + pixel.y / 2]);
    expect([...both.slice(0, 3)]).toEqual([40, 41, 42]); // the mean of 10, 60, 20 and 70
  });

  test('by more than there is, draws out the corner', () => {
    const corner = displaced(bytes, size, () => [9, 9]);
    expect(corner).toEqual(picture([180, 180, 180, 180], [180, 180, 180, 180], [180, 180, 180, 180]).bytes);
    const first = displaced(bytes, size, () => [-9, -9]);
    expect(first).toEqual(picture([10, 10, 10, 10], [10, 10, 10, 10], [10, 10, 10, 10]).bytes);
  });

  test('leaves the picture itself alone', () => {
    const before = Uint8Array.from(bytes);
    displaced(bytes, size, motionAt('shaken', 0.5));
    expect(bytes).toEqual(before);
  });
});
