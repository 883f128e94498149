import { type EngineEvent, FaceEngine } from 'face-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { commands } from 'vitest/browser';
import type { WayToDie } from './browser-commands.ts';
import { portrait, sample } from './photographs.ts';
import { died, lifelines, manyCalls } from './workers.ts';

const modelBaseUrl = '/prepared/';
const ways: [WayToDie, reason: RegExp][] = [
  ['an uncaught error', /killed by a test/],
  ['an unreadable message', /could not be read/],
  ['a silent end', /without a word/],
];

const group = await sample(5);
let engine: FaceEngine;
const events: EngineEvent[] = [];
const onEvent = (event: EngineEvent) => events.push(event);

beforeEach(async () => {
  events.length = 0;
  engine = await FaceEngine.create({ modelBaseUrl, onEvent });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  engine.close();
});

async function replaced(): Promise<void> {
  await expect.poll(() => events.length, { timeout: 30_000 }).toBe(1);
}

describe.each(ways)('a worker that dies by %s', (way, reason) => {
  test('while idle is replaced, and the next call is answered', async () => {
    const before = await engine.analyze(await portrait());
    const { info } = engine;
    await commands.killWorker(way);
    await replaced();
    expect(events).toEqual([{ type: 'worker-replaced', reason: expect.stringMatching(reason) }]);
    expect(engine.info).toEqual(info);
    expect(await engine.analyze(await portrait())).toEqual(before);
  });

  test('under calls fails each of them with a code, and answers those made afterwards', async () => {
    const [outcomes] = await Promise.all([manyCalls(engine, group), commands.killWorker(way)]);
    expect(outcomes.at(-1)).toMatchObject({
      status: 'rejected',
      reason: { ...died, details: { reason: expect.stringMatching(reason) } },
    });
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') expect(outcome.value).toHaveLength(5);
      else expect(outcome.reason).toMatchObject(died);
    }
    // The new worker is not there yet: these wait for it.
    expect(events).toEqual([]);
    const [faces, one] = await Promise.all([engine.analyze(group), engine.detect(await portrait())]);
    expect([faces.length, one.length]).toEqual([5, 1]);
    expect(events).toHaveLength(1);
  });
});

test('a message that the page cannot read ends the worker that sent it', async () => {
  const made: Worker[] = [];
  const RealWorker = Worker;
  vi.stubGlobal(
    'Worker',
    class extends RealWorker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        made.push(this);
      }
    },
  );
  engine.close();
  engine = await FaceEngine.create({ modelBaseUrl, onEvent });
  // Chromium cannot be brought to send one.
  made[0]!.dispatchEvent(new MessageEvent('messageerror'));
  await replaced();
  expect(events).toEqual([{ type: 'worker-replaced', reason: expect.stringMatching(/could not be read/) }]);
  expect(await engine.detect(await portrait())).toHaveLength(1);
});

test('of a replaced worker nothing is left', async () => {
  await commands.killWorker('an uncaught error');
  await replaced();
  // The new one is a thread itself, and ONNX Runtime has started the others.
  await expect.poll(() => commands.workers(), { timeout: 30_000 }).toHaveLength(engine.info.threads);
  expect(await lifelines()).toEqual({ held: 1, pending: 1 });
});

test('a listener that throws is reported, and breaks nothing', async () => {
  const report = vi.spyOn(globalThis, 'reportError').mockImplementation(() => {});
  const mistake = new Error('a mistake of the app');
  const listened = await FaceEngine.create({
    modelBaseUrl,
    onEvent: () => {
      throw mistake;
    },
  });
  try {
    await commands.killWorker('an uncaught error');
    await expect.poll(() => report.mock.calls, { timeout: 30_000 }).toEqual([[mistake]]);
    expect(await listened.detect(await portrait())).toHaveLength(1);
  } finally {
    listened.close();
  }
});

test('the death of one engine’s worker is no matter of another', async () => {
  const other = await FaceEngine.create({ modelBaseUrl });
  try {
    const face = await portrait();
    const unharmed = engine.analyze(group);
    const [outcomes] = await Promise.all([manyCalls(other, group), commands.killWorker('a silent end')]);
    expect(outcomes.at(-1)).toMatchObject({ status: 'rejected', reason: died });
    expect(await unharmed).toHaveLength(5);
    expect(await engine.detect(face)).toHaveLength(1);
    expect(await other.detect(face)).toHaveLength(1);
    expect(events).toEqual([]);
  } finally {
    other.close();
  }
});
