import { availableParallelism } from 'node:os';
import { say } from '../scripts/command.ts';
import { oneFace } from './frames.ts';
import { interleaved } from './interleaved.ts';
import type { Contender } from './page/contender.ts';
import type { Site } from './site.ts';
import { median } from './statistics.ts';

/** The pages of the contenders, with their settings. */
export const oursPath = pathOf('ours');
export const rawPath = pathOf('raw');
export const latePath = pathOf('late');
export const livePath = pathOf('live');
export const galleryPath = '/gallery.html';
export const searchPath = (gallery: string) => `/search.html?${new URLSearchParams({ gallery })}`;
export const gatePath = (scene: string) => `${pathOf('gate')}&${new URLSearchParams({ scene })}`;
export const humanPath = (threads: number) => `${pathOf('human')}&threads=${threads}`;

function pathOf(page: string): string {
  return `/${page}.html?${new URLSearchParams({ models: '/models/', frame: oneFace })}`;
}

/**
 * The number of threads that `human` is fastest with on this machine; 0 is its build without threads. TensorFlow.js takes
 * no more than half as many as there are cores, and four.
 */
export async function fastestHumanThreads(site: Site): Promise<number> {
  const most = Math.min(4, Math.max(1, availableParallelism() >> 1));
  const candidates = [0, 1, 2, 4].filter((threads) => threads <= most);
  const tasks: Record<string, () => Promise<number[]>> = {};
  for (const threads of candidates) {
    const human = await site.visit<Contender>(await site.newPage(), humanPath(threads));
    tasks[threads] = () => human.evaluate((contender, frame) => contender.times(frame, 1, 3), oneFace);
  }
  const samples = await interleaved(5, 2, tasks);
  await site.closePages();
  const medians = candidates.map((threads) => median(samples[threads]!.flat()));
  for (const [index, threads] of candidates.entries())
    say(`human, ${threads} threads: ${medians[index]!.toFixed(0)} ms`);
  return candidates[medians.indexOf(Math.min(...medians))]!;
}
