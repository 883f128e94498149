import { expect, test } from 'vitest';
import { decodeData, encodeData } from '../src/codec.ts';

test('what goes in comes out, at whatever place the bytes lie', () => {
  const data = {
    label: 'Zoë 李',
    embedding: Float32Array.of(0.1, -0.5, 1 / 3),
    picture: Uint8Array.of(1, 2, 3),
    liveness: null,
    at: 1_700_000_000_123,
    details: { live: true, similarity: -0.25 },
    list: [1, 'two', undefined],
  };
  const bytes = encodeData(data);
  expect(decodeData(bytes)).toEqual({ ...data, list: [1, 'two', null] });
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(decodeData(shifted.subarray(1))).toMatchObject({ embedding: data.embedding });
});

test('numbers of an embedding lie in little-endian order', () => {
  expect([...encodeData(Float32Array.of(1))].slice(-4)).toEqual([0, 0, 0x80, 0x3f]);
});

test.each([
  ['cut short', (bytes: Uint8Array) => bytes.subarray(0, -1)],
  ['followed by more', (bytes: Uint8Array) => Uint8Array.of(...bytes, 0)],
])('bytes that are %s are refused', (_what, damage) => {
  const bytes = encodeData({ embedding: Float32Array.of(1, 2) });
  expect(() => decodeData(damage(bytes))).toThrow();
});
