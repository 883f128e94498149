import { expect, test } from 'vitest';
import { scaleFace } from '../src/geometry/scale-face.ts';

const keypoints = (factor: number) => ({
  rightEye: { x: 1 * factor, y: 2 * factor },
  leftEye: { x: 3 * factor, y: 4 * factor },
  noseTip: { x: 5 * factor, y: 6 * factor },
  mouthCenter: { x: 7 * factor, y: 8 * factor },
  rightEar: { x: 9 * factor, y: 10 * factor },
  leftEar: { x: 11 * factor, y: 12 * factor },
});

test('a face moves and grows with its image, and keeps what else is known of it', () => {
  const face = { box: { x: 1, y: -2, width: 3, height: 4 }, keypoints: keypoints(1), score: 0.9, digest: 'abc' };
  const scaled = { box: { x: 3, y: -6, width: 9, height: 12 }, keypoints: keypoints(3), score: 0.9, digest: 'abc' };
  expect(scaleFace(face, 3)).toEqual(scaled);
  expect(scaleFace(face, 1)).toBe(face);
});

test('its landmarks move with it; how far they spread is in eye distances', () => {
  const face = { box: { x: 0, y: 0, width: 9, height: 9 }, keypoints: keypoints(1), score: 0.9 };
  const landmarks = { points: [{ x: 2, y: 3 }], spread: 0.01 };
  expect(scaleFace({ ...face, landmarks }, 3).landmarks).toEqual({ points: [{ x: 6, y: 9 }], spread: 0.01 });
  expect(scaleFace({ ...face, landmarks: null }, 3).landmarks).toBeNull();
});
