import type { ModelName } from '../models.ts';
import type { RawRequest } from './raw.worker.ts';

/** Our models run bare, in a worker like the engine's. */
export interface RawModels {
  /** The times of each model in milliseconds: rounds of one run of each, after a round that does not count. */
  times(runs: number): Promise<Record<ModelName, number[]>>;
}

const settings = new URLSearchParams(location.search);
const worker = new Worker(new URL('./raw.worker.ts', import.meta.url), { type: 'module' });

const bench: RawModels = {
  times: (runs) =>
    new Promise((resolve, reject) => {
      const fail = (message: string) => reject(new Error(`The bare models failed: ${message}`));
      worker.onerror = ({ message }) => fail(message);
      worker.onmessage = ({ data }) => ('error' in data ? fail(data.error) : resolve(data.times));
      const modelBaseUrl = new URL(settings.get('models')!, location.href).href;
      worker.postMessage({ modelBaseUrl, frame: settings.get('frame')!, runs } satisfies RawRequest);
    }),
};

Object.assign(globalThis, { bench });
