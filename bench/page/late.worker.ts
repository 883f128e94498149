import { shapeOf } from '../../packages/face-core/src/image/tensor.ts';
import { deepPixBis } from '../../packages/face-core/src/liveness/deeppixbis.ts';
import { loadOnnxRuntime, type OnnxRuntime, type OnnxSession } from '../../packages/face-core/src/onnx.ts';
import { models, noise } from '../models.ts';
import { timed } from '../timed.ts';

/** Runs one model bare, in a runtime that has those of an analysis open. */

export type LateRequest =
  | { type: 'start'; modelBaseUrl: string }
  | { type: 'open'; url: string }
  | { type: 'run'; runs: number };

export interface LateAnswer {
  threads: number;
  /** Of what was asked to run, in milliseconds. */
  times: number[];
}

let runtime: OnnxRuntime;
let session: OnnxSession;

addEventListener('message', ({ data }: MessageEvent<LateRequest>) => {
  answer(data).then(
    (times) => postMessage({ threads: runtime.threads, times } satisfies LateAnswer),
    (error) => postMessage({ error: String(error) }),
  );
});

async function answer(request: LateRequest): Promise<number[]> {
  if (request.type === 'run') return timed(request.runs, () => session.run());
  if (request.type === 'open') {
    const { input, outputs } = deepPixBis;
    // By their lengths alone: the generated model's outputs have other names, so that no engine takes it.
    const lengths = outputs.map(({ length }) => ({ length }));
    session = await runtime.open(await bytesOf(request.url), shapeOf(input), lengths);
    session.input.set(noise([3, input.size, input.size]));
    return [];
  }
  runtime = await loadOnnxRuntime('wasm', request.modelBaseUrl);
  for (const { file, shape, outputs } of models) {
    const bytes = await bytesOf(new URL(file, request.modelBaseUrl).href);
    const lengths = outputs.map((length) => ({ length }));
    await runtime.open(bytes, shape, lengths);
  }
  return [];
}

async function bytesOf(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
