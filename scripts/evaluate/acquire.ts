import { type BrowserPipeline, CommandError } from '../browser-pipeline.ts';
import { say, withProgress } from '../command.ts';

export interface Acquired {
  digest: string;
  embedding: Float32Array;
  modelId: string;
}

/** The codes that mean that an image gave no template: a failure to acquire. Anything else ends the command. */
const failures = new Set(['no-face', 'bad-image', 'image-too-large']);

/** What a task makes of an image; `null`, which is said, where the image was a failure to acquire. */
export async function acquired<T>(path: string, task: () => Promise<T>): Promise<T | null> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof CommandError) || !failures.has(error.code)) throw error;
    say(`Failure to acquire: ${path} (${error.code})`);
    return null;
  }
}

/**
 * Takes the template of the largest face of each image; `null` is a failure to acquire, which is said. Quality and
 * liveness refuse nothing here: an evaluation measures recognition on all that was found.
 */
export async function acquireAll(
  { call, urlOf }: BrowserPipeline,
  paths: readonly string[],
): Promise<Map<string, Acquired | null>> {
  const templates = new Map<string, Acquired | null>();
  await withProgress(paths, 'Images', async (path) => {
    const taken = await acquired(path, () => call('acquire', urlOf(path), { liveness: false }));
    templates.set(path, taken && { ...taken, embedding: Float32Array.from(taken.embedding) });
  });
  return templates;
}

/** The number of images that gave nothing. */
export function failuresToAcquire(results: ReadonlyMap<string, unknown>): number {
  return [...results.values()].filter((result) => result === null).length;
}
