import { fileURLToPath } from 'node:url';
import { say } from '../../scripts/command.ts';
import { type Comparison, compare } from '../comparison.ts';
import { humanPath, oursPath, rawPath } from '../contenders.ts';
import { oneFace } from '../frames.ts';
import { interleaved } from '../interleaved.ts';
import { openNativeModels } from '../native.ts';
import type { Contender } from '../page/contender.ts';
import type { RawModels } from '../page/raw.ts';
import { joined } from '../timed.ts';
import type { Surroundings } from './part.ts';

const rounds = 25;
/** Browsers go on optimising a runtime's code for the first seconds of its work. */
const warmUpRounds = 20;
const runsPerRound = 4;
const modelFolder = fileURLToPath(new URL('../../models/dist', import.meta.url));

/** One face in a frame of 640×480 pixels: ours, `human`, our models bare in a worker, our models native. */
export async function measureAnalyze({ site, humanThreads }: Surroundings): Promise<Comparison> {
  const threadsOfHuman = await humanThreads();
  const ours = await site.visit<Contender>(await site.newPage(), oursPath);
  const human = await site.visit<Contender>(await site.newPage(), humanPath(threadsOfHuman));
  const raw = await site.visit<RawModels>(await site.newPage(), rawPath);
  const threads = await ours.evaluate((contender) => contender.threads);
  const native = await openNativeModels(modelFolder, threads);

  say(`analyze: ${rounds} rounds of ${runsPerRound} runs of each contender`);
  const frame = { url: oneFace, runs: runsPerRound };
  const times = await interleaved(rounds, warmUpRounds, {
    ours: () => ours.evaluate((contender, { url, runs }) => contender.times(url, 1, runs), frame),
    human: () => human.evaluate((contender, { url, runs }) => contender.times(url, 1, runs), frame),
    raw: () => raw.evaluate((models, runs) => models.times(runs), runsPerRound),
    native: () => native.times(runsPerRound),
  });
  return compare(
    {
      ours: times.ours.flat(),
      human: times.human.flat(),
      raw: joined(times.raw),
      native: joined(times.native),
    },
    { ours: threads, native: threads, human: threadsOfHuman },
  );
}
