import { describe, expect, test } from 'vitest';
import { hashOf, lumaOf, thumbnailOf, thumbnailSize } from '../src/image/luma.ts';
import { cropOf, imageOf } from './synthetic.ts';

describe('lumaOf', () => {
  test('weighs the channels as BT.601 does', () => {
    const crop = cropOf(
      2,
      (x, y) => [[255, 0, 0] as const, [0, 255, 0] as const, [0, 0, 255] as const, [9, 9, 9] as const][x + 2 * y]!,
    );
    expect([...lumaOf(crop)]).toEqual([76, 150, 29, 9]);
  });
});

describe('thumbnailOf', () => {
  test('has the luma of the frame’s parts, whatever its shape', () => {
    for (const [width, height] of [
      [640, 480],
      [1280, 720],
      [90, 160],
    ] as const) {
      const thumbnail = thumbnailOf(
        imageOf(width, height, (x, y) => (x < width / 2 ? [200, 200, 200] : y < height / 2 ? [0, 0, 0] : [0, 255, 0])),
      );
      expect(thumbnail).toHaveLength(thumbnailSize.width * thumbnailSize.height);
      const at = (x: number, y: number) => thumbnail[y * thumbnailSize.width + x];
      expect([at(0, 0), at(15, 23), at(16, 0), at(31, 11), at(16, 12), at(31, 23)]).toEqual([200, 200, 0, 0, 149, 149]);
    }
  });

  test('a frame’s noise is averaged out', () => {
    const noisy = thumbnailOf(
      imageOf(320, 240, (x, y) => [100, 100, 100].map((c) => c + 40 * ((x + y) % 2)) as [number, number, number]),
    );
    expect(Math.max(...noisy) - Math.min(...noisy)).toBeLessThan(12);
  });
});

describe('hashOf', () => {
  const plain = (value: number, at = -1) =>
    imageOf(64, 48, (x, y) => (x + 64 * y === at ? [value, value, value + 1] : [value, value, value]));

  test('is the same for identical frames, and another for one step of one pixel', () => {
    expect(hashOf(plain(100))).toBe(hashOf(plain(100)));
    for (const at of [0, 1000, 64 * 48 - 1]) expect(hashOf(plain(100, at))).not.toBe(hashOf(plain(100)));
    expect(hashOf(plain(100, 5))).not.toBe(hashOf(plain(100, 6)));
  });

  test('sees noise in a large frame, of which it reads some pixels', () => {
    const frame = (seed: number) => imageOf(1280, 720, (x, y) => [(x * 7 + y * 13 + seed * ((x ^ y) & 1)) % 256, 0, 0]);
    expect(hashOf(frame(1))).not.toBe(hashOf(frame(2)));
  });
});
