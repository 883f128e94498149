import { FaceEngine, type FaceError } from 'face-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { portrait, portraitCanvas, sample } from './photographs.ts';
import { expectNoWorkers, lifelines } from './workers.ts';

const modelBaseUrl = '/prepared/';
const open = () => FaceEngine.create({ modelBaseUrl });
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: FaceError) => error.code,
  );

// Those of an earlier test may still be ending.
beforeEach(expectNoWorkers);

describe('close', () => {
  test('ends the worker, its threads and its lock', async () => {
    const engine = await open();
    await engine.analyze(await portrait());
    expect(await commands.workers()).toHaveLength(engine.info.threads);
    expect(await lifelines()).toEqual({ held: 1, pending: 1 });
    engine.close();
    await expectNoWorkers();
    expect(await lifelines()).toEqual({ held: 0, pending: 0 });
  });

  test('ends a worker with its GPU device', async () => {
    const engine = await FaceEngine.create({ modelBaseUrl, device: 'webgpu' });
    await engine.analyze(await portrait());
    engine.close();
    await expectNoWorkers();
  });

  test('fails calls at whatever stage, and all later ones', async () => {
    const engine = await open();
    const [group, canvas] = [await sample(5), await portraitCanvas()];
    const [first, ...others] = [engine.analyze(group), engine.analyze(group), engine.capture(group)].map(codeOf);
    expect(await first).toBe('answered');
    // Now the second call runs, the third is in the queue, and of the fourth's canvas the page takes a snapshot.
    others.push(codeOf(engine.detect(canvas)));
    engine.close();
    engine.close();
    expect(await Promise.all(others)).toEqual(['closed', 'closed', 'closed']);
    expect(await codeOf(engine.detect(canvas))).toBe('closed');
    // What is wrong with a source does not matter any more.
    expect(await codeOf(engine.detect(new Blob([])))).toBe('closed');
  });
});

describe('two engines in a page', () => {
  test('answer at once, and closing one leaves the other', async () => {
    const engines = await Promise.all([open(), open()]);
    const group = await sample(5);
    const analyzed = await Promise.all(engines.map((engine) => engine.analyze(group)));
    expect(analyzed[0]).toHaveLength(5);
    expect(analyzed[1]).toEqual(analyzed[0]);
    const [first, second] = engines.map((engine) => engine.analyze(group));
    engines[0]!.close();
    expect(await codeOf(first!)).toBe('closed');
    expect(await second).toHaveLength(5);
    expect(await engines[1]!.detect(await portrait())).toHaveLength(1);
    engines[1]!.close();
    await expectNoWorkers();
  });
});

test('the memory of closed engines is given back', { timeout: 300_000 }, async () => {
  const face = await portrait();
  const round = async () => {
    const engine = await open();
    await engine.analyze(face);
    engine.close();
    await expectNoWorkers();
  };
  // An open engine holds 48 MB by this measure, so that one that is kept would show; what earlier tests left comes and goes.
  const tolerance = 10_000_000;
  const before = await memory();
  await round();
  const afterOne = await memory();
  expect(afterOne).toBeLessThan(before + tolerance);
  for (let count = 1; count < 5; count++) await round();
  expect(await memory()).toBeLessThan(afterOne + tolerance);
});

/** What the page and its workers hold, in bytes. */
async function memory(): Promise<number> {
  // A measurement that meets a worker at its end waits a minute for its answer.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const { measureUserAgentSpecificMemory } = performance as Performance & {
    measureUserAgentSpecificMemory: () => Promise<{ bytes: number }>;
  };
  const { bytes } = await measureUserAgentSpecificMemory.call(performance);
  return bytes;
}
