import { FaceEngine } from 'face-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Film, filmOf } from './film.ts';
import { emptyRoom, sample } from './photographs.ts';
import { type Sitter, sitters, take } from './studio.ts';

let engine: FaceEngine;
let sitter: Sitter;

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
  [, sitter] = (await sitters()) as [Sitter, Sitter];
});

afterAll(() => engine?.close());

/** The sitter, out of focus. */
const blurred = (radius: number) => take(sitter, { filter: `blur(${radius}px)` });

/** Films are photographs, and may pass for live or not: who is not live is a matter of `best.test.ts`. */
const policy = { liveness: 'skip' } as const;

async function watching<T>(film: Promise<Film>, task: (film: Film) => Promise<T>): Promise<T> {
  const shown = await film;
  try {
    return await task(shown);
  } finally {
    shown.close();
  }
}

async function qualityOf(source: OffscreenCanvas): Promise<number> {
  const [face] = await engine.analyze(source, { embedding: false, liveness: false });
  return face!.quality!.score;
}

describe('captureBest', () => {
  test('passes blurred frames over until a sharp one comes, and looks no further', async () => {
    const pictures = [await blurred(8), emptyRoom(), await blurred(6), await take(sitter), await blurred(8)];
    await watching(filmOf(pictures), async ({ video, shown }) => {
      const { quality, embedding } = await engine.captureBest(video, policy);
      expect(quality).toBeGreaterThan(90);
      expect(shown()).toBe(4);
      const sharp = await engine.capture(pictures[3]!, policy);
      const similarity = embedding.reduce((sum, value, i) => sum + value * sharp.embedding[i]!, 0);
      expect(similarity).toBeGreaterThan(0.95);
    });
  });

  test('takes the best of its frames where none is sufficient', async () => {
    const pictures = [await blurred(4), await blurred(3), await blurred(5), await blurred(3.5), await blurred(0.1)];
    const best = await qualityOf(pictures[1]!);
    await watching(filmOf(pictures), async ({ video, shown }) => {
      const { quality } = await engine.captureBest(video, { ...policy, frames: 4 });
      // A film's frames are encoded, and so not quite the pictures.
      expect(Math.abs(quality - best)).toBeLessThan(4);
      expect(shown()).toBe(4);
    });
  });

  test('rejects with the faults of the best frame where none is good enough', async () => {
    const pictures = [emptyRoom(), await blurred(14), await blurred(9), emptyRoom()];
    await watching(filmOf(pictures), async ({ video }) => {
      await expect(engine.captureBest(video, { ...policy, frames: 4 })).rejects.toMatchObject({
        name: 'FaceError',
        code: 'low-quality',
        faults: [{ code: 'low-quality', details: { reasons: ['blurred'] } }],
      });
    });
  });

  test('is refused once a second face is seen', async () => {
    const group = await createImageBitmap(await sample(6), { resizeWidth: 640, resizeHeight: 480 });
    await watching(filmOf([await blurred(3), group, await take(sitter)]), async ({ video, shown }) => {
      await expect(engine.captureBest(video, policy)).rejects.toMatchObject({
        code: 'multiple-faces',
        details: { faces: 4 },
      });
      expect(shown()).toBe(2);
    });
  });

  test('looks at a photograph once', async () => {
    expect(await engine.captureBest(await take(sitter), policy)).toMatchObject({
      digest: (await engine.capture(await take(sitter), policy)).digest,
    });
    await expect(engine.captureBest(await blurred(9), policy)).rejects.toMatchObject({ code: 'low-quality' });
  });

  test('can be given up while it waits for a frame', async () => {
    await watching(filmOf([await blurred(9)]), async ({ video }) => {
      const cancel = new AbortController();
      const reason = new Error('enough');
      const best = engine.captureBest(video, { ...policy, signal: cancel.signal });
      const outcome = expect(best).rejects.toBe(reason);
      // By then the one frame has been refused, and the next is waited for.
      setTimeout(() => cancel.abort(reason), 700);
      await outcome;
    });
    await expect(engine.captureBest(emptyRoom(), { signal: AbortSignal.abort('before') })).rejects.toBe('before');
  });

  test('refuses a video that shows nothing, and a number of frames that is none', async () => {
    await expect(engine.captureBest(document.createElement('video'))).rejects.toMatchObject({ code: 'bad-image' });
    await expect(engine.captureBest(emptyRoom(), { frames: 0 })).rejects.toThrow(TypeError);
  });
});
