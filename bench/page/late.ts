import type { LateAnswer, LateRequest } from './late.worker.ts';

/** A model that is opened bare beside those that an analysis runs, in a worker like the engine's. */
export interface LateModel {
  /** Those that ONNX Runtime uses. */
  readonly threads: number;
  /** Opens DeepPixBiS, from a URL. */
  open(url: string): Promise<void>;
  /** The times of `runs` runs of it in milliseconds, after one that does not count. */
  times(runs: number): Promise<number[]>;
}

const settings = new URLSearchParams(location.search);
const worker = new Worker(new URL('./late.worker.ts', import.meta.url), { type: 'module' });

/** One request at a time. */
function ask(request: LateRequest): Promise<LateAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) => reject(new Error(`The bare model failed: ${message}`));
    worker.onerror = ({ message }) => fail(message);
    worker.onmessage = ({ data }: MessageEvent<LateAnswer | { error: string }>) =>
      'error' in data ? fail(data.error) : resolve(data);
    worker.postMessage(request);
  });
}

async function start(): Promise<LateModel> {
  const modelBaseUrl = new URL(settings.get('models')!, location.href).href;
  const { threads } = await ask({ type: 'start', modelBaseUrl });
  return {
    threads,
    async open(url) {
      await ask({ type: 'open', url: new URL(url, location.href).href });
    },
    times: async (runs) => (await ask({ type: 'run', runs })).times,
  };
}

Object.assign(globalThis, { bench: start() });
