import type { Dimensions } from '../image/dimensions.ts';

/** Decoded pixels that a browser holds, until they are closed. */
export type Picture = VideoFrame | ImageBitmap;

/** Width and height as shown, in pixels. */
export function sizeOf(picture: Picture): Dimensions {
  if (picture instanceof ImageBitmap) return { width: picture.width, height: picture.height };
  return { width: picture.displayWidth, height: picture.displayHeight };
}

/** How many pixels of `full` one of `reduced` is across; either may be on its side. */
export function reductionOf(full: Dimensions, reduced: Dimensions): number {
  return Math.max(full.width, full.height) / Math.max(reduced.width, reduced.height);
}
