import { FaceEngine } from 'face-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { iou } from '../src/geometry/box.ts';
import type { Face } from '../src/types.ts';
import { fetched, only } from './photographs.ts';

let engine: FaceEngine;
let good: Blob;
let expected: Face;

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/', device: 'wasm' });
  good = await fetched('/odd/plain.jpg');
  expected = only(await engine.detect(good));
});

afterAll(() => engine?.close());

/** Whatever came before, the engine answers as it did at first. */
async function worksOn(): Promise<void> {
  expect(only(await engine.detect(good))).toEqual(expected);
}

describe('odd files are read', () => {
  const names = [
    'plain.png',
    'plain.webp',
    'plain.avif',
    'plain.gif',
    'plain.bmp',
    'progressive.jpg',
    'cmyk.jpg',
    'grey.jpg',
    'wide-gamut.jpg',
    'sixteen-bit.png',
    'palette.png',
    'transparent.png',
    'turned.jpg',
    'animated.gif',
    'animated.webp',
    'animated.png',
  ];
  for (const name of names) {
    test(name, async () => {
      // The second frames of the animated ones are black.
      const { box } = only(await engine.analyze(await fetched(`/odd/${name}`)));
      expect(iou(box, expected.box)).toBeGreaterThan(0.85);
      await worksOn();
    });
  }

  test('a file of another type than its name says', async () => {
    for (const type of ['image/svg+xml', 'image/heic', 'text/html', 'application/pdf', '']) {
      const mislabelled = new File([await fetched('/odd/plain.png')], 'photograph.svg', { type });
      expect(iou(only(await engine.detect(mislabelled)).box, expected.box)).toBeGreaterThan(0.9);
    }
  });

  test('an image of one pixel, where nobody is', async () => {
    const pixel = new OffscreenCanvas(1, 1);
    pixel.getContext('2d')!.fillRect(0, 0, 1, 1);
    for (const type of ['image/png', 'image/jpeg', 'image/webp']) {
      expect(await engine.analyze(await pixel.convertToBlob({ type }))).toEqual([]);
    }
    await expect(engine.capture(await pixel.convertToBlob())).rejects.toMatchObject({ code: 'no-face' });
    await worksOn();
  });
});

describe('hostile files are refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>top.ran = true</script></svg>';
  const cases: Record<string, [file: () => Blob | Promise<Blob>, message: RegExp]> = {
    'an empty file': [() => new Blob([]), /empty/],
    'a text': [() => new Blob(['this is no photograph'], { type: 'image/jpeg' }), /unknown kind/],
    'a HEIC photograph': [() => new Blob(['\0\0\0\x18ftypheic\0\0\0\0mif1heic'], { type: 'image/jpeg' }), /Settings/],
    'a TIFF': [() => fetched('/odd/tiff.tiff'), /TIFF.*Choose an image: JPEG/],
    'a drawing with a script': [() => new Blob([svg], { type: 'image/svg+xml' }), /scripts/],
    'a drawing that is called a photograph': [() => new Blob([svg], { type: 'image/png' }), /scripts/],
    'an error page': [() => new Blob(['<!doctype html><title>404</title>'], { type: 'image/jpeg' }), /HTML/],
    'a GIF without a size': [() => new Blob(['GIF89a\0\0\0\0\0\0\0,\0\0\0\0\0\0\0\0\0']), /no pixels/],
    'a GIF that ends after its signature': [() => new Blob(['GIF89a']), /header/],
  };
  for (const name of ['plain.jpg', 'plain.png', 'plain.webp', 'plain.avif', 'plain.gif']) {
    for (const share of [0.02, 0.5, 0.95]) {
      const part = async () => {
        const file = await fetched(`/odd/${name}`);
        return file.slice(0, Math.round(file.size * share));
      };
      cases[`${share * 100} % of ${name}`] = [part, /damaged/];
    }
  }
  for (const [name, [file, message]] of Object.entries(cases)) {
    test(`${name} is a bad image`, async () => {
      const outcome = engine.analyze(await file());
      await expect(outcome).rejects.toMatchObject({ name: 'FaceError', code: 'bad-image' });
      await expect(outcome).rejects.toThrow(message);
      expect('ran' in window).toBe(false);
      await worksOn();
    });
  }
});

describe('too much', () => {
  test('a file of too many bytes is not even looked at', async () => {
    const file = new Blob([new Uint8Array(50_000_001)]);
    await expect(engine.detect(file)).rejects.toMatchObject({
      code: 'image-too-large',
      details: { bytes: 50_000_001, maximumBytes: 50_000_000 },
    });
    await worksOn();
  });

  test('a file of too many pixels is refused before it is decoded', async () => {
    // The browser would fail to decode the first, which makes it a bad image.
    for (const [name, width, height] of [
      ['bomb.png', 30_000, 30_000],
      ['hundred-megapixels.jpg', 12_000, 9000],
    ] as const) {
      await expect(engine.detect(await fetched(`/odd/${name}`))).rejects.toMatchObject({
        code: 'image-too-large',
        details: { width, height, maximumPixels: 64_000_000 },
      });
    }
    await worksOn();
  });

  test('the app sets the limits', async () => {
    const [file, canvas] = [await fetched('/odd/plain.jpg'), new OffscreenCanvas(600, 450)];
    canvas.getContext('2d');
    const strict = await FaceEngine.create({
      modelBaseUrl: '/prepared/',
      device: 'wasm',
      limits: { maximumBytes: file.size, maximumPixels: 600 * 450 - 1 },
    });
    try {
      await expect(strict.detect(new Blob([file, 'x']))).rejects.toMatchObject({
        details: { maximumBytes: file.size },
      });
      const tooMany = { code: 'image-too-large', details: { maximumPixels: 600 * 450 - 1 } };
      await expect(strict.detect(file)).rejects.toMatchObject(tooMany);
      await expect(strict.detect(canvas)).rejects.toMatchObject(tooMany);
    } finally {
      strict.close();
    }
    await expect(FaceEngine.create({ limits: { maximumPixels: Number.NaN } })).rejects.toThrow(TypeError);
  });

  test('scaled down, where the app asks for it, results are in pixels of the source', async () => {
    const limits = { maximumPixels: 8_000_000, tooLarge: 'scale' } as const;
    const scaling = await FaceEngine.create({ modelBaseUrl: '/prepared/', device: 'wasm', limits });
    try {
      const face = only(await scaling.analyze(await fetched('/odd/hundred-megapixels.jpg')));
      // The portrait lies at (1000, 1000), 8000 pixels wide.
      const times = 8000 / 600;
      const { x, y, width, height } = expected.box;
      const box = { x: 1000 + x * times, y: 1000 + y * times, width: width * times, height: height * times };
      expect(iou(face.box, box)).toBeGreaterThan(0.85);
      expect(face.keypoints.noseTip.x / (1000 + expected.keypoints.noseTip.x * times)).toBeCloseTo(1, 1);
      expect(face.embedding).toHaveLength(512);
      await expect(scaling.detect(await fetched('/odd/bomb.png'))).rejects.toMatchObject({ code: 'image-too-large' });
    } finally {
      scaling.close();
    }
  });
});
