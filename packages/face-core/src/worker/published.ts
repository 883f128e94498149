import { FaceError } from '../errors.ts';
import type { WorkerKind } from './client.ts';

/**
 * The workers of the published package. Their scripts lie beside the models, where `npx face-core-models` puts them: so no
 * bundler has to find a worker inside a package, which each of them would do in a way of its own, or not at all.
 */

/** The scripts' paths under `modelBaseUrl`; the build fills them in. They change with what the scripts hold. */
declare const workerScripts: { readonly engine: string; readonly objects: string };

export const engineWorker: typeof import('./script.ts').engineWorker = (modelBaseUrl) =>
  workerFrom(new URL(workerScripts.engine, modelBaseUrl), 'engine', 'face-core');

export const objectWorker: typeof import('../objects/script.ts').objectWorker = (modelBaseUrl) =>
  workerFrom(new URL(workerScripts.objects, modelBaseUrl), 'object detector', 'face-core-objects');

function workerFrom(script: URL, owner: string, name: string): WorkerKind {
  return {
    owner,
    start() {
      if (script.origin !== location.origin) throw fromAnotherOrigin(script);
      return new Worker(script, { type: 'module', name });
    },
    notLoaded: () =>
      new FaceError(
        'model-load',
        `${script} could not be loaded as the ${owner}'s worker. Run npx face-core-models for the folder that is served as modelBaseUrl: this version's worker belongs there.`,
        { url: script.href },
      ),
  };
}

function fromAnotherOrigin({ href, origin }: URL): FaceError {
  const message = `A browser starts a worker from the page's own origin alone: serve modelBaseUrl from ${location.origin}, not from ${origin}.`;
  return new FaceError('model-load', message, { url: href });
}
