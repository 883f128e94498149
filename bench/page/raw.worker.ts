import { BlazeFace, blazeFace } from '../../packages/face-core/src/detection/blazeface.ts';
import { loadOnnxRuntime, type OnnxSession } from '../../packages/face-core/src/onnx.ts';
import { type ModelName, models, noise } from '../models.ts';
import { timedInTurn } from '../timed.ts';
import { load } from './contender.ts';

/** Runs each model bare: no transfer, no alignment, no crops. */

export interface RawRequest {
  modelBaseUrl: string;
  frame: string;
  runs: number;
}

type Tasks = Map<ModelName, () => unknown>;
let opened: Promise<Tasks> | undefined;

addEventListener('message', ({ data }: MessageEvent<RawRequest>) => {
  opened ??= open(data);
  opened
    .then((tasks) => timedInTurn(data.runs, tasks))
    .then(
      (times) => postMessage({ times }),
      (error) => postMessage({ error: String(error) }),
    );
});

async function open({ modelBaseUrl, frame }: RawRequest): Promise<Tasks> {
  const runtime = await loadOnnxRuntime('wasm', modelBaseUrl);
  const sessions = new Map<ModelName, OnnxSession>();
  for (const { name, file, shape, outputs } of models) {
    const bytes = new Uint8Array(await (await fetch(new URL(file, modelBaseUrl))).arrayBuffer());
    const lengths = outputs.map((length) => ({ length }));
    const session = await runtime.open(bytes, shape, lengths);
    session.input.set(noise(shape));
    sessions.set(name, session);
  }
  // A detection is of a frame: what the engine runs on every one, from pixels to boxes.
  const detector = new BlazeFace(sessions.get('detection')!, blazeFace.full);
  const pixels = pixelsOf(await load(frame));
  const whole = { x: 0, y: 0, width: pixels.width, height: pixels.height };
  return new Map<ModelName, () => unknown>([
    ['detection', () => detector.detect(pixels, whole)],
    ['embedding', () => sessions.get('embedding')!.run()],
    ['liveness', () => sessions.get('liveness')!.run()],
  ]);
}

function pixelsOf(bitmap: ImageBitmap): ImageData {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}
