import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type ModelName, models, noise } from './models.ts';
import { timed } from './timed.ts';

/** The models in native ONNX Runtime, on the CPU: what WASM is to be compared with. */
export interface NativeModels {
  /** The times of each model in milliseconds, model by model, after a run that does not count. */
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
  return {
    async times(runs) {
      const times: Partial<Record<ModelName, number[]>> = {};
      // Not in turn: each session has threads of its own, which spin on for a while and would be in the next one's way.
      for (const [name, task] of tasks) times[name] = await timed(runs, task);
      return times as Record<ModelName, number[]>;
    },
  };
}
