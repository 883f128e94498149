import { imageDimensionsFromData } from 'image-dimensions';
import type { ImageFormat } from './format.ts';

/** A size in pixels; that of a file is before any rotation that it asks for. */
export interface Dimensions {
  width: number;
  height: number;
}

/**
 * Metadata of any length may come before a JPEG's or a GIF's size. The other formats tell it within this many bytes,
 * and no more of them is looked at: a large hostile AVIF kept image-dimensions busy for seconds.
 */
export const headerBytes = 2 ** 16;

/**
 * The size that a decoder will make of a file, from the file's start; `null` where these bytes do not tell.
 *
 * An AVIF's is what its container declares. What is coded in it may be larger: decoders limit that, and scale it to
 * this size.
 */
export function dimensionsOf(bytes: Uint8Array, format: ImageFormat): Dimensions | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (format === 'jpeg') return jpegDimensions(view);
    if (format === 'gif') return gifDimensions(view);
    if (format === 'bmp') return bmpDimensions(view);
    const { width, height } = imageDimensionsFromData(bytes.subarray(0, headerBytes)) ?? {};
    return width === undefined || height === undefined ? null : { width, height };
  } catch (error) {
    // A DataView says so where the bytes end too early.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Walks a JPEG's markers as libjpeg does, so that no file shows us another frame header than it shows the decoder:
 * bytes between segments are passed over, and restart markers stand alone (image-dimensions takes them for segments).
 */
function jpegDimensions(view: DataView): Dimensions | null {
  let at = 2;
  for (;;) {
    while (view.getUint8(at) !== 0xff) at++;
    while (view.getUint8(at) === 0xff) at++;
    const marker = view.getUint8(at++);
    const standsAlone = marker === 0 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    if (standsAlone) continue;
    // The image's data begin, or end, and its size did not come before.
    if (marker >= 0xd8 && marker <= 0xda) return null;
    const isFrameHeader = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrameHeader) return { width: view.getUint16(at + 5), height: view.getUint16(at + 3) };
    at += view.getUint16(at);
  }
}

/** A GIF's screen, or its first frame where that is larger: browsers then show all of the frame. */
function gifDimensions(view: DataView): Dimensions | null {
  const flags = view.getUint8(10);
  let at = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  while (view.getUint8(at) === 0x21) {
    at += 2;
    while (view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
    at++;
  }
  if (view.getUint8(at) !== 0x2c) return null;
  const little = (offset: number) => view.getUint16(offset, true);
  return {
    width: Math.max(little(6), little(at + 1) + little(at + 5)),
    height: Math.max(little(8), little(at + 3) + little(at + 7)),
  };
}

/** The oldest header has 12 bytes and sizes of 16 bits, the newest 124. A negative height has the top row first. */
function bmpDimensions(view: DataView): Dimensions | null {
  const headerSize = view.getUint32(14, true);
  if (headerSize === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  if (headerSize < 16 || headerSize > 124) return null;
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}
