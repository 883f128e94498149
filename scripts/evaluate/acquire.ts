import { type BrowserPipeline, CommandError } from '../browser-pipeline.ts';
import { say, withProgress } from '../command.ts';

export interface Acquired {
  digest: string;
  embedding: Float32Array;
  modelId: string;
}

/** The codes that mean that an image gave no template: a failure to acquire. Anything else ends the command. */
const failures = new Set(['no-face', 'bad-image', 'image-too-large']);

/**
 * Takes the template of the largest face of each image; `null` is a failure to acquire, which is said. Quality and
 * liveness refuse nothing here: an evaluation measures recognition on all that was found.
 */
export async function acquireAll(
  { call, urlOf }: BrowserPipeline,
  paths: readonly string[],
): Promise<Map<string, Acquired | null>> {
  const acquired = new Map<string, Acquired | null>();
  await withProgress(paths, 'Images', async (path) => {
    try {
      const { digest, embedding, modelId } = await call('acquire', urlOf(path), { liveness: false });
      acquired.set(path, { digest, embedding: Float32Array.from(embedding), modelId });
    } catch (error) {
      if (!(error instanceof CommandError) || !failures.has(error.code)) throw error;
      say(`Failure to acquire: ${path} (${error.code})`);
      acquired.set(path, null);
    }
  });
  return acquired;
}

/** The number of images that gave no template. */
export function failuresToAcquire(acquired: ReadonlyMap<string, Acquired | null>): number {
  return [...acquired.values()].filter((template) => template === null).length;
}
