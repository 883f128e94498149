import { FaceEngine, type Model } from 'face-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCrop } from '../src/image/pixels.ts';
import { antialiasingSamples, regionMap, warp } from '../src/image/warp.ts';
import { logit, sigmoid } from '../src/liveness/fusion.ts';
import { Film } from './films.ts';
import { patchMeansOf } from './patch-means.ts';
import { fetched, only, pixelsOf, portrait, portraitCanvas } from './photographs.ts';

beforeEach(() => caches.delete('face-core-models'));

async function bytesOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetched(`/generated/${file}`)).arrayBuffer());
}

const model = (weights: Model['weights']): Model => ({ id: 'deeppixbis', version: 'generated', weights });
const hosted = async (file: string): Promise<Model> => {
  const bytes = await bytesOf(file);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return model({ url: new URL(`/generated/${file}`, location.href).href, sha256, bytes: bytes.length });
};
const create = (deeppixbis?: Model, options = {}) =>
  FaceEngine.create({
    modelBaseUrl: '/prepared/',
    device: 'wasm',
    models: deeppixbis ? { deeppixbis } : {},
    ...options,
  });

describe('installed', () => {
  test('its map and its odds are those computed by hand, to 1e-4', async () => {
    // So low that neither network is sure enough of an attack to be taken alone.
    const engine = await create(await hosted('deeppixbis.onnx'), { liveness: { threshold: 1e-4 } });
    try {
      expect(engine.info.models).toMatchObject({ liveness: 'minifasnet@1', deeppixbis: 'deeppixbis@generated' });
      const photograph = await portrait('image/png');
      const { box, liveness } = only(await engine.analyze(photograph));

      const url = URL.createObjectURL(photograph);
      const crop = createCrop(224);
      const toImage = regionMap(box, 224);
      warp(await pixelsOf(url), toImage, crop, antialiasingSamples(toImage), 'edge');
      URL.revokeObjectURL(url);
      const { map, score } = patchMeansOf(crop);
      // A face is no grey wall: the patches must be told apart for this to say anything.
      expect(Math.max(...map) - Math.min(...map)).toBeGreaterThan(0.2);

      const { minifasnet, deeppixbis } = liveness!.parts;
      expect(deeppixbis!.map).toHaveLength(196);
      for (const [i, value] of map.entries()) expect(Math.abs(deeppixbis!.map![i]! - value)).toBeLessThan(1e-4);
      expect(Math.abs(sigmoid(deeppixbis!.odds) - score)).toBeLessThan(1e-4);
      expect(liveness!.score).toBeCloseTo(sigmoid((minifasnet!.odds + logit(score)) / 2), 4);
      expect(minifasnet).not.toHaveProperty('map');
    } finally {
      engine.close();
    }
  });

  test('runs by its bytes, and alone where the policy says so', async () => {
    const liveness = { methods: ['deeppixbis'] } as const;
    const engine = await create(model(await bytesOf('deeppixbis.onnx')), { liveness });
    try {
      const face = only(await engine.analyze(await portrait()));
      expect(Object.keys(face.liveness!.parts)).toEqual(['deeppixbis']);
    } finally {
      engine.close();
    }
  });

  test('its bytes count in the progress, and are kept for the next visit', async () => {
    const added = await hosted('deeppixbis.onnx');
    const totals: number[] = [];
    const onProgress = ({ loaded, total }: { loaded: number; total: number }) => totals.push(total - loaded);
    (await create(added, { onProgress })).close();
    expect(totals.at(-1)).toBe(0);
    const gone = { ...(added.weights as { sha256: string; bytes: number }), url: '/nowhere.onnx' };
    (await create(model(gone))).close();
  });
});

