import type { Landmarks } from '../attributes/landmarks.ts';
import type { Face, Keypoints } from '../types.ts';
import type { Point } from './box.ts';

/** The face as it lies in an image that is `scale` times as large. */
export function scaleFace<T extends Face & { landmarks?: Landmarks | null }>(face: T, scale: number): T {
  if (scale === 1) return face;
  const { x, y, width, height } = face.box;
  const box = { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
  const scaled = (point: Point) => ({ x: point.x * scale, y: point.y * scale });
  const points = Object.entries(face.keypoints).map(([name, point]: [string, Point]) => [name, scaled(point)]);
  const result = { ...face, box, keypoints: Object.fromEntries(points) as Keypoints };
  const { landmarks } = face;
  return landmarks ? { ...result, landmarks: { ...landmarks, points: landmarks.points.map(scaled) } } : result;
}
