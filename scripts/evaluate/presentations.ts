import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LivenessMethod } from '../../packages/face-core/src/liveness/method.ts';
import { type BrowserPipeline, CommandError } from '../browser-pipeline.ts';
import { withProgress } from '../command.ts';
import type { JudgedFace } from '../harness/harness.ts';
import { acquired } from './acquire.ts';
import { imagesIn, imagesUnder, isFolder } from './images.ts';

/** One image that is held before the camera's place. */
export interface Presentation {
  path: string;
  /** `null` for a living person: a bona fide presentation. */
  attackType: string | null;
}

/** A presentation and what the engine said of its largest face; `null` is a failure to acquire. */
export interface JudgedPresentation extends Presentation {
  judged: JudgedFace | null;
}

/** The type of the attacks that lie in no sub-folder. */
const unnamedType = 'attack';

/** Every image under two folders. A sub-folder of the second is a type of attack, with all that is in it. */
export function presentationsIn(liveFolder: string, spoofFolder: string): Presentation[] {
  const attacks = (paths: string[], attackType: string) => paths.map((path) => ({ path, attackType }));
  const presentations: Presentation[] = [
    ...imagesUnder(liveFolder).map((path) => ({ path, attackType: null })),
    ...attacks(imagesIn(spoofFolder), unnamedType),
    ...subFolders(spoofFolder).flatMap((name) => attacks(imagesUnder(join(spoofFolder, name)), name)),
  ];
  if (presentations.length === 0) {
    throw new CommandError('bad-arguments', `There is no image in ${liveFolder}, and none in ${spoofFolder}`);
  }
  return presentations;
}

/**
 * Has the engine judge the largest face of each image.
 *
 * @param needed methods that must have run
 */
export async function judgeAll(
  { call, urlOf }: BrowserPipeline,
  presentations: readonly Presentation[],
  needed: readonly LivenessMethod[],
): Promise<JudgedPresentation[]> {
  const results: JudgedPresentation[] = [];
  await withProgress(presentations, 'Images', async (presentation) => {
    const judged = await acquired(presentation.path, () => call('judge', urlOf(presentation.path)));
    if (judged !== null) requireParts(judged, needed);
    results.push({ ...presentation, judged });
  });
  return results;
}

function requireParts({ liveness }: JudgedFace, needed: readonly LivenessMethod[]): void {
  const missing = needed.filter((method) => liveness.parts[method] === undefined);
  if (missing.length === 0) return;
  const ran = Object.keys(liveness.parts).join(', ');
  throw new CommandError('bad-arguments', `Not run, because not installed: ${missing.join(', ')}; there is ${ran}`);
}

function subFolders(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && isFolder(join(folder, name)))
    .sort();
}
