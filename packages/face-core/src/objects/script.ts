import { FaceError } from '../errors.ts';
import type { WorkerKind } from '../worker/client.ts';

/** The detector's worker, from its source, as the engine's is in `worker/script.ts`. */
export function objectWorker(_modelBaseUrl: string): WorkerKind {
  return {
    owner: 'object detector',
    start: () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'face-core-objects' }),
    notLoaded: () =>
      new FaceError('model-load', "The object detector's worker could not be loaded: check the network."),
  };
}
