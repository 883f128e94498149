import { type EngineEvent, FaceEngine } from 'face-core';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { commands } from 'vitest/browser';
import { only, portrait } from './photographs.ts';

let events: EngineEvent[] = [];

beforeEach(() => {
  events = [];
});

const create = (modelBaseUrl = '/prepared/') =>
  FaceEngine.create({ modelBaseUrl, device: 'webgpu', onEvent: (event) => events.push(event) });

const changed = { type: 'device-changed', from: 'webgpu', to: 'wasm', reason: expect.stringContaining('GPU was lost') };

describe('a GPU that is lost', () => {
  test('at rest: the engine goes on on WASM, says so, and answers as before', async () => {
    const engine = await create();
    try {
      const photograph = await portrait();
      const before = only(await engine.analyze(photograph));
      expect(engine.info.device).toBe('webgpu');

      await commands.crashGpu();
      await vi.waitFor(() => expect(events).toEqual([changed]), { timeout: 60_000 });
      expect(engine.info).toMatchObject({ device: 'wasm', deviceReason: expect.stringContaining('GPU was lost') });
      const after = only(await engine.analyze(photograph));
      expect(after.digest).toBe(before.digest);
      expect(after.liveness!.score).toBeCloseTo(before.liveness!.score, 2);
    } finally {
      engine.close();
    }
  });

  test('at work: the call under way is answered all the same', async () => {
    const engine = await create();
    try {
      const photograph = await portrait();
      const underWay = Array.from({ length: 5 }, () => engine.analyze(photograph));
      await underWay[0];
      await commands.crashGpu();
      for (const faces of await Promise.all(underWay)) only(faces);
      expect(engine.info.device).toBe('wasm');
      expect(events).toEqual([changed]);
    } finally {
      engine.close();
    }
  });
});

test('a runtime for WebGPU that does not arrive is not taken for a broken GPU', async () => {
  await expect(create('/damaged/no-webgpu-runtime/')).rejects.toMatchObject({
    code: 'model-load',
    message: expect.stringContaining('ort-wasm-simd-threaded.asyncify.wasm'),
  });
  expect(events).toEqual([]);
});
