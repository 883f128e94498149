import { FaceEngine } from 'face-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyRoom, portrait, portraitCanvas, sample } from './photographs.ts';

let engine: FaceEngine;

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/', device: 'wasm' });
});

afterAll(() => engine?.close());

describe('decoding once', () => {
  test.each(['image/jpeg', 'image/png', 'image/webp'])('gives of a file of %s what the file gives', async (type) => {
    const file = await portrait(type);
    const picture = await engine.decode(file);
    const [decoded, direct] = await Promise.all([engine.analyze(picture), engine.analyze(file)]);
    expect(decoded).toEqual(direct);
    expect(decoded[0]!.digest).toMatch(/^[0-9a-f]{64}$/);
    // It was not handed over: calls may go on.
    expect(await engine.analyze(picture)).toEqual(direct);
    picture.close();
    await expect(engine.analyze(picture)).rejects.toMatchObject({ code: 'bad-image' });
  });

  test('gives of a canvas what it shows now', async () => {
    const canvas = await portraitCanvas();
    const direct = await engine.analyze(canvas);
    const picture = await engine.decode(canvas);
    canvas.getContext('2d')!.drawImage(emptyRoom(), 0, 0, canvas.width, canvas.height);
    expect(await engine.analyze(picture)).toEqual(direct);
    picture.close();
  });

  test('does not wait for the models', async () => {
    const file = await sample(1);
    const order: string[] = [];
    const analyses = Array.from({ length: 5 }, () => engine.analyze(file));
    const last = Promise.all(analyses).then(() => order.push('analysed'));
    const picture = await engine.decode(file);
    order.push('decoded');
    await last;
    picture.close();
    expect(order).toEqual(['decoded', 'analysed']);
  });

  test('refuses what is no image, or too large', async () => {
    await expect(engine.decode(new Blob(['<html>']))).rejects.toMatchObject({ code: 'bad-image' });
    await expect(engine.decode(document.createElement('video'))).rejects.toMatchObject({ code: 'bad-image' });
    const small = await FaceEngine.create({
      modelBaseUrl: '/prepared/',
      device: 'wasm',
      limits: { maximumPixels: 10_000 },
    });
    await expect(small.decode(await portrait())).rejects.toMatchObject({ code: 'image-too-large' });
    small.close();
    await expect(small.decode(await portrait())).rejects.toMatchObject({ code: 'closed' });
  });

  test('scales a JPEG down where the limits say so, and boxes are in its pixels', async () => {
    const scaling = await FaceEngine.create({
      modelBaseUrl: '/prepared/',
      device: 'wasm',
      limits: { maximumPixels: 150_000, tooLarge: 'scale' },
    });
    const picture = await scaling.decode(await portrait());
    const width = picture instanceof ImageBitmap ? picture.width : picture.displayWidth;
    expect(width).toBeLessThan(600);
    const [face] = await scaling.detect(picture);
    expect(face!.box.x + face!.box.width).toBeLessThan(width);
    picture.close();
    scaling.close();
  });

  test('can be given up', async () => {
    const reason = new Error('changed my mind');
    const file = await sample(1);
    await expect(engine.decode(file, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const cancel = new AbortController();
    const decoding = engine.decode(file, { signal: cancel.signal });
    cancel.abort(reason);
    await expect(decoding).rejects.toBe(reason);
    const canvas = new AbortController();
    const snapshot = engine.decode(await portraitCanvas(), { signal: canvas.signal });
    canvas.abort(reason);
    await expect(snapshot).rejects.toBe(reason);
    expect(await engine.detect(file)).toHaveLength(3);
  });
});
