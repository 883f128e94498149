/** A point in pixels. */
export interface Point {
  x: number;
  y: number;
}

/** An upright rectangle in pixels; (x, y) is its top-left corner. It may stick out of the image. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The area that two boxes share, in square pixels. */
export function overlapArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** Intersection over union, 0–1. */
export function iou(a: Box, b: Box): number {
  const shared = overlapArea(a, b);
  const total = a.width * a.height + b.width * b.height - shared;
  return total > 0 ? shared / total : 0;
}

/** Intersection over the smaller of the two areas, 0–1: 1 where one box lies within the other. */
export function containment(a: Box, b: Box): number {
  const smaller = Math.min(a.width * a.height, b.width * b.height);
  return smaller > 0 ? overlapArea(a, b) / smaller : 0;
}
