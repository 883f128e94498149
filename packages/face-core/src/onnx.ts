import manifest from 'models';
import type * as Ort from 'onnxruntime-web/wasm';
import { FaceError } from './errors.ts';
import { addressOf, type RuntimeFile } from './models/descriptor.ts';

/*
 * The one file that knows ONNX Runtime. It runs in a module worker.
 */

/** What models run on: the CPU, by WASM, or the GPU. */
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
  /** Of the shape that it was opened with, kept for the life of the session: fill it, then run. */
  readonly input: Float32Array;
  /** Runs on what `input` holds. The outputs are the runtime's own: read them before the next run. */
  run(): Promise<readonly Float32Array[]>;
}

/** A session that has run once, on zeros. */
export interface WarmSession extends OnnxSession {
  /** The shapes of the outputs at that run. */
  readonly shapes: readonly (readonly number[])[];
}

/** An output that a model must have. */
export interface OnnxOutput {
  /** By default the model's own, in order. */
  name?: string | undefined;
  /** The number of values it gives; left out where it is not known, or changes from run to run. */
  length?: number;
}

export interface OnnxRuntime {
  readonly device: Device;
  readonly threads: number;
  /** Resolves with the reason when the GPU is lost: every run from then on fails. Never, on WASM. */
  readonly lost: Promise<string>;
  /**
   * Throws a FaceError: `model-corrupt` where the file is no ONNX model of the described shape, `model-load` where the
   * runtime cannot be fetched.
   *
   * @param shape of the model's one input
   */
  open(model: Uint8Array, shape: readonly number[], outputs: readonly OnnxOutput[]): Promise<WarmSession>;
}

/** The runtime of one device; it starts with its first session. */
export async function loadOnnxRuntime(device: Device, baseUrl: string): Promise<OnnxRuntime> {
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
    mjs: new URL(addressOf(loaders[device]), baseUrl).href,
    wasm: new URL(addressOf(onnxWasm[device]), baseUrl).href,
  };

  let lossReason: string | null = null;
  let tellLoss: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    tellLoss = resolve;
  });
  let abandonTask: (error: FaceError) => void = () => {};
  const lose = (reason: string) => {
    lossReason = reason;
    abandonTask(lossOf(reason));
    tellLoss(reason);
  };
  // One session runs at a time: ONNX Runtime Web fails on two WebGPU runs at once.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(
      () =>
        // A run on a lost GPU may never end, so the loss ends it.
        new Promise<T>((resolve, reject) => {
          if (lossReason !== null) throw lossOf(lossReason);
          abandonTask = reject;
          task().then(resolve, reject);
        }),
    );
    last = result.catch(() => {});
    return result;
  };
  let isWatched = false;
  const watchDevice = async () => {
    if (device === 'wasm' || isWatched) return;
    isWatched = true;
    const gpu = (await ort.env.webgpu.device) as unknown as { lost: Promise<{ reason: string; message: string }> };
    void gpu.lost.then(({ reason, message }) => lose(message || reason));
  };

  return {
    device,
    threads,
    lost,
    async open(model, shape, outputs) {
      const session = await inTurn(() => createSession(ort, device, model, shape));
      await watchDevice();
      const inputName = session.inputNames[0]!;
      const names = outputs.map(({ name }, i) => name ?? session.outputNames[i]!);
      const input = new Float32Array(shape.reduce((product, length) => product * length, 1));
      const tensor = new ort.Tensor('float32', input, shape);
      const run = () =>
        inTurn(async () => {
          const values = await session.run({ [inputName]: tensor }, names).catch((cause: unknown) => {
            throw new FaceError('device-unavailable', `A model failed on ${device}: ${cause}`, { device }, { cause });
          });
          return names.map((name) => values[name]!);
        });
      // A first run checks the shapes and warms the kernels up, so that no frame pays for it.
      const found = await run().catch((cause: unknown) => {
        if (device === 'webgpu') throw cause;
        const wanted = outputs.map(
          ({ name = 'an output', length }) => `${name}${length ? ` of length ${length}` : ''}`,
        );
        const details = { expected: `[${shape}] to ${wanted.join(' and ')}`, found: shapesOf(session) };
        const message = `The model should take ${details.expected}; this one takes ${details.found}: ${cause}`;
        throw new FaceError('model-corrupt', message, details, { cause });
      });
      for (const [i, { length }] of outputs.entries()) {
        const { data } = found[i]!;
        if (data instanceof Float32Array && (length === undefined || data.length === length)) continue;
        const details = { expected: length, found: data.length };
        const message = `The model should give ${length ?? ''} float32 values as ${names[i]}; this one takes ${shapesOf(session)}.`;
        throw new FaceError('model-corrupt', message, details);
      }
      return {
        input,
        shapes: found.map(({ dims }) => dims),
        run: async () => (await run()).map(({ data }) => data as Float32Array),
      };
    },
  };
}

/** What a model says of itself: `image float32 [1,3,32,32] to logits float32 [1,2]`. */
function shapesOf({ inputMetadata, outputMetadata }: Ort.InferenceSession): string {
  const list = (values: readonly Ort.InferenceSession.ValueMetadata[]) =>
    values.map((value) => `${value.name} ${value.isTensor ? `${value.type} [${value.shape}]` : ''}`).join(' and ');
  return `${list(inputMetadata)} to ${list(outputMetadata)}`;
}

function lossOf(reason: string): FaceError {
  return new FaceError('device-unavailable', `The GPU was lost: ${reason}`, { device: 'webgpu', reason });
}

/** Throws a FaceError: `model-load` where the runtime itself could not start, which it does with the first session. */
async function createSession(
  ort: typeof Ort,
  device: Device,
  model: Uint8Array,
  shape: readonly number[],
): Promise<Ort.InferenceSession> {
  // The lengths that a model leaves open, by the names that ours have: with them the runtime plans its memory ahead.
  const [, , height = 1, width = 1] = shape;
  const freeDimensionOverrides = { height, width };
  try {
    return await ort.InferenceSession.create(model, { executionProviders: [device], freeDimensionOverrides });
  } catch (cause) {
    const details = { device, bytes: model.length };
    if (String(cause).includes('no available backend')) {
      const { wasm } = ort.env.wasm.wasmPaths as { wasm: string };
      const message = `ONNX Runtime could not be started from ${wasm}: is modelBaseUrl right?`;
      throw new FaceError('model-load', message, { ...details, url: wasm }, { cause });
    }
    const start = JSON.stringify(new TextDecoder('latin1').decode(model.subarray(0, 16)));
    const message = `An ONNX model was expected; ONNX Runtime cannot read these ${model.length} bytes from ${start} on: ${cause}`;
    throw new FaceError('model-corrupt', message, details, { cause });
  }
}
