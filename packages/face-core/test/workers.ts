import type { AnalyzedFace, FaceEngine } from 'face-core';
import { expect } from 'vitest';
import { commands } from 'vitest/browser';

/** The error of a call whose worker died. */
export const died = { name: 'FaceError', code: 'worker-died' };

/** More calls than a worker has answered before it is killed. */
export function manyCalls(engine: FaceEngine, group: Blob): Promise<PromiseSettledResult<AnalyzedFace[]>[]> {
  return Promise.allSettled(Array.from({ length: 6 }, () => engine.analyze(group)));
}

/** Waits until the page has no worker left. Chromium takes 2 s to end a worker whose threads wait for work. */
export async function expectNoWorkers(): Promise<void> {
  await expect.poll(() => commands.workers(), { timeout: 30_000 }).toEqual([]);
}

/** How many locks workers hold, and how many the page waits for, to hear of their end. */
export async function lifelines(): Promise<{ held: number; pending: number }> {
  const { held = [], pending = [] } = await navigator.locks.query();
  const count = (locks: LockInfo[]) => locks.filter(({ name }) => name?.startsWith('face-core/')).length;
  return { held: count(held), pending: count(pending) };
}
