import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { unlessAborted } from '../src/abort.ts';

const never = new Promise<never>(() => {});
const reason = new Error('changed my mind');

describe('unlessAborted', () => {
  test('is the promise, if that settles first', async () => {
    const { signal } = new AbortController();
    const failure = new Error('failed');
    expect(await unlessAborted(Promise.resolve(1), signal)).toBe(1);
    await expect(unlessAborted(Promise.reject(failure), signal)).rejects.toBe(failure);
    expect(await unlessAborted(Promise.resolve(1), undefined)).toBe(1);
  });

  test('rejects with the reason, if the signal aborts first', async () => {
    const cancel = new AbortController();
    const waiting = unlessAborted(never, cancel.signal);
    cancel.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(unlessAborted(Promise.resolve(1), cancel.signal)).rejects.toBe(reason);
  });

  test('leaves no listener on a signal that outlives it', async () => {
    const { signal } = new AbortController();
    const waiting = unlessAborted(Promise.resolve(1), signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await waiting;
    await Promise.resolve();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
