import type { Affine } from '../geometry/affine.ts';
import type { Box } from '../geometry/box.ts';
import type { RgbaImage, RgbCrop } from './pixels.ts';

/**
 * Fills `crop` with what `image` shows under an affine map, sampled bilinearly. Pixels outside the image are black, as
 * ArcFace's training crops have them. Alpha is ignored.
 *
 * @param toImage takes a pixel of the crop to its place in the image
 * @param samples how many samples an axis are averaged for each pixel: 1 is OpenCV's `INTER_LINEAR`; a number near the
 *   reduction avoids aliasing
 */
export function warp(image: RgbaImage, toImage: Affine, crop: RgbCrop, samples = 1): void {
  const { data, width, height } = image;
  const { a, b, c, d, e, f } = toImage;
  const out = crop.data;
  const stride = width * 4;
  const share = 1 / (samples * samples);
  let o = 0;
  for (let y = 0; y < crop.size; y++) {
    for (let x = 0; x < crop.size; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = 0; j < samples; j++) {
        const v = y + (j + 0.5) / samples - 0.5;
        for (let i = 0; i < samples; i++) {
          const u = x + (i + 0.5) / samples - 0.5;
          const sx = a * u + b * v + c;
          const sy = d * u + e * v + f;
          const left = Math.floor(sx);
          const top = Math.floor(sy);
          if (left < -1 || top < -1 || left >= width || top >= height) continue;
          // A neighbour outside the image is black: it has no weight, and is read where there is something to read.
          const right = left + 1 < width ? sx - left : 0;
          const bottom = top + 1 < height ? sy - top : 0;
          const leftWeight = left >= 0 ? 1 - sx + left : 0;
          const topWeight = top >= 0 ? 1 - sy + top : 0;
          const p = Math.max(left, 0) * 4 + Math.max(top, 0) * stride;
          const q = left >= 0 && left + 1 < width ? p + 4 : p;
          const below = top >= 0 && top + 1 < height ? stride : 0;
          const w00 = leftWeight * topWeight;
          const w10 = right * topWeight;
          const w01 = leftWeight * bottom;
          const w11 = right * bottom;
          red += w00 * data[p]! + w10 * data[q]! + w01 * data[p + below]! + w11 * data[q + below]!;
          green += w00 * data[p + 1]! + w10 * data[q + 1]! + w01 * data[p + below + 1]! + w11 * data[q + below + 1]!;
          blue += w00 * data[p + 2]! + w10 * data[q + 2]! + w01 * data[p + below + 2]! + w11 * data[q + below + 2]!;
        }
      }
      out[o++] = red * share;
      out[o++] = green * share;
      out[o++] = blue * share;
    }
  }
}

/** The map from a crop of `size` × `size` pixels to a region of the image, with pixel edges meeting edges (`cv2.resize`). */
export function regionMap(region: Box, size: number): Affine {
  const scaleX = region.width / size;
  const scaleY = region.height / size;
  return {
    a: scaleX,
    b: 0,
    c: region.x + 0.5 * scaleX - 0.5,
    d: 0,
    e: scaleY,
    f: region.y + 0.5 * scaleY - 0.5,
  };
}

/** How many samples an axis average out what `toImage` reduces: its linear reduction, rounded, at most 8. */
export function antialiasingSamples({ a, b, d, e }: Affine): number {
  return Math.min(8, Math.max(1, Math.round(Math.sqrt(Math.abs(a * e - b * d)))));
}
