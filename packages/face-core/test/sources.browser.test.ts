import { FaceEngine, type FaceSource } from 'face-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { iou } from '../src/geometry/box.ts';
import type { Face } from '../src/types.ts';
import { filmFile, played } from './film.ts';
import { fetched, only, portrait, portraitCanvas } from './photographs.ts';

let engine: FaceEngine;
let expected: Face;

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/', device: 'wasm' });
  expected = only(await engine.detect(await portraitCanvas()));
});

afterAll(() => engine?.close());

/** The page's server under another name: another origin, which sends no CORS headers for what lies under `/odd/`. */
const elsewhere = location.origin.replace('localhost', 'other.localhost');

async function image(src: string): Promise<HTMLImageElement> {
  const element = Object.assign(new Image(), { src });
  await element.decode();
  return element;
}

function svgImage(href: string): Promise<SVGImageElement> {
  const element = document.createElementNS('http://www.w3.org/2000/svg', 'image');
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawing.append(element);
  document.body.append(drawing);
  return new Promise((resolve, reject) => {
    element.addEventListener('load', () => resolve(element));
    element.addEventListener('error', reject);
    element.setAttribute('href', href);
  });
}

/** Moves the thing to nobody, which detaches it here. */
function giveAway(thing: Transferable): void {
  new MessageChannel().port1.postMessage(thing, [thing]);
}

describe('sources that show nothing', () => {
  const cases: Record<string, [source: () => unknown, message: RegExp]> = {
    'a video without a frame': [() => document.createElement('video'), /loadeddata/],
    'an image that is still on its way': [() => Object.assign(new Image(), { src: '/odd/plain.png?late' }), /decode/],
    'an image without a file': [() => new Image(), /shows nothing/],
    'an image whose file is missing': [
      async () => {
        const missing = Object.assign(new Image(), { src: '/samples/missing.jpg' });
        await expect(missing.decode()).rejects.toThrow();
        return missing;
      },
      /shows nothing/,
    ],
    'a canvas without width': [() => Object.assign(document.createElement('canvas'), { width: 0 }), /empty/],
    'an offscreen canvas without height': [() => new OffscreenCanvas(5, 0), /empty/],
    'an offscreen canvas that was transferred': [
      () => {
        const canvas = new OffscreenCanvas(5, 5);
        giveAway(canvas);
        return canvas;
      },
      /closed/,
    ],
    'a closed bitmap': [
      async () => {
        const bitmap = await createImageBitmap(await portraitCanvas());
        bitmap.close();
        return bitmap;
      },
      /closed/,
    ],
    'a closed frame': [
      async () => {
        const frame = new VideoFrame(await portraitCanvas(), { timestamp: 0 });
        frame.close();
        return frame;
      },
      /closed/,
    ],
    'pixels that were transferred': [
      () => {
        const pixels = new ImageData(5, 5);
        giveAway(pixels.data.buffer);
        return pixels;
      },
      /empty/,
    ],
    null: [() => null, /no image/],
    undefined: [() => undefined, /no image/],
    'a text': [() => 'photograph.jpg', /no image/],
    'another element': [() => document.createElement('div'), /no image/],
  };
  for (const [name, [source, message]] of Object.entries(cases)) {
    test(`${name}: a bad image, and the engine works on`, async () => {
      const outcome = engine.analyze((await source()) as FaceSource);
      await expect(outcome).rejects.toMatchObject({ name: 'FaceError', code: 'bad-image' });
      await expect(outcome).rejects.toThrow(message);
      expect(only(await engine.detect(await portraitCanvas()))).toEqual(expected);
    });
  }
});

