import { FaceEngine, FaceError } from 'face-core';
import { expect, test } from 'vitest';
import { mutants } from './mutations.ts';
import { fetched, only } from './photographs.ts';

/** A failure names its file: the same seed makes it again. */
const seed = 2026;
const count = 1050;
/** Far beyond what a small file takes, under any load. */
const hangs = 30_000;

test(`${count} mutated files end in faces or in a documented error, and the engine works on`, async () => {
  const engine = await FaceEngine.create({ modelBaseUrl: '/prepared/', device: 'wasm' });
  try {
    const good = await fetched('/odd/plain.jpg');
    const before = only(await engine.analyze(good));
    const seeds: Record<string, Uint8Array> = {};
    for (const name of ['small.jpg', 'small.png', 'small.webp', 'small.avif', 'small.gif']) {
      seeds[name] = new Uint8Array(await (await fetched(`/odd/${name}`)).arrayBuffer());
      expect(await engine.detect(await fetched(`/odd/${name}`))).toHaveLength(1);
    }
    const outcomes: Record<string, number> = {};
    const failures: string[] = [];
    for (const { name, bytes } of mutants(seeds, count, seed)) {
      const outcome = await outcomeOf(engine, new Blob([bytes]));
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (!['faces', 'nobody', 'bad-image', 'image-too-large'].includes(outcome)) failures.push(`${name}: ${outcome}`);
    }
    expect(failures).toEqual([]);
    // Each outcome is met, or the mutations are too weak or too strong to say anything.
    expect(Object.keys(outcomes).sort()).toEqual(['bad-image', 'faces', 'image-too-large', 'nobody']);
    expect(only(await engine.analyze(good))).toEqual(before);
  } finally {
    engine.close();
  }
}, 300_000);

async function outcomeOf(engine: FaceEngine, file: Blob): Promise<string> {
  const signal = AbortSignal.timeout(hangs);
  try {
    const faces = await engine.detect(file, { signal });
    return faces.length > 0 ? 'faces' : 'nobody';
  } catch (error) {
    return error instanceof FaceError ? error.code : String(error);
  }
}
