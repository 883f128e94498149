import { FaceEngine } from 'face-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portrait, sample } from './photographs.ts';

let engine: FaceEngine;

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
});

afterAll(() => engine?.close());

describe('a source that is no image', () => {
  const cases: Record<string, () => Blob | CanvasImageSource | Promise<Blob | CanvasImageSource>> = {
    'a text file': () => new Blob(['this is no photograph'], { type: 'image/jpeg' }),
    'an empty file': () => new Blob([]),
    'half a photograph': async () => (await sample(1)).slice(0, 200),
    'an empty canvas': () => Object.assign(document.createElement('canvas'), { width: 0 }),
    'a picture that did not load': () => new Image(),
    'a video without a frame': () => document.createElement('video'),
    'a closed bitmap': async () => {
      const bitmap = await createImageBitmap(await portrait());
      bitmap.close();
      return bitmap;
    },
    'nothing at all': () => null as unknown as Blob,
  };
  for (const [name, source] of Object.entries(cases)) {
    test(`${name} is a bad image, and the engine works on`, async () => {
      await expect(engine.analyze(await source())).rejects.toMatchObject({ name: 'FaceError', code: 'bad-image' });
      expect(await engine.detect(await portrait())).toHaveLength(1);
    });
  }

  test('a file that is too large is not even decoded', async () => {
    const file = new Blob([new Uint8Array(50_000_001)]);
    await expect(engine.detect(file)).rejects.toMatchObject({
      code: 'image-too-large',
      details: { bytes: 50_000_001, maximumBytes: 50_000_000 },
    });
  });

  test('an image of too many pixels is refused', async () => {
    const canvas = new OffscreenCanvas(8001, 8001);
    canvas.getContext('2d')!.fillRect(0, 0, 1, 1);
    await expect(engine.detect(await canvas.convertToBlob())).rejects.toMatchObject({ code: 'image-too-large' });
    await expect(engine.detect(canvas)).rejects.toMatchObject({ code: 'image-too-large' });
  });
});
