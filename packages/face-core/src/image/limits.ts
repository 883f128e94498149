import { FaceError } from '../errors.ts';

/** The largest file that is decoded, in bytes, and the largest image, in pixels: what a browser decodes without harm. */
export const maximumBytes = 50_000_000;
const maximumPixels = 64_000_000;

/** Throws `image-too-large` for an image of more pixels than are worked on. */
export function checkPixels({ width, height }: { width: number; height: number }): void {
  if (width * height <= maximumPixels) return;
  throw new FaceError(
    'image-too-large',
    `The image has more than ${maximumPixels / 1e6} megapixels: choose a smaller one.`,
    {
      width,
      height,
      maximumPixels,
    },
  );
}