test('not installed: nothing is downloaded for it, and the info says so', async () => {
  const engine = await create();
  try {
    expect(engine.info.models.deeppixbis).toBeNull();
    const { liveness } = only(await engine.analyze(await portrait()));
    expect(Object.keys(liveness!.parts)).toEqual(['minifasnet']);
    const keys = await (await caches.open('face-core-models')).keys();
    expect(keys.filter(({ url }) => url.includes('deeppixbis'))).toEqual([]);
  } finally {
    engine.close();
  }
});

describe('a wrong file is refused with what was expected and what was found', () => {
  const expected = '[1,3,224,224] to output_pixel of length 196 and output_binary of length 1';

  test.each([
    ['another input', 'deeppixbis-of-112.onnx', [expected, 'input float32 [1,3,112,112]']],
    ['another model', 'liveness-2.onnx', [expected, 'image float32 [1,3,32,32] to logits float32 [1,2]']],
    ['random weights', 'deeppixbis-seeded.onnx', [expected, 'seeded_output_pixel float32 [1,1,14,14]']],
    ['another map', 'deeppixbis-to-7.onnx', ['196 float32 values as output_pixel', 'output_pixel float32 [1,1,7,7]']],
  ])('%s', async (_what, file, parts) => {
    const error = await create(await hosted(file)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'FaceError', code: 'model-corrupt' });
    for (const part of parts) expect((error as Error).message).toContain(part);
  });

  test.each([
    ['a web page', async () => new TextEncoder().encode('<!doctype html><title>Not found</title>'), '<!doctype html>'],
    ['half a file', async () => (await bytesOf('deeppixbis-seeded.onnx')).slice(0, 100_000), 'these 100000 bytes'],
  ])('%s', async (_what, bytes, found) => {
    const error = await create(model(await bytes())).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'FaceError', code: 'model-corrupt' });
    for (const part of ['An ONNX model was expected', found]) expect((error as Error).message).toContain(part);
  });

  test('what its digest does not fit', async () => {
    const { weights } = await hosted('deeppixbis.onnx');
    const damaged = model({ ...(weights as { url: string; bytes: number }), sha256: 'ab'.repeat(32) });
    await expect(create(damaged)).rejects.toMatchObject({
      code: 'model-corrupt',
      details: { expected: 'ab'.repeat(32), found: (weights as { sha256: string }).sha256 },
    });
  });
});

describe('what fails is never live', () => {
  test('a model that is not there: neither engine nor answer', async () => {
    const missing = model({ url: '/generated/nothing.onnx', sha256: 'ab'.repeat(32), bytes: 1000 });
    await expect(create(missing)).rejects.toMatchObject({ code: 'model-load' });
    const preview = await create(missing, { readyWhen: 'detection' });
    try {
      await expect(preview.analyze(await portrait())).rejects.toMatchObject({ code: 'model-load' });
      await expect(preview.capture(await portrait())).rejects.toMatchObject({ code: 'model-load' });
    } finally {
      preview.close();
    }
  });

  test.each([
    ['gives NaN', 'deeppixbis-nan.onnx', 'model-corrupt'],
    ['gives logits, however high', 'deeppixbis-logits.onnx', 'model-corrupt'],
    ['fails to run', 'deeppixbis-failing.onnx', 'device-unavailable'],
  ])('a model that %s', async (_what, file, code) => {
    const engine = await create(await hosted(file));
    try {
      const photograph = await portrait();
      const picture = await portraitCanvas();
      await expect(engine.analyze(photograph)).rejects.toMatchObject({ name: 'FaceError', code });
      await expect(engine.capture(photograph)).rejects.toMatchObject({ name: 'FaceError', code });
      const film = await Film.start((context) => context.drawImage(picture, 0, 0));
      for (const states of [engine.observe(film.video), engine.challenge(film.video)]) {
        await expect(states.next()).rejects.toMatchObject({ name: 'FaceError', code });
        expect(await states.next()).toEqual({ done: true, value: undefined });
      }
      film.end();
      // The rest works on.
      expect(await engine.analyze(photograph, { liveness: false })).toMatchObject([{ liveness: null }]);
    } finally {
      engine.close();
    }
  });
});
