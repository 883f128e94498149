import { FaceError } from '../errors.ts';
import type { WorkerKind } from './client.ts';

/** The engine's worker, from its source, which Vite finds. In the published package `published.ts` stands in for this file. */
export function engineWorker(_modelBaseUrl: string): WorkerKind {
  return {
    owner: 'engine',
    start: () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'face-core' }),
    notLoaded: () => new FaceError('model-load', "The engine's worker could not be loaded: check the network."),
  };
}
