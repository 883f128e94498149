import { FaceEngine, FaceError } from 'face-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { portrait } from './photographs.ts';

const cacheName = 'face-core-models';
const embedder = 'arcface-mobilefacenet';

beforeEach(() => caches.delete(cacheName));

/** Loads an engine and closes it; the error, if there is one. */
async function load(modelBaseUrl: string): Promise<FaceError | null> {
  try {
    (await FaceEngine.create({ modelBaseUrl })).close();
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(FaceError);
    return error as FaceError;
  }
}

/** The digests that the stored models are kept under, by model id. */
async function stored(): Promise<Record<string, string>> {
  const keys = await (await caches.open(cacheName)).keys();
  return Object.fromEntries(keys.map(({ url }) => url.split('/').slice(-2) as [string, string]));
}

test('progress counts every byte once', async () => {
  const progress: { loaded: number; total: number }[] = [];
  (await FaceEngine.create({ modelBaseUrl: '/prepared/', onProgress: (step) => progress.push(step) })).close();
  const loaded = progress.map((step) => step.loaded);
  expect(progress.at(-1)!.loaded).toBe(progress.at(-1)!.total);
  expect(loaded).toEqual(loaded.toSorted((a, b) => a - b));
  expect(loaded.length).toBeGreaterThan(6);
});

test('an app that keeps the models itself has none in the store', async () => {
  (await FaceEngine.create({ modelBaseUrl: '/prepared/', keepModels: false })).close();
  expect(await stored()).toEqual({});
  (await FaceEngine.create({ modelBaseUrl: '/prepared/' })).close();
  expect(Object.keys(await stored())).toContain(embedder);
});

describe('readyWhen', () => {
  test('detection: a face is analysed as soon as the other models are there', async () => {
    const preview = await FaceEngine.create({ modelBaseUrl: '/prepared/', readyWhen: 'detection' });
    try {
      expect(await preview.analyze(await portrait())).toMatchObject([{ modelId: 'arcface-mobilefacenet@1' }]);
      await preview.ready;
    } finally {
      preview.close();
    }
  });

  test('detection: a model that does not come fails `ready` and the calls that need it, and no others', async () => {
    const engine = await FaceEngine.create({ modelBaseUrl: '/damaged/missing/', readyWhen: 'detection' });
    try {
      await expect(engine.ready).rejects.toMatchObject({ code: 'model-load' });
      await expect(engine.analyze(await portrait())).rejects.toMatchObject({ code: 'model-load' });
      expect(await engine.detect(await portrait())).toHaveLength(1);
    } finally {
      engine.close();
    }
  });
});

describe('a damaged model', () => {
  test.each([
    ['flipped', 'model-corrupt'],
    ['truncated', 'model-corrupt'],
    ['html', 'model-corrupt'],
    ['missing', 'model-load'],
  ])('%s is refused with its URL, and not stored', async (damage, code) => {
    const error = await load(`/damaged/${damage}/`);
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(`/damaged/${damage}/${embedder}.onnx`),
    });
    expect(await stored()).not.toHaveProperty(embedder);
  });

  test('is shown with both digests', async () => {
    expect((await load('/damaged/flipped/'))?.details).toMatchObject({
      expected: '87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581',
      found: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});

test.each([
  ['no-onnx-runtime', 'ort-wasm-simd-threaded.wasm'],
  ['no-onnx-loader', 'ort-wasm-simd-threaded.wasm'],
])('a host with %s is told by its URL', async (damage, file) => {
  expect(await load(`/damaged/${damage}/`)).toMatchObject({
    code: 'model-load',
    message: expect.stringContaining(`/damaged/${damage}/runtime/${file}`),
  });
});

describe('the store', () => {
  test('spares a second visit the download', async () => {
    expect(await load('/prepared/')).toBeNull();
    expect(Object.keys(await stored()).sort()).toEqual([
      'arcface-mobilefacenet',
      'blazeface-full-range',
      'blazeface-short-range',
      'minifasnet',
    ]);
    // This host has lost the model, and it is not missed.
    expect(await load('/damaged/missing/')).toBeNull();
  });

  test('gets the models of attributes only where they are asked for', async () => {
    expect(await load('/prepared/')).toBeNull();
    const before = Object.keys(await stored());
    expect(before.filter((id) => /age|gender|landmarks|eye/.test(id))).toEqual([]);
    (await FaceEngine.create({ modelBaseUrl: '/prepared/', attributes: ['eyes'] })).close();
    const added = Object.keys(await stored()).filter((id) => !before.includes(id));
    expect(added.sort()).toEqual(['eye-state', 'landmarks-68']);
  });

  test('is not believed: a damaged entry is downloaded again and mended', async () => {
    await load('/prepared/');
    const cache = await caches.open(cacheName);
    const key = (await cache.keys()).find(({ url }) => url.includes(embedder))!;
    await cache.put(key, new Response('something else'));
    expect(await load('/damaged/missing/')).toMatchObject({ code: 'model-load' });
    expect(await stored()).not.toHaveProperty(embedder);
    expect(await load('/prepared/')).toBeNull();
    expect((await (await cache.match(key))!.arrayBuffer()).byteLength).toBe(4884269);
  });

  test('keeps one version of a model', async () => {
    const cache = await caches.open(cacheName);
    await cache.put(`/face-core/${embedder}/0000`, new Response('an older version'));
    await load('/prepared/');
    expect((await cache.keys()).filter(({ url }) => url.includes(embedder))).toHaveLength(1);
  });
});
