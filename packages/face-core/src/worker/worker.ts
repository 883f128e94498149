import * as Comlink from 'comlink';
import { FaceError } from '../errors.ts';
import { scaleFace } from '../geometry/scale-face.ts';
import type { ImageLimits } from '../image/limits.ts';
import type { Face } from '../types.ts';
import { decodeFile } from './file.ts';
import { type FrameImage, FrameReader } from './frame.ts';
import { holdLifeline } from './lifeline.ts';
import type { Picture } from './picture.ts';
import { Pipeline } from './pipeline.ts';
import type { Frame, Outcome, WorkerApi } from './protocol.ts';

/** The worker's entry: answers the protocol, one call at a time. */

let engine: { pipeline: Pipeline; frames: FrameReader; limits: ImageLimits } | null = null;
const pending = new Map<number, AbortController>();
let last: Promise<unknown> = Promise.resolve();

const api: WorkerApi = {
  holdLifeline,
  open: (options, onProgress, onChange) =>
    settle(async () => {
      const pipeline = await Pipeline.open(options, onProgress, onChange);
      engine = { pipeline, frames: new FrameReader(options.limits), limits: options.limits };
      await pipeline.detectable();
      return pipeline.info;
    }),
  ready: () =>
    settle(async () => {
      const { pipeline } = opened();
      await pipeline.ready();
      return pipeline.info;
    }),
  async decode(call, file) {
    const outcome = await settle(() => cancellable(call, (signal) => decodeFor(file, signal)));
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value]) : outcome;
  },
  detect: (call, frame) => inTurn(call, frame, async (road, image) => atSource(await road.detect(image), image)),
  analyze: (call, frame, parts) =>
    inTurn(call, frame, async (road, image, signal) => ({
      width: Math.round(image.width * image.scale),
      height: Math.round(image.height * image.scale),
      faces: atSource(await road.analyze(image, parts, signal), image),
    })),
  track: (call, frame, last, options) =>
    inTurn(call, frame, (road, image, signal) => road.track(image, last, options, signal)),
  cancel: (call) => pending.get(call)?.abort(),
};

Comlink.expose(api);

// A call that cannot be read cannot be answered: an error that nobody catches tells the page.
addEventListener('messageerror', () => {
  throw new Error('A message from the page could not be read.');
});

/**
 * Runs a task on a frame after all earlier ones: the reader, the detectors and sessions keep buffers that two calls
 * must not share. The frame is closed as soon as it is read, and that of a call that was given up in the queue too.
 */
function inTurn<T>(
  call: number,
  frame: Frame,
  task: (road: Pipeline, image: FrameImage, signal: AbortSignal) => Promise<T>,
): Promise<Outcome<T>> {
  const before = last;
  const outcome = settle(() =>
    cancellable(call, async (signal) => {
      await before;
      const { pipeline, frames } = opened();
      const image = await frames.read(frame, signal);
      signal.throwIfAborted();
      return task(pipeline, image, signal);
    }),
  );
  last = outcome;
  return outcome;
}

/** Waits for nobody: decoding shares nothing with the models. */
async function decodeFor(file: Blob, signal: AbortSignal): Promise<Picture> {
  const { picture } = await decodeFile(file, opened().limits, signal);
  if (!signal.aborted) return picture;
  picture.close();
  throw signal.reason;
}

/** Runs a task that can be given up from the page. */
async function cancellable<T>(call: number, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  pending.set(call, controller);
  try {
    return await task(controller.signal);
  } finally {
    pending.delete(call);
  }
}

/** The faces of an image in pixels of the source that it may have been reduced from. */
function atSource<T extends Face>(faces: readonly T[], { scale }: FrameImage): T[] {
  return faces.map((face) => scaleFace(face, scale));
}

function opened() {
  if (engine === null) throw new FaceError('internal', 'The engine was used before it was opened.');
  return engine;
}

async function settle<T>(task: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await task() };
  } catch (error) {
    if (error instanceof FaceError) {
      return { ok: false, error: { code: error.code, message: error.message, details: error.details } };
    }
    return { ok: false, error: { code: 'internal', message: String(error), details: {} } };
  }
}
