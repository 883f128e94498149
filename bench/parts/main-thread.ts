import { say } from '../../scripts/command.ts';
import { livePath } from '../contenders.ts';
import type { Live } from '../page/live.ts';
import { type Summary, summary } from '../statistics.ts';
import type { Surroundings } from './part.ts';

const frames = 200;
const warmUpFrames = 30;

export interface MainThread {
  /** Frames of the video that were analysed, and how many a second. */
  frames: number;
  framesPerSecond: number;
  /** The lengths of the page's tasks over 50 ms meanwhile, in milliseconds. */
  longTasksMs: number[];
  /** Between frames of the animation beside it, in milliseconds. */
  animationIntervalMs: Summary;
}

/** A live loop beside an animation: long tasks on the page's own thread. */
export async function measureMainThread({ site }: Surroundings): Promise<{ mainThread: MainThread }> {
  say(`main-thread: ${frames} frames of a live loop`);
  const live = await site.visit<Live>(await site.newPage(), livePath);
  const watched = await live.evaluate((page, [count, warmUp]) => page.watch(count, warmUp), [
    frames,
    warmUpFrames,
  ] as const);
  return {
    mainThread: {
      frames,
      framesPerSecond: frames / (watched.durationMs / 1000),
      longTasksMs: watched.longTasks,
      animationIntervalMs: summary(watched.intervals),
    },
  };
}
