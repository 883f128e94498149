import { FaceEngine, FaceError } from 'face-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portrait, sample } from './photographs.ts';

let engine: FaceEngine;

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
});

afterAll(() => engine?.close());

describe('giving up', () => {
  test('an aborted call rejects with the reason, and the next one is answered', async () => {
    const cancel = new AbortController();
    const group = await sample(5);
    const given = engine.analyze(group, { signal: cancel.signal });
    const reason = new Error('enough');
    cancel.abort(reason);
    await expect(given).rejects.toBe(reason);
    expect(await engine.detect(await portrait())).toHaveLength(1);
  });

  test('a call in the queue can be aborted without its being run', async () => {
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

  test('a signal that is aborted already rejects at once', async () => {
    const reason = new Error('before the start');
    await expect(engine.detect(await portrait(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('close', () => {
  test('fails the calls under way and all later ones with a code; another engine works on', async () => {
    const closing = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
    const underWay = closing.analyze(await sample(5));
    const outcome = expect(underWay).rejects.toMatchObject({ code: 'closed' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    closing.close();
    await outcome;
    await expect(closing.detect(await portrait())).rejects.toMatchObject({ code: 'closed' });
    await expect(closing.detect(await portrait())).rejects.toBeInstanceOf(FaceError);
    closing.close();
    expect(await engine.detect(await portrait())).toHaveLength(1);
  });
});
