import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type ModelName, models, noise } from './models.ts';
import { timedInTurn } from './timed.ts';

/** The models in native ONNX Runtime, on the CPU: what WASM is to be compared with. */
export interface NativeModels {
  /** The times of each model in milliseconds: rounds of one run of each, after a round that does not count. */
  times(runs: number): Promise<Record<ModelName, number[]>>;
}

export async function openNativeModels(folder: string, threads: number): Promise<NativeModels> {
  const tasks = new Map<ModelName, () => Promise<unknown>>();
  for (const { name, file, shape } of models) {
    const session = await InferenceSession.create(join(folder, file), {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // Errors only: it warns of every CPU that it may not pin a thread to.
      logSeverityLevel: 3,
    });
    const feeds = { [session.inputNames[0]!]: new Tensor('float32', noise(shape), shape) };
    tasks.set(name, () => session.run(feeds));
  }
  return { times: (runs) => timedInTurn(runs, tasks) };
}
