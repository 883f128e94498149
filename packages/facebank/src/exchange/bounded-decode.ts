import { decodeData } from '../codec.ts';

/** Twice what the densest frame of ours holds, and few enough to be built in a moment. */
const maximumValues = 2 ** 19;

/**
 * MessagePack's formats from 0xc0 to 0xdf, after https://github.com/msgpack/msgpack/blob/master/spec.md: how many bytes
 * follow the first, how many bytes of length stand before those, and how many children (`null`: bytes) that length counts.
 */
const formats: ([fixed: number, lengthWidth: number, counted: 1 | 2 | null] | null)[] = [
  [0, 0, null], // nil
  null, // never used
  [0, 0, null], // false
  [0, 0, null], // true
  [0, 1, null], // bin 8
  [0, 2, null], // bin 16
  [0, 4, null], // bin 32
  [1, 1, null], // ext 8, with its type
  [1, 2, null], // ext 16
  [1, 4, null], // ext 32
  [4, 0, null], // float 32
  [8, 0, null], // float 64
  [1, 0, null], // uint 8
  [2, 0, null], // uint 16
  [4, 0, null], // uint 32
  [8, 0, null], // uint 64
  [1, 0, null], // int 8
  [2, 0, null], // int 16
  [4, 0, null], // int 32
  [8, 0, null], // int 64
  [2, 0, null], // fixext 1, with its type
  [3, 0, null], // fixext 2
  [5, 0, null], // fixext 4
  [9, 0, null], // fixext 8
  [17, 0, null], // fixext 16
  [0, 1, null], // str 8
  [0, 2, null], // str 16
  [0, 4, null], // str 32
  [0, 2, 1], // array 16
  [0, 4, 1], // array 32
  [0, 2, 2], // map 16
  [0, 4, 2], // map 32
];

/**
 * Decodes MessagePack that came from outside, once it is certain that it asks for no more memory than it brings values: for
 * an array of five bytes that claims 33 million elements, a decoder sets aside 256 MB before it looks for the first.
 *
 * @throws whatever the bytes are at fault for
 */
export function decodeBounded(bytes: Uint8Array): unknown {
  requireWhole(bytes);
  return decodeData(bytes);
}

/** Walks over every value without building any. */
function requireWhole(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let values = 0;
  let expected = 1;
  while (expected > 0) {
    const [size, children] = measure(view, at);
    at += size;
    values += 1;
    expected += children - 1;
    // A value takes a byte at least.
    if (expected > bytes.length - at) throw new RangeError('Some values are missing.');
    if (values > maximumValues) throw new RangeError('There are too many values.');
  }
}

/** How many bytes the value at `at` takes without its children, and how many children follow. */
function measure(view: DataView, at: number): [size: number, children: number] {
  const first = view.getUint8(at);
  if (first <= 0x7f || first >= 0xe0) return [1, 0];
  if (first <= 0x8f) return [1, 2 * (first & 0x0f)];
  if (first <= 0x9f) return [1, first & 0x0f];
  if (first <= 0xbf) return [1 + (first & 0x1f), 0];

  const format = formats[first - 0xc0];
  if (!format) throw new RangeError('No value begins so.');
  const [fixed, lengthWidth, counted] = format;
  const size = 1 + fixed + lengthWidth;
  const length = lengthAt(view, at + 1, lengthWidth);
  return counted === null ? [size + length, 0] : [size, counted * length];
}

function lengthAt(view: DataView, at: number, width: number): number {
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at);
  return width === 4 ? view.getUint32(at) : 0;
}
