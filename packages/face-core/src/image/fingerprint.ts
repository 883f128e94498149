import type { RgbaImage } from './pixels.ts';

/** What two frames of a video are compared by. */
export interface Fingerprint {
  /** The frame reduced to 32×24 pixels of luma (BT.601, 0–255), row by row, whatever its shape. */
  thumbnail: Uint8Array;
  /** 32 bits of the frame's pixels: identical frames have the same, and a sensor's noise makes another. */
  hash: number;
}

export const thumbnailWidth = 32;
export const thumbnailHeight = 24;

/** Samples an axis that are averaged for a pixel of the thumbnail. */
const samples = 8;
/** At most so many pixels are hashed, evenly spread: all of 640×480 would cost no more than this of 4K does. */
const hashedPixels = 1 << 18;

/** About half a millisecond for a frame of any size. */
export function fingerprintOf(image: RgbaImage): Fingerprint {
  const pixels = new Uint32Array(image.data.buffer, image.data.byteOffset, image.width * image.height);
  return { thumbnail: thumbnailOf(pixels, image), hash: hashOf(pixels) };
}

function thumbnailOf(pixels: Uint32Array, { width, height }: RgbaImage): Uint8Array {
  const columns = samplePlaces(thumbnailWidth * samples, width);
  const rows = samplePlaces(thumbnailHeight * samples, height);
  const thumbnail = new Uint8Array(thumbnailWidth * thumbnailHeight);
  for (let y = 0, o = 0; y < thumbnailHeight; y++) {
    for (let x = 0; x < thumbnailWidth; x++, o++) {
      let sum = 0;
      for (let j = y * samples; j < (y + 1) * samples; j++) {
        const row = rows[j]! * width;
        for (let i = x * samples; i < (x + 1) * samples; i++) {
          const pixel = pixels[row + columns[i]!]!;
          // Alpha, blue, green and red from the highest byte down; the weights sum to 256.
          sum += 77 * (pixel & 0xff) + 150 * ((pixel >>> 8) & 0xff) + 29 * ((pixel >>> 16) & 0xff);
        }
      }
      thumbnail[o] = sum / (256 * samples * samples) + 0.5;
    }
  }
  return thumbnail;
}

function samplePlaces(count: number, length: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * length) / count));
}

/** FNV-1a (Fowler, Noll and Vo), by whole pixels rather than by bytes. */
function hashOf(pixels: Uint32Array): number {
  const step = Math.ceil(pixels.length / hashedPixels);
  let hash = 0x811c9dc5;
  for (let i = 0; i < pixels.length; i += step) hash = Math.imul(hash ^ pixels[i]!, 0x01000193);
  return hash >>> 0;
}
