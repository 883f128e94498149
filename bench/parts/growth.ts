import { say } from '../../scripts/command.ts';
import { oursPath } from '../contenders.ts';
import { frameOfGroup, frameOfSize, groups, sizes } from '../frames.ts';
import { interleaved } from '../interleaved.ts';
import type { Contender } from '../page/contender.ts';
import { type Summary, summary } from '../statistics.ts';
import type { Surroundings } from './part.ts';

const rounds = 10;
const warmUpRounds = 1;
const runsPerRound = 3;

export interface Growth {
  /** Number of faces in a frame of 1280×720 → time in milliseconds. */
  faces: Record<string, Summary>;
  /** Size of a frame with one face → time in milliseconds. */
  sizes: Record<string, Summary>;
}

/** How our time grows with the number of faces and with the size of the frame. */
export async function measureGrowth({ site }: Surroundings): Promise<{ growth: Growth }> {
  const ours = await site.visit<Contender>(await site.newPage(), oursPath);
  const times = (frame: string, faces: number) => () =>
    ours.evaluate((contender, [url, count, runs]) => contender.times(url, count, runs), [
      frame,
      faces,
      runsPerRound,
    ] as const);

  say(`growth: ${rounds} rounds of ${runsPerRound} runs with ${groups} faces, and with ${sizes}`);
  const samples = await interleaved<Record<string, number[]>>(rounds, warmUpRounds, {
    ...Object.fromEntries(groups.map((count) => [`${count}`, times(frameOfGroup(count), count)])),
    ...Object.fromEntries(sizes.map((size) => [size, times(frameOfSize(size), 1)])),
  });
  const summaries = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, summary(samples[name]!.flat())]));
  return { growth: { faces: summaries(groups.map(String)), sizes: summaries(sizes) } };
}
