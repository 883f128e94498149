import type { RgbaImage, RgbCrop } from './pixels.ts';

/** Luma (BT.601, 0–255) of frames and crops, and a hash of their pixels. */

/** The size of a thumbnail, whatever the shape of the frame. */
export const thumbnailSize = { width: 32, height: 24 };

/** Samples an axis that are averaged for a pixel of a thumbnail. */
const samples = 8;
/** At most so many pixels are hashed, evenly spread, so that a large frame costs no more than 640×480. */
const hashedPixels = 1 << 18;

/** A crop's luma, row by row. */
export function lumaOf({ data, size }: RgbCrop): Uint8Array {
  const luma = new Uint8Array(size * size);
  for (let i = 0; i < luma.length; i++) {
    luma[i] = 0.299 * data[3 * i]! + 0.587 * data[3 * i + 1]! + 0.114 * data[3 * i + 2]! + 0.5;
  }
  return luma;
}

/** The frame reduced to `thumbnailSize`, row by row; each of its pixels is the mean of 64 places. */
export function thumbnailOf(image: RgbaImage): Uint8Array {
  const pixels = pixelsOf(image);
  const columns = samplePlaces(thumbnailSize.width * samples, image.width);
  const rows = samplePlaces(thumbnailSize.height * samples, image.height);
  const thumbnail = new Uint8Array(thumbnailSize.width * thumbnailSize.height);
  for (let y = 0, o = 0; y < thumbnailSize.height; y++) {
    for (let x = 0; x < thumbnailSize.width; x++, o++) {
      let sum = 0;
      for (let j = y * samples; j < (y + 1) * samples; j++) {
        for (let i = x * samples; i < (x + 1) * samples; i++) {
          const pixel = pixels[rows[j]! * image.width + columns[i]!]!;
          // Alpha, blue, green and red from the highest byte down; the weights sum to 256.
          sum += 77 * (pixel & 0xff) + 150 * ((pixel >>> 8) & 0xff) + 29 * ((pixel >>> 16) & 0xff);
        }
      }
      thumbnail[o] = sum / (256 * samples * samples) + 0.5;
    }
  }
  return thumbnail;
}

/** 32 bits, by FNV-1a (Fowler, Noll and Vo) over whole pixels. A sensor's noise makes another of every frame. */
export function hashOf(image: RgbaImage): number {
  const pixels = pixelsOf(image);
  const step = Math.ceil(pixels.length / hashedPixels);
  let hash = 0x811c9dc5;
  for (let i = 0; i < pixels.length; i += step) hash = Math.imul(hash ^ pixels[i]!, 0x01000193);
  return hash >>> 0;
}

function pixelsOf({ data, width, height }: RgbaImage): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, width * height);
}

function samplePlaces(count: number, length: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * length) / count));
}
