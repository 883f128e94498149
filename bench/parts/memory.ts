import { setTimeout } from 'node:timers/promises';
import type { JSHandle } from 'playwright';
import { say } from '../../scripts/command.ts';
import { humanPath, oursPath } from '../contenders.ts';
import { oneFace } from '../frames.ts';
import { type Heap, isThread, type Memory, watchHeap } from '../heap.ts';
import type { Contender } from '../page/contender.ts';
import type { Site } from '../site.ts';
import type { Surroundings } from './part.ts';

/** In bytes. */
export interface MemoryResult {
  ours: Held & { afterThousand: Memory };
  human: Held;
  /** Ours after a thousand calls over ours after a hundred. */
  growth: Memory;
}

interface Held {
  /** The most of each from the navigation through a hundred calls. */
  peak: Memory;
  /** After a hundred calls and a garbage collection. */
  afterHundred: Memory;
}

/** What ours and `human` hold in memory, and whether ours grows over a thousand calls. */
export async function measureMemory({ site, humanThreads }: Surroundings): Promise<{ memory: MemoryResult }> {
  const pathOfHuman = humanPath(await humanThreads());
  say('memory: 1,000 calls of ours, 100 of human');
  const ours = await callHundredTimes(site, oursPath);
  const { afterHundred } = ours.held;
  await analyze(ours.contender, 900);
  const afterThousand = await ours.heap.settled();
  const human = await callHundredTimes(site, pathOfHuman);
  return {
    memory: {
      ours: { ...ours.held, afterThousand },
      human: human.held,
      growth: {
        jsHeap: afterThousand.jsHeap / afterHundred.jsHeap,
        wasm: afterThousand.wasm / afterHundred.wasm,
      },
    },
  };
}

async function callHundredTimes(site: Site, path: string) {
  const page = await site.newPage();
  const heap = await watchHeap(page, isThread);
  const called = site.visit<Contender>(page, path).then(async (contender) => {
    // The first of the hundred was the first result.
    await analyze(contender, 99);
    return contender;
  });
  const peak = await peakUntil(called, heap);
  return { contender: await called, heap, held: { peak, afterHundred: await heap.settled() } };
}

async function analyze(contender: JSHandle<Contender>, calls: number): Promise<void> {
  // `times` makes one call more than it counts.
  const given = { frame: oneFace, runs: calls - 1 };
  await contender.evaluate(({ times }, { frame, runs }) => times(frame, 1, runs), given);
}

/** The most of each that was seen, looking every 20 ms until a task is done and once more. */
async function peakUntil(task: Promise<unknown>, heap: Heap): Promise<Memory> {
  const peak: Memory = { jsHeap: 0, wasm: 0 };
  let done = false;
  const stop = () => {
    done = true;
  };
  task.then(stop, stop);
  for (;;) {
    const last = done;
    const { jsHeap, wasm } = await heap.now();
    peak.jsHeap = Math.max(peak.jsHeap, jsHeap);
    peak.wasm = Math.max(peak.wasm, wasm);
    if (last) return peak;
    await setTimeout(20);
  }
}
