import { FaceEngine } from 'face-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { portrait, sample } from './photographs.ts';
import { expectNoWorkers, lifelines } from './workers.ts';

const modelBaseUrl = '/prepared/';
const reason = new Error('changed my mind');

afterEach(() => commands.unblock());

describe('creating', () => {
  // Those of an earlier test may still be ending.
  beforeEach(expectNoWorkers);

  /** Begins to create an engine, and gives up at the nth message of progress. */
  async function giveUpAt(step: number): Promise<void> {
    const cancel = new AbortController();
    let steps = 0;
    const onProgress = () => {
      if (steps++ === step) cancel.abort(reason);
    };
    await expect(FaceEngine.create({ modelBaseUrl, onProgress, signal: cancel.signal })).rejects.toBe(reason);
    expect(await lifelines()).toMatchObject({ pending: 0 });
  }

  test('does not begin with a signal that is aborted', async () => {
    await expect(FaceEngine.create({ modelBaseUrl, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await commands.workers()).toEqual([]);
  });

  test.each(['**/*.onnx*', '**/runtime/*.wasm*'])('can be given up while %s does not come', async (pattern) => {
    await caches.delete('face-core-models');
    await commands.block(pattern, 'stall');
    const cancel = new AbortController();
    const creating = FaceEngine.create({ modelBaseUrl, signal: cancel.signal });
    setTimeout(() => cancel.abort(reason), 500);
    await expect(creating).rejects.toBe(reason);
    await expectNoWorkers();
    expect(await lifelines()).toEqual({ held: 0, pending: 0 });
  });

  test('can be given up in the middle of the download, which leaves no broken file', async () => {
    await caches.delete('face-core-models');
    for (const step of [0, 3, 6]) await giveUpAt(step);
    await expectNoWorkers();
    const cache = await caches.open('face-core-models');
    for (const { url } of await cache.keys()) {
      const bytes = await (await cache.match(url))!.arrayBuffer();
      expect(url.split('/').at(-1)).toBe(await sha256(bytes));
    }
  });

  test('can be given up at every step, and leaves nothing', async () => {
    // Once to have all weights stored, so that the steps are the same each time.
    (await FaceEngine.create({ modelBaseUrl })).close();
    let steps = 0;
    (await FaceEngine.create({ modelBaseUrl, onProgress: () => steps++ })).close();
    // With the last one all is loaded.
    for (let step = 0; step < steps - 1; step++) await giveUpAt(step);
    expect(steps).toBeGreaterThan(4);
    await expectNoWorkers();
    expect(await lifelines()).toEqual({ held: 0, pending: 0 });
  });
});

describe('a call', () => {
  let engine: FaceEngine;

  beforeAll(async () => {
    engine = await FaceEngine.create({ modelBaseUrl });
  });

  afterEach(async () => {
    // Whatever was given up, the engine works on.
    expect(await engine.detect(await portrait())).toHaveLength(1);
  });

  afterAll(() => engine.close());

  test('does not begin with a signal that is aborted', async () => {
    const call = engine.detect(await portrait(), { signal: AbortSignal.abort(reason) });
    await expect(call).rejects.toBe(reason);
  });

  test('can be given up while the page takes the snapshot', async () => {
    const canvas = new OffscreenCanvas(4000, 4000);
    canvas.getContext('2d')!.fillRect(0, 0, 1, 1);
    const cancel = new AbortController();
    const call = engine.detect(canvas, { signal: cancel.signal });
    cancel.abort(reason);
    await expect(call).rejects.toBe(reason);
  });

  test('can be given up while the worker decodes the file', async () => {
    const canvas = new OffscreenCanvas(7000, 7000);
    canvas.getContext('2d')!.fillRect(0, 0, 1, 1);
    const file = await canvas.convertToBlob();
    const cancel = new AbortController();
    const call = engine.detect(file, { signal: cancel.signal });
    setTimeout(() => cancel.abort(reason), 50);
    await expect(call).rejects.toBe(reason);
  });

  test('can be given up while it runs', async () => {
    const cancel = new AbortController();
    const group = await sample(5);
    await engine.analyze(group);
    const call = engine.analyze(group, { signal: cancel.signal });
    setTimeout(() => cancel.abort(reason), 50);
    await expect(call).rejects.toBe(reason);
  });

  test('can be given up in the queue, and those before and after it are answered', async () => {
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
});

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
