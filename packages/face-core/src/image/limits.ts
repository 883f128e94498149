import { FaceError } from '../errors.ts';

/** The largest file that is decoded, in bytes, and the largest image that is worked on, in pixels once it is decoded. */
export const maximumBytes = 50_000_000;
const maximumPixels = 64_000_000;

/** The bitmap, if it has no more pixels than are worked on; else it is closed. Throws `image-too-large`. */
export function checkPixels(bitmap: ImageBitmap): ImageBitmap {
  const { width, height } = bitmap;
  if (width * height <= maximumPixels) return bitmap;
  bitmap.close();
  throw new FaceError(
    'image-too-large',
    `The image has more than ${maximumPixels / 1e6} megapixels: choose a smaller one.`,
    { width, height, maximumPixels },
  );
}
