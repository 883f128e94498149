import { describe, expect, test } from 'vitest';
import type { Point } from '../src/geometry/box.ts';
import { reachOf } from '../src/liveness/challenge/movement.ts';
import { stanceOf } from '../src/liveness/challenge/stance.ts';
import type { Keypoints } from '../src/types.ts';
import { faceOf } from './made-up-sightings.ts';
import { head, uniform } from './synthetic.ts';

/** A photograph of a head, in eye distances from the middle of the eyes. */
const photograph = (pose: { yaw?: number; pitch?: number } = {}) => head(pose, { x: 0, y: 0 }, 1);

function moved(keypoints: Keypoints, map: (point: Point) => Point): Keypoints {
  return Object.fromEntries(
    Object.entries(keypoints).map(([name, point]) => [name, map(point)]),
  ) as unknown as Keypoints;
}

const stance = (keypoints: Keypoints) => stanceOf(faceOf({ keypoints }, 0), 0);

/** The largest share of any movement of the head that a changed photograph shows. */
function reach(before: Keypoints, after: Keypoints): number {
  const { 'turn-left': left, 'turn-right': right, nod } = reachOf(stance(after), stance(before));
  return Math.max(left, right, nod);
}

describe('a flat photograph', () => {
  test('that is tilted, squeezed, sheared, turned and shifted as seen from afar shows no movement at all', () => {
    const random = uniform(3, -1, 1);
    for (let i = 0; i < 200; i++) {
      const [a, b, d, e] = [1 + 0.6 * random(), 0.5 * random(), 0.5 * random(), 1 + 0.6 * random()];
      const [c, f] = [9 * random(), 9 * random()];
      const before = photograph({ yaw: 15 * random(), pitch: 15 * random() });
      const after = moved(before, ({ x, y }) => ({
        x: 300 + 60 * (a * x + b * y + c),
        y: 200 + 60 * (d * x + e * y + f),
      }));
      expect(reach(before, after)).toBeLessThan(1e-6);
    }
  });

  /** Tilted about an upright and a level axis, and seen from so many eye distances. */
  const tilted = (keypoints: Keypoints, about: { upright: number; level: number }, distance: number) => {
    const [upright, level] = [about.upright, about.level].map((degrees) => (degrees * Math.PI) / 180) as [
      number,
      number,
    ];
    return moved(keypoints, ({ x, y }) => {
      const depth = distance + x * Math.sin(upright) + y * Math.sin(level);
      return { x: (300 * x * Math.cos(upright)) / depth, y: (300 * y * Math.cos(level)) / depth };
    });
  };

  // Nearer than this a life-sized face is too close for the camera.
  test.each([
    [60, 10, 0.4],
    [60, 5, 0.8],
  ])('tilted by %i° at %i eye distances shows less than %s of any movement', (degrees, distance, most) => {
    for (const upright of [-degrees, 0, degrees]) {
      for (const level of [-degrees, 0, degrees]) {
        for (const pose of [{}, { yaw: 10 }, { yaw: -10, pitch: 12 }]) {
          const photo = photograph(pose);
          const [before, after] = [
            tilted(photo, { upright: 0, level: 0 }, distance),
            tilted(photo, { upright, level }, distance),
          ];
          expect(reach(before, after)).toBeLessThan(most);
        }
      }
    }
  });

  test('that is bent as round as a head and turned shows less than half a turn: its eyes and mouth bend alike', () => {
    /** On a cylinder of 0.8 eye distances, about 5 cm, turned by so many degrees about its axis; from afar. */
    const bent = (degrees: number) => {
      const angle = (degrees * Math.PI) / 180;
      return moved(photograph(), ({ x, y }) => ({ x: 60 * 0.8 * Math.sin(x / 0.8 + angle), y: 60 * y }));
    };
    expect(reach(bent(0), bent(40))).toBeLessThan(0.5);
    expect(reach(bent(0), bent(40))).toBeGreaterThan(0.4);
  });
});

test('a head that turns and nods shows it', () => {
  const baseline = stance(photograph({ yaw: 4, pitch: -6 }));
  expect(reachOf(stance(photograph({ yaw: 22, pitch: -6 })), baseline)['turn-left']).toBeCloseTo(1, 1);
  expect(reachOf(stance(photograph({ yaw: -14, pitch: -6 })), baseline)['turn-right']).toBeCloseTo(1, 1);
  expect(reachOf(stance(photograph({ yaw: 4, pitch: 4 })), baseline).nod).toBeCloseTo(1, 1);
});
