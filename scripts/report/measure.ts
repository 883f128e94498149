import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine } from '../../bench/machine.ts';
import { completeLivenessPolicy } from '../../packages/face-core/src/liveness/policy.ts';
import type { BrowserPipeline } from '../browser-pipeline.ts';
import { say, withPipeline } from '../command.ts';
import { evaluateDetection } from '../evaluate/detection.ts';
import { identifyAll } from '../evaluate/identification.ts';
import { peopleIn } from '../evaluate/images.ts';
import { judgeUnder } from '../evaluate/liveness.ts';
import { outcomeOf } from '../evaluate/liveness-evaluation.ts';
import { withEveryMethod } from '../evaluate/methods.ts';
import { presentationsIn } from '../evaluate/presentations.ts';
import { allPairs, compareAll } from '../evaluate/verification.ts';
import type { IdentificationOutcome, LeftOut, Measurements } from './measurements.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Photographs that every install has. */
const samples = 'node_modules/@vladmandic/face-api/demo';

/**
 * Runs every evaluation in one browser, on the images of a folder; what has no images is left out, and said.
 *
 * @param faces `identities/PERSON/*`, `groups/*` with `boxes.json`, `liveness/live`, `liveness/spoof`
 */
export async function measureAccuracy(faces: string): Promise<Omit<Measurements, 'bench'>> {
  const preset = completeLivenessPolicy('balanced');
  return withPipeline(async (pipeline) => {
    const on = machine(pipeline.browserVersion);
    const occasion = (command: string) => ({ date: on.date, command });
    const [identities, boxes] = [join(faces, 'identities'), join(faces, 'boxes.json')];
    const [live, spoof] = [join(faces, 'liveness/live'), join(faces, 'liveness/spoof')];
    const folders = [join(faces, 'groups'), join(root, samples)];

    return {
      machine: on,
      engine: await pipeline.call('info'),
      verification: await part('verification', [identities], async () => {
        const { outcome } = await compareAll(pipeline, allPairs(identities));
        const people = peopleIn(identities).size;
        return { ...occasion(`verification --identities ${named(identities)}`), people, ...outcome };
      }),
      identification: await part('identification', [identities], () => identifyStrangersToo(pipeline, identities)),
      detection: await part('detection', [boxes, folders[0]!], async () => ({
        ...occasion(`detection --images ${folders.map(named).join(' --images ')} --boxes ${named(boxes)}`),
        ...(await evaluateDetection(pipeline, folders, boxes)),
      })),
      liveness: await part('liveness', [live, spoof], async () => {
        const command = `liveness --live ${named(live)} --spoof ${named(spoof)}`;
        return outcomeOf(await judgeUnder(preset, null, pipeline, presentationsIn(live, spoof), command));
      }),
    };
  }, withEveryMethod(preset));
}

/** An evaluation, where what it needs is there. */
async function part<T>(name: string, needed: readonly string[], measure: () => Promise<T>): Promise<T | LeftOut> {
  const missing = needed.filter((path) => !existsSync(path)).map(named);
  if (missing.length > 0) {
    const leftOut = `There is no ${missing.join(', and no ')}.`;
    say(`Without ${name}: ${leftOut}`);
    return { leftOut };
  }
  say(`== ${name}`);
  return measure();
}

/** Every third person is a stranger; of the others the first half of the images is enrolled, and the rest are probes. */
async function identifyStrangersToo(pipeline: BrowserPipeline, identities: string): Promise<IdentificationOutcome> {
  const gallery = new Map<string, string[]>();
  const probes = new Map<string, string[]>();
  for (const [index, [person, images]] of [...peopleIn(identities)].entries()) {
    const enrolled = index % 3 === 2 ? 0 : Math.ceil(images.length / 2);
    if (enrolled > 0) gallery.set(person, images.slice(0, enrolled));
    probes.set(person, images.slice(enrolled));
  }
  const enrolled = { people: gallery.size, images: [...gallery.values()].flat().length };
  return { enrolled, ...(await identifyAll(pipeline, gallery, probes)) };
}

/** A path as one types it in the root of the repository. */
function named(path: string): string {
  return relative(root, path);
}
