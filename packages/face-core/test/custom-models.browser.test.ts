import { type EmbeddingModel, FaceEngine, type HostedWeights, type LivenessModel, type Model } from 'face-core';
import { describe, expect, test } from 'vitest';
import { alignedToImage } from '../src/alignment/arcface-template.ts';
import { createCrop } from '../src/image/pixels.ts';
import { antialiasingSamples, warp } from '../src/image/warp.ts';
import { fetched, only, pixelsOf, portrait } from './photographs.ts';

/** The model as an app would host it, with its digest. */
async function hosted(file: string): Promise<HostedWeights> {
  const bytes = await bytesOf(file);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { url: new URL(`/generated/${file}`, location.href).href, sha256, bytes: bytes.length };
}

async function bytesOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetched(`/generated/${file}`)).arrayBuffer());
}

const embedder = (weights: Model['weights']): EmbeddingModel => ({
  id: 'plane-means',
  version: '7',
  weights,
  input: { size: 64, channels: 'bgr', mean: [0, 0, 0], std: [255, 255, 255] },
  dimension: 128,
  output: 'embedding',
});

const liveness = (weights: Model['weights'], liveClass: number): LivenessModel => ({
  id: 'redness',
  version: '1',
  weights,
  // The first plane's mean is the live logit: with these figures it is 2, whatever is seen.
  input: { size: 32, channels: 'rgb', mean: [-2e9, 0, 0], std: [1e9, 1, 1] },
  classes: 2,
  liveClass,
  margins: { top: 0, bottom: 0 },
  cropScales: [1],
  threshold: 0.6,
});

const create = (models: { embedding?: EmbeddingModel; liveness?: LivenessModel }) =>
  FaceEngine.create({ modelBaseUrl: '/prepared/', models });

describe("an app's own models", () => {
  test('a 128-number embedder by URL: cropped, coloured and scaled as its descriptor says', async () => {
    const engine = await create({ embedding: embedder(await hosted('embedder-128.onnx')) });
    try {
      expect(engine.info).toMatchObject({ embeddingDimension: 128, models: { embedding: 'plane-means@7' } });
      const photograph = await portrait('image/png');
      const face = only(await engine.analyze(photograph));
      expect(face.modelId).toBe('plane-means@7');

      const crop = createCrop(64);
      const toImage = alignedToImage(face.keypoints, 64)!;
      const url = URL.createObjectURL(photograph);
      warp(await pixelsOf(url), toImage, crop, antialiasingSamples(toImage));
      URL.revokeObjectURL(url);
      const means = [2, 1, 0].map((channel) => {
        const values = crop.data.filter((_, i) => i % 3 === channel);
        return values.reduce((sum, value) => sum + value, 0) / values.length;
      });
      const length = Math.hypot(...means);
      expect(face.embedding).toHaveLength(128);
      for (const [i, mean] of means.entries()) expect(face.embedding![i]).toBeCloseTo(mean / length, 4);
      expect(new Set(face.embedding!.slice(3))).toEqual(new Set([0]));
    } finally {
      engine.close();
    }
  });

  test.each([
    [1, 1 / (1 + Math.exp(-2)), true],
    [0, 1 / (1 + Math.exp(2)), false],
  ])('a liveness model of two classes by its bytes, of which %i is live', async (liveClass, score, live) => {
    const engine = await create({ liveness: liveness(await bytesOf('liveness-2.onnx'), liveClass) });
    try {
      const face = only(await engine.analyze(await portrait()));
      expect(face.liveness).toMatchObject({ score: expect.closeTo(score, 5), live, threshold: expect.closeTo(0.6, 9) });
      expect(face.embedding).toHaveLength(512);
    } finally {
      engine.close();
    }
  });

  test('is kept under its digest like the bundled ones', async () => {
    const weights = await hosted('embedder-128.onnx');
    (await create({ embedding: embedder(weights) })).close();
    const keys = await (await caches.open('face-core-models')).keys();
    expect(keys.map(({ url }) => new URL(url).pathname)).toContain(`/face-core/plane-means/${weights.sha256}`);
    // The host has lost it, and it is not missed.
    (await create({ embedding: embedder({ ...weights, url: '/nowhere.onnx' }) })).close();
  });

  test.each([
    ['whose digest is another', async () => ({ ...(await hosted('liveness-2.onnx')), sha256: 'ab'.repeat(32) })],
    ['that is no ONNX file', async () => new TextEncoder().encode('not a model')],
    ['of another input', async () => bytesOf('liveness-2.onnx')],
  ])('a file %s is model-corrupt', async (_name, weights) => {
    const model = embedder(await weights());
    await expect(create({ embedding: model })).rejects.toMatchObject({ name: 'FaceError', code: 'model-corrupt' });
  });

  test('an output that is not as long as described is model-corrupt, with both lengths', async () => {
    const model = { ...embedder(await bytesOf('embedder-128.onnx')), dimension: 256 };
    await expect(create({ embedding: model })).rejects.toMatchObject({
      code: 'model-corrupt',
      details: { expected: 256, found: 128 },
    });
  });

  test('an output that is not there is model-corrupt', async () => {
    const model = { ...embedder(await bytesOf('embedder-128.onnx')), output: 'nothing' };
    await expect(create({ embedding: model })).rejects.toMatchObject({ code: 'model-corrupt' });
  });
});
