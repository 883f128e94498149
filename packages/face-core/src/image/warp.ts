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
  const count = samples * samples;
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
          const wx = sx - left;
          const wy = sy - top;
          const topLeft = (top * width + left) * 4;
          const hasLeft = left >= 0;
          const hasRight = left + 1 < width;
          if (top >= 0) {
            if (hasLeft) {
              const weight = (1 - wx) * (1 - wy);
              red += weight * data[topLeft]!;
              green += weight * data[topLeft + 1]!;
              blue += weight * data[topLeft + 2]!;
            }
            if (hasRight) {
              const weight = wx * (1 - wy);
              red += weight * data[topLeft + 4]!;
              green += weight * data[topLeft + 5]!;
              blue += weight * data[topLeft + 6]!;
            }
          }
          if (top + 1 < height) {
            const bottomLeft = topLeft + width * 4;
            if (hasLeft) {
              const weight = (1 - wx) * wy;
              red += weight * data[bottomLeft]!;
              green += weight * data[bottomLeft + 1]!;
              blue += weight * data[bottomLeft + 2]!;
            }
            if (hasRight) {
              const weight = wx * wy;
              red += weight * data[bottomLeft + 4]!;
              green += weight * data[bottomLeft + 5]!;
              blue += weight * data[bottomLeft + 6]!;
            }
          }
        }
      }
      out[o++] = red / count;
      out[o++] = green / count;
      out[o++] = blue / count;
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
