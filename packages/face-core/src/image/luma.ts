import type { RgbaImage, RgbCrop } from './pixels.ts';

/** Luma (BT.601, 0–255) of frames and crops, and a hash of their pixels. */

/** At most so many pixels are hashed, evenly spread, so that a large frame costs no more than 640×480. */
const hashedPixels = 1 << 18;

/** Writes a crop's luma, row by row; `luma` has a place for each of its pixels. */
export function fillLuma({ data }: RgbCrop, luma: Float32Array | Float64Array): void {
  for (let i = 0; i < luma.length; i++) {
    luma[i] = 0.299 * data[3 * i]! + 0.587 * data[3 * i + 1]! + 0.114 * data[3 * i + 2]!;
  }
}

/** A crop's luma in whole steps, row by row. */
export function lumaOf({ data, size }: RgbCrop): Uint8Array {
  const luma = new Uint8Array(size * size);
  for (let i = 0; i < luma.length; i++) {
    luma[i] = 0.299 * data[3 * i]! + 0.587 * data[3 * i + 1]! + 0.114 * data[3 * i + 2]! + 0.5;
  }
  return luma;
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
