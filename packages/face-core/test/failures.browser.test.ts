import { FaceEngine, FaceError } from 'face-core';
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

describe('giving up', () => {
  test('an aborted call rejects with the reason, and the next one is answered', async () => {
    const cancel = new AbortController();
    const group = await sample(5);
    const given = engine.analyze(group, { signal: cancel.signal });
    const reason = new Error('enough');
    cancel.abort(reason);
    await expect(given).rejects.toBe(reason);
    expect(await engine.detect(await portrait())).toHaveLength(1);
  });

  test('a call in the queue can be aborted without its being run', async () => {
    const [group, face] = [await sample(5), await portrait()];
    const cancel = new AbortController();
    const first = engine.analyze(group);
    const second = engine.analyze(group, { signal: cancel.signal });
    const third = engine.detect(face);
    cancel.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    expect(await first).toHaveLength(5);
    expect(await third).toHaveLength(1);
  });

  test('a signal that is aborted already rejects at once', async () => {
    const reason = new Error('before the start');
    await expect(engine.detect(await portrait(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('close', () => {
  test('fails the calls under way and all later ones with a code; another engine works on', async () => {
    const closing = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
    const underWay = closing.analyze(await sample(5));
    const outcome = expect(underWay).rejects.toMatchObject({ code: 'closed' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    closing.close();
    await outcome;
    await expect(closing.detect(await portrait())).rejects.toMatchObject({ code: 'closed' });
    await expect(closing.detect(await portrait())).rejects.toBeInstanceOf(FaceError);
    closing.close();
    expect(await engine.detect(await portrait())).toHaveLength(1);
  });
});
