import manifest from 'models';
import type * as Ort from 'onnxruntime-web/wasm';
import { FaceError } from './errors.ts';
import type { RuntimeFile } from './models/descriptor.ts';

/** The one file that knows ONNX Runtime. It runs in a module worker. */

export type Device = 'wasm' | 'webgpu';

/** The runtime's WASM of each device, as the manifest has it, and the script that loads it. */
export const onnxWasm: Record<Device, RuntimeFile> = {
  wasm: manifest.runtimes['onnx-wasm'],
  webgpu: manifest.runtimes['onnx-webgpu'],
};
const loaders: Record<Device, RuntimeFile> = {
  wasm: manifest.runtimes['onnx-wasm-loader'],
  webgpu: manifest.runtimes['onnx-webgpu-loader'],
};

/** One ONNX model with one image input, ready to run. */
export interface OnnxSession {
  /** `[1, 3, size, size]`, kept for the life of the session: fill it, then run. */
  readonly input: Float32Array;
  /** Runs on what `input` holds. The result is the runtime's own: read it before the next run. */
  run(): Promise<Float32Array>;
}

export interface OnnxRuntime {
  readonly device: Device;
  readonly threads: number;
  /**
   * Throws a FaceError: `model-corrupt` where the file is no ONNX model of the described shape, `model-load` where the
   * runtime cannot be fetched.
   *
   * @param size the input's width and height in pixels
   * @param outputs the number of values it gives
   */
  open(model: Uint8Array, size: number, outputs: number): Promise<OnnxSession>;
}

/** The runtime of one device; it starts with its first session. Throws a FaceError `device-unavailable`. */
export async function loadOnnxRuntime(device: Device, baseUrl: string): Promise<OnnxRuntime> {
  if (device === 'webgpu' && !(await navigator.gpu?.requestAdapter())) {
    throw new FaceError('device-unavailable', 'This browser offers no WebGPU adapter: use device "wasm".', { device });
  }
  const ort: typeof Ort =
    device === 'webgpu' ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
  // Threads need shared memory, which the browser gives to cross-origin isolated pages alone. More than four do not pay
  // on models this small.
  const threads = globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = threads;
  // Without a limit, a runtime whose thread workers are refused (a host without the right headers) waits for ever.
  ort.env.wasm.initTimeout = 60_000;
  ort.env.wasm.wasmPaths = {
    mjs: new URL(loaders[device].file, baseUrl).href,
    wasm: new URL(onnxWasm[device].file, baseUrl).href,
  };

  // One session runs at a time: ONNX Runtime Web fails on two WebGPU runs at once.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task);
    last = result.catch(() => {});
    return result;
  };

  return {
    device,
    threads,
    async open(model, size, outputs) {
      const session = await inTurn(() => createSession(ort, device, model));
      const [inputName, outputName] = [session.inputNames[0]!, session.outputNames[0]!];
      const shape = [1, 3, size, size];
      const input = new Float32Array(3 * size * size);
      const tensor = new ort.Tensor('float32', input, shape);
      const run = () =>
        inTurn(async () => {
          const { [outputName]: output } = await session.run({ [inputName]: tensor });
          return output!.data as Float32Array;
        });
      // A first run checks the shapes and warms the kernels up, so that no frame pays for it.
      const found = await run().catch((cause: unknown) => {
        throw new FaceError('model-corrupt', `The model does not take an input of [${shape}].`, { shape }, { cause });
      });
      if (found.length !== outputs) {
        throw new FaceError(
          'model-corrupt',
          `The model gives ${found.length} values where ${outputs} were described.`,
          {
            expected: outputs,
            found: found.length,
          },
        );
      }
      return { input, run };
    },
  };
}

/** Throws a FaceError: `model-load` where the runtime itself could not start, which it does with the first session. */
async function createSession(ort: typeof Ort, device: Device, model: Uint8Array): Promise<Ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(model, { executionProviders: [device] });
  } catch (cause) {
    const details = { device, bytes: model.length };
    if (String(cause).includes('no available backend')) {
      const { wasm } = ort.env.wasm.wasmPaths as { wasm: string };
      const message = `ONNX Runtime could not be started from ${wasm}: is modelBaseUrl right?`;
      throw new FaceError('model-load', message, { ...details, url: wasm }, { cause });
    }
    throw new FaceError('model-corrupt', 'ONNX Runtime refuses the model.', details, { cause });
  }
}
