import type { Affine } from '../geometry/affine.ts';
import type { Box } from '../geometry/box.ts';
import type { RgbaImage, RgbCrop } from './pixels.ts';

/** What lies outside an image: black, as in ArcFace's training crops, or its outermost pixels drawn out. */
export type Outside = 'black' | 'edge';

/**
 * Fills `crop` with what `image` shows under an affine map, sampled bilinearly. Alpha is ignored.
 *
 * @param toImage takes a pixel of the crop to its place in the image
 * @param samples how many samples an axis are averaged for each pixel: 1 is OpenCV's `INTER_LINEAR`; see
 *   `antialiasingSamples`
 */
export function warp(image: RgbaImage, toImage: Affine, crop: RgbCrop, samples = 1, outside: Outside = 'black'): void {
  const { width, height } = image;
  const drawsOut = outside === 'edge';
  const { a, b, c, d, e, f } = toImage;
  // One read brings a whole pixel: alpha, blue, green, red from the highest byte to the lowest.
  const pixels = new Uint32Array(image.data.buffer, image.data.byteOffset, width * height);
  const out = crop.data;
  const step = 1 / samples;
  const first = step / 2 - 0.5;
  const share = step * step;
  let o = 0;
  for (let y = 0; y < crop.size; y++) {
    for (let x = 0; x < crop.size; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = 0; j < samples; j++) {
        const v = y + first + j * step;
        for (let i = 0; i < samples; i++) {
          const u = x + first + i * step;
          let sx = a * u + b * v + c;
          let sy = d * u + e * v + f;
          if (drawsOut) {
            sx = Math.min(width - 1, Math.max(0, sx));
            sy = Math.min(height - 1, Math.max(0, sy));
          }
          const left = Math.floor(sx);
          const top = Math.floor(sy);
          if (left < -1 || top < -1 || left >= width || top >= height) continue;
          // A neighbour outside the image is black: it has no weight, and is read where there is something to read.
          const hasLeft = left >= 0;
          const hasRight = left + 1 < width;
          const hasTop = top >= 0;
          const hasBottom = top + 1 < height;
          const leftWeight = hasLeft ? 1 - sx + left : 0;
          const rightWeight = hasRight ? sx - left : 0;
          const topWeight = hasTop ? 1 - sy + top : 0;
          const bottomWeight = hasBottom ? sy - top : 0;
          const start = (hasLeft ? left : 0) + (hasTop ? top : 0) * width;
          const across = hasLeft && hasRight ? 1 : 0;
          const down = hasTop && hasBottom ? width : 0;
          const p00 = pixels[start]!;
          const p10 = pixels[start + across]!;
          const p01 = pixels[start + down]!;
          const p11 = pixels[start + across + down]!;
          const w00 = leftWeight * topWeight;
          const w10 = rightWeight * topWeight;
          const w01 = leftWeight * bottomWeight;
          const w11 = rightWeight * bottomWeight;
          red += w00 * (p00 & 0xff) + w10 * (p10 & 0xff) + w01 * (p01 & 0xff) + w11 * (p11 & 0xff);
          green += w00 * (p00 & 0xff00) + w10 * (p10 & 0xff00) + w01 * (p01 & 0xff00) + w11 * (p11 & 0xff00);
          blue += w00 * (p00 & 0xff0000) + w10 * (p10 & 0xff0000) + w01 * (p01 & 0xff0000) + w11 * (p11 & 0xff0000);
        }
      }
      out[o++] = red * share;
      out[o++] = (green * share) / 0x100;
      out[o++] = (blue * share) / 0x10000;
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

/**
 * How many samples an axis average out what `toImage` reduces, at most 8. A bilinear sample is a mean of two pixels an axis
 * already, so there is one for every two.
 */
export function antialiasingSamples({ a, b, d, e }: Affine): number {
  return Math.min(8, Math.max(1, Math.ceil(Math.sqrt(Math.abs(a * e - b * d)) / 2)));
}
