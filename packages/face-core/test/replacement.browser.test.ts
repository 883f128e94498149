import { type EngineEvent, FaceEngine, type FaceError } from 'face-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commands } from 'vitest/browser';
import { portrait, portraitCanvas, sample } from './photographs.ts';
import { died, expectNoWorkers, lifelines, manyCalls } from './workers.ts';

const modelBaseUrl = '/prepared/';
/** A worker that waits for these is being opened. */
const runtimes = '**/prepared/runtime/*.wasm*';

const [group, face] = [await sample(5), await portrait()];
let engine: FaceEngine;
const events: EngineEvent[] = [];
const onEvent = (event: EngineEvent) => events.push(event);

beforeEach(async () => {
  events.length = 0;
  engine = await FaceEngine.create({ modelBaseUrl, onEvent });
});

afterEach(async () => {
  await commands.unblock();
  vi.restoreAllMocks();
  engine.close();
});

/** Kills the worker under calls, so that the page is sure to have heard of it. */
async function kill(): Promise<void> {
  const [outcomes] = await Promise.all([manyCalls(engine, group), commands.killWorker('a silent end')]);
  expect(outcomes.at(-1)).toMatchObject({ status: 'rejected', reason: died });
}

async function replaced(count: number): Promise<void> {
  await expect.poll(() => events.length, { timeout: 30_000 }).toBe(count);
}

/** Waits until a worker that is being opened has its lock. */
async function opening(): Promise<void> {
  await expect.poll(() => lifelines(), { interval: 10 }).toEqual({ held: 1, pending: 1 });
}

test('a replacement that cannot be opened fails the calls that wait for it; the next one tries again', async () => {
  await commands.block(runtimes, 'fail');
  await kill();
  const waiting = await Promise.allSettled([engine.detect(face), engine.analyze(face)]);
  expect(waiting.map((call) => (call as PromiseRejectedResult).reason.code)).toEqual(['model-load', 'model-load']);
  await expect(engine.detect(face)).rejects.toMatchObject({ code: 'model-load' });
  expect(events).toEqual([]);
  await commands.unblock();
  expect(await engine.detect(face)).toHaveLength(1);
  expect(events).toHaveLength(1);
});

test('a replacement that dies while it opens fails the calls that wait for it; the next one tries again', async () => {
  await commands.block(runtimes, 'stall');
  await kill();
  const waiting = expect(engine.detect(face)).rejects.toMatchObject(died);
  await opening();
  await commands.killWorker('a silent end');
  await waiting;
  await commands.unblock();
  expect(await engine.detect(face)).toHaveLength(1);
});

test('a replacement that dies before its first answer is not replaced before the next call', async () => {
  await kill();
  await replaced(1);
  await commands.killWorker('a silent end');
  await expectNoWorkers();
  expect(events).toHaveLength(1);
  expect(await engine.detect(face)).toHaveLength(1);
  expect(events).toHaveLength(2);
  // That one has answered, and is replaced at once.
  await commands.killWorker('a silent end');
  await replaced(3);
});

test('a worker that dies while the engine is created fails it', async () => {
  await commands.block(runtimes, 'stall');
  engine.close();
  await expectNoWorkers();
  const creating = FaceEngine.create({ modelBaseUrl, onEvent });
  const failed = expect(creating).rejects.toMatchObject(died);
  await opening();
  await commands.killWorker('a silent end');
  await failed;
  await expectNoWorkers();
  expect(events).toEqual([]);
});

test('a call that waits for the replacement can be given up, and its snapshot is freed', async () => {
  await commands.block(runtimes, 'stall');
  await kill();
  const canvas = await portraitCanvas();
  const close = vi.spyOn(VideoFrame.prototype, 'close');
  const cancel = new AbortController();
  const given = engine.detect(canvas, { signal: cancel.signal });
  const reason = new Error('too long');
  setTimeout(() => cancel.abort(reason), 100);
  await expect(given).rejects.toBe(reason);
  await expect.poll(() => close).toHaveBeenCalledOnce();
});

test('an engine that is closed while its worker is being replaced leaves nothing', async () => {
  await commands.block(runtimes, 'stall');
  await kill();
  const waiting = engine.detect(face).catch((error: FaceError) => error.code);
  await opening();
  engine.close();
  expect(await waiting).toBe('closed');
  await expectNoWorkers();
  expect(await lifelines()).toEqual({ held: 0, pending: 0 });
  expect(events).toEqual([]);
});
