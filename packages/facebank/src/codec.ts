import { decode, Encoder, ExtensionCodec } from '@msgpack/msgpack';

/** MessagePack's type for our one extension: a Float32Array as its little-endian bytes. */
const float32Array = 1;

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: float32Array,
  encode: (value) => (value instanceof Float32Array ? bytesOf(value) : null),
  // Copied: the numbers need not lie at a multiple of four.
  decode: (bytes) => new Float32Array(bytes.slice().buffer),
});

/** Plain data as MessagePack: what is encrypted, and what a file of a gallery holds. */
export function encodeData(data: unknown): Uint8Array<ArrayBuffer> {
  return new Encoder({ extensionCodec }).encode(data);
}

/** @throws whatever the bytes are at fault for: they may come from anywhere */
export function decodeData(bytes: Uint8Array): unknown {
  return decode(bytes, { extensionCodec });
}

/** Every platform that has WebAssembly's SIMD is little-endian in practice, and WebAssembly always is. */
function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
