import { type Attribute, type EngineEvent, FaceEngine } from 'face-core';
import { ObjectDetector } from 'face-core/objects';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { commands } from 'vitest/browser';
import { drawSquares } from './colour-squares.ts';
import { cosine } from './cosine.ts';
import { fetched, only, portrait } from './photographs.ts';

let events: EngineEvent[] = [];

beforeEach(() => {
  events = [];
});

const create = (modelBaseUrl = '/prepared/', attributes: Attribute[] = []) =>
  FaceEngine.create({ modelBaseUrl, attributes, device: 'webgpu', onEvent: (event) => events.push(event) });

const changed = { type: 'device-changed', from: 'webgpu', to: 'wasm', reason: expect.stringContaining('GPU was lost') };

test('gives what WASM gives', async () => {
  const attributes: Attribute[] = ['age', 'gender', 'landmarks', 'eyes'];
  const wanted = { age: true, gender: true, landmarks: true, eyes: true };
  const onGpu = await create('/prepared/', attributes);
  const onWasm = await FaceEngine.create({ modelBaseUrl: '/prepared/', attributes, device: 'wasm' });
  try {
    expect(onGpu.info.device).toBe('webgpu');
    expect(onWasm.info).toMatchObject({ device: 'wasm', deviceReason: 'The app asked for it.' });
    const gpu = only(await onGpu.analyze(await portrait(), wanted));
    const wasm = only(await onWasm.analyze(await portrait(), wanted));
    expect(cosine(gpu.embedding!, wasm.embedding!)).toBeGreaterThan(0.9999);
    expect(gpu.liveness!.score).toBeCloseTo(wasm.liveness!.score, 2);
    expect(gpu.box.x).toBeCloseTo(wasm.box.x, 0);
    expect(gpu.age).toBeCloseTo(wasm.age!, 0);
    expect(gpu.gender!.male).toBeCloseTo(wasm.gender!.male, 2);
    expect(gpu.eyes!.left).toBeCloseTo(wasm.eyes!.left, 2);
    for (const [i, { x }] of gpu.landmarks!.points.entries()) expect(x).toBeCloseTo(wasm.landmarks!.points[i]!.x, 0);
  } finally {
    onGpu.close();
    onWasm.close();
  }
});

test('a runtime for WebGPU that does not arrive is not taken for a broken GPU', async () => {
  await expect(create('/damaged/no-webgpu-runtime/')).rejects.toMatchObject({
    code: 'model-load',
    message: expect.stringContaining('ort-wasm-simd-threaded.asyncify.wasm'),
  });
  expect(events).toEqual([]);
});

describe('a GPU that is lost', () => {
  test('at rest: engine and object detector go on on WASM, say so, and answer as before', async () => {
    const engine = await create();
    const told: EngineEvent[] = [];
    const detector = await ObjectDetector.create({
      model: new Uint8Array(await (await fetched('/generated/objects-yolov8.onnx')).arrayBuffer()),
      modelBaseUrl: '/prepared/',
      device: 'webgpu',
      onEvent: (event) => told.push(event),
    });
    try {
      const box = { x: 28, y: 20, width: 32, height: 32 };
      const picture = drawSquares(192, 128, [{ colour: 0, box }]);
      expect(detector.info.device).toBe('webgpu');
      const objects = await detector.detect(picture);
      expect(objects).toHaveLength(1);
      const photograph = await portrait();
      const before = only(await engine.analyze(photograph));
      expect(engine.info.device).toBe('webgpu');

      await commands.crashGpu();
      await vi.waitFor(() => expect([events, told]).toEqual([[changed], [changed]]), { timeout: 60_000 });
      const onWasm = { device: 'wasm', deviceReason: expect.stringContaining('GPU was lost') };
      expect(engine.info).toMatchObject(onWasm);
      expect(detector.info).toMatchObject({ ...onWasm, layout: 'yolov8' });
      expect(await detector.detect(picture)).toEqual([{ ...objects[0], score: expect.closeTo(objects[0]!.score, 3) }]);
      const after = only(await engine.analyze(photograph));
      expect(cosine(after.embedding!, before.embedding!)).toBeGreaterThan(0.9999);
    } finally {
      engine.close();
      detector.close();
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
