import { FaceError } from '../errors.ts';
import type { Dimensions } from './dimensions.ts';

/** How large an image may be. */
export interface ImageLimits {
  /** The largest file that is read, in bytes; 50,000,000 by default. */
  maximumBytes: number;
  /** The largest image that is worked on, in pixels of four bytes; 64,000,000 by default, at most 268,435,456. */
  maximumPixels: number;
  /**
   * What becomes of an image of more pixels: it is refused (`refuse`, the default), or worked on at a smaller size
   * (`scale`); boxes and keypoints are in pixels of the source all the same. No file is decoded beyond
   * `maximumPixels`: of the formats only JPEG can be decoded at a smaller size, in a browser with `ImageDecoder`;
   * other files are refused still.
   */
  tooLarge: 'refuse' | 'scale';
}

/**
 * Beyond this nothing is decoded, not even at a smaller size: a progressive JPEG's coefficients stay in memory in
 * full, at two bytes a pixel or more. It is 16,384 pixels squared, the area of Chromium's largest canvas; the largest
 * phone cameras have 200 million.
 */
const decodablePixels = 2 ** 28;

/**
 * The limits with their defaults.
 *
 * @throws TypeError for a limit that is none
 */
export function completeLimits(limits: Partial<ImageLimits> = {}): ImageLimits {
  const { maximumBytes = 50_000_000, maximumPixels = 64_000_000, tooLarge = 'refuse' } = limits;
  if (!(maximumBytes > 0)) throw new TypeError('limits.maximumBytes has to be more than 0');
  if (!(maximumPixels >= 1 && maximumPixels <= decodablePixels)) {
    throw new TypeError(`limits.maximumPixels has to be from 1 to ${decodablePixels}`);
  }
  if (tooLarge !== 'refuse' && tooLarge !== 'scale') throw new TypeError("limits.tooLarge is 'refuse' or 'scale'");
  return { maximumBytes, maximumPixels, tooLarge };
}

/** Throws a FaceError `image-too-large` for a file beyond the limit. */
export function checkBytes(bytes: number, { maximumBytes }: ImageLimits): void {
  if (bytes <= maximumBytes) return;
  const message = `The file has more than ${maximumBytes / 1e6} megabytes: choose a smaller one.`;
  throw new FaceError('image-too-large', message, { bytes, maximumBytes });
}

export function fits({ width, height }: Dimensions, { maximumPixels }: ImageLimits): boolean {
  return width * height <= maximumPixels;
}

/**
 * The size to work on an image at: its own, or the largest one of its shape within the limit.
 *
 * @throws FaceError `image-too-large`, or `bad-image` for an image without pixels
 */
export function workingSize({ width, height }: Dimensions, limits: ImageLimits): Dimensions {
  if (!(width >= 1 && height >= 1)) {
    throw new FaceError('bad-image', 'The image has no pixels.', { width, height });
  }
  if (fits({ width, height }, limits)) return { width, height };
  const pixels = width * height;
  if (limits.tooLarge === 'refuse' || pixels > decodablePixels) throw tooManyPixels({ width, height }, limits);
  const factor = Math.sqrt(limits.maximumPixels / pixels);
  return { width: Math.max(1, Math.floor(width * factor)), height: Math.max(1, Math.floor(height * factor)) };
}

export function tooManyPixels({ width, height }: Dimensions, { maximumPixels }: ImageLimits): FaceError {
  const message = `The image has more than ${maximumPixels / 1e6} megapixels: choose a smaller one.`;
  return new FaceError('image-too-large', message, { width, height, maximumPixels });
}
