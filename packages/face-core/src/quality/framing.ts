import type { Affine } from '../geometry/affine.ts';
import type { Box } from '../geometry/box.ts';

/**
 * What a face is recognised by, in pixels of the aligned crop: brows to chin. Not the detector's box, which it moves back
 * inside the frame when the face is cut off.
 */
const faceRegion: Box = { x: 14, y: 22, width: 84, height: 84 };

interface Size {
  width: number;
  height: number;
}

/** The share of the face that lies within the frame, 0–1. */
export function shareWithin(frame: Size, toImage: Affine): number {
  const isWithin = insideOf(frame, toImage, 0);
  const { x: left, y: top, width, height } = faceRegion;
  let count = 0;
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) if (isWithin(x, y)) count++;
  }
  return count / (width * height);
}

/** Tells of pixels of the aligned crop whether they, and all within `margin` pixels of them, lie in the frame. */
export function insideOf({ width, height }: Size, { a, b, c, d, e, f }: Affine, margin: number) {
  // A similarity transform scales alike in all directions; the centre of an image's first pixel is 0.
  const least = margin * Math.hypot(a, d) - 0.5;
  return (x: number, y: number): boolean => {
    const u = a * x + b * y + c;
    const v = d * x + e * y + f;
    return u >= least && v >= least && u <= width - 1 - least && v <= height - 1 - least;
  };
}