describe('sources of another origin without CORS', () => {
  const foreignImage = () => image(`${elsewhere}/odd/plain.png`);
  const cases: Record<string, () => Promise<CanvasImageSource>> = {
    image: foreignImage,
    'canvas with such an image': async () => {
      const canvas = new OffscreenCanvas(600, 450);
      canvas.getContext('2d')!.drawImage(await foreignImage(), 0, 0);
      return canvas;
    },
    'bitmap of such an image': async () => createImageBitmap(await foreignImage()),
    video: async () => {
      await fetch('/odd/film.webm', { method: 'POST', body: await filmFile(await portraitCanvas()) });
      return played(`${elsewhere}/odd/film.webm`);
    },
  };
  for (const [name, source] of Object.entries(cases)) {
    test(`${name}: a bad image, which says what to do`, async () => {
      const refusal = { code: 'bad-image', message: expect.stringContaining('crossorigin="anonymous"') };
      await expect(engine.detect(await source())).rejects.toMatchObject(refusal);
      vi.stubGlobal('VideoFrame', undefined);
      await expect(engine.detect(await source())).rejects.toMatchObject(refusal);
      vi.unstubAllGlobals();
      expect(only(await engine.detect(await portraitCanvas()))).toEqual(expected);
    });
  }
});

describe('sources of every kind', () => {
  const kinds: Record<string, () => Promise<FaceSource>> = {
    'an image in a drawing': async () => svgImage(URL.createObjectURL(await portrait('image/png'))),
    'an image on its side': () => image('/odd/turned.jpg'),
    'a film': async () => played(URL.createObjectURL(await filmFile(await portraitCanvas()))),
    'wide-gamut pixels': async () => {
      const settings = { colorSpace: 'display-p3' } as const;
      const context = new OffscreenCanvas(600, 450).getContext('2d', settings)!;
      context.drawImage(await portraitCanvas(), 0, 0);
      return context.getImageData(0, 0, 600, 450);
    },
  };
  for (const [name, source] of Object.entries(kinds)) {
    test(`${name} is read with a frame, and without one`, async () => {
      const made = await source();
      const withFrame = only(await engine.detect(made));
      vi.stubGlobal('VideoFrame', undefined);
      const without = only(await engine.detect(made));
      vi.unstubAllGlobals();
      expect(iou(withFrame.box, expected.box)).toBeGreaterThan(0.85);
      expect(iou(without.box, withFrame.box)).toBeGreaterThan(0.95);
    });
  }

  test('the pixels of the moment of the call are read', async () => {
    const canvas = await portraitCanvas();
    const context = canvas.getContext('2d')!;
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    const calls = [engine.detect(canvas), engine.detect(pixels)];
    context.fillRect(0, 0, canvas.width, canvas.height);
    pixels.data.fill(0);
    for (const faces of await Promise.all(calls)) expect(only(faces)).toEqual(expected);
  });

  test('a snapshot is closed where the call is not made any more, and the source never is', async () => {
    const closed = await FaceEngine.create({ modelBaseUrl: '/prepared/', device: 'wasm', readyWhen: 'detection' });
    const source = new VideoFrame(await portraitCanvas(), { timestamp: 0 });
    const closing = vi.spyOn(VideoFrame.prototype, 'close');
    const call = closed.detect(source);
    closed.close();
    await expect(call).rejects.toMatchObject({ code: 'closed' });
    expect(closing).toHaveBeenCalledTimes(1);
    expect(closing.mock.contexts[0]).not.toBe(source);
    expect(only(await engine.detect(source))).toEqual(expected);
    source.close();
  });
});

test('an image of too many pixels is refused, whatever holds it', async () => {
  const canvas = new OffscreenCanvas(8001, 8001);
  canvas.getContext('2d')!.fillRect(0, 0, 1, 1);
  const tooLarge = { code: 'image-too-large', details: { width: 8001, height: 8001 } };
  await expect(engine.detect(canvas)).rejects.toMatchObject(tooLarge);
  await expect(engine.detect(await createImageBitmap(canvas))).rejects.toMatchObject(tooLarge);
  await expect(engine.detect(await fetched('/odd/plain.jpg'))).resolves.toHaveLength(1);
});
