import * as Comlink from 'comlink';
import { FaceError } from '../errors.ts';
import type { RgbaImage } from '../image/pixels.ts';
import { decode, PixelReader } from './frame.ts';
import { holdLifeline } from './lifeline.ts';
import { Pipeline } from './pipeline.ts';
import type { Frame, Outcome, WorkerApi } from './protocol.ts';

/** The worker's entry: answers the protocol, one call at a time. */

let pipeline: Pipeline | null = null;
const pixels = new PixelReader();
const pending = new Map<number, AbortController>();
let last: Promise<unknown> = Promise.resolve();

const api: WorkerApi = {
  holdLifeline,
  open: (options, onProgress, onChange) =>
    settle(async () => {
      pipeline = await Pipeline.open(options, onProgress, onChange);
      await pipeline.detectable();
      return pipeline.info;
    }),
  ready: () =>
    settle(async () => {
      const road = opened();
      await road.ready();
      return road.info;
    }),
  detect: (call, frame) => inTurn(call, frame, (road, image) => road.detect(image)),
  analyze: (call, frame, parts) => inTurn(call, frame, (road, image, signal) => road.analyze(image, parts, signal)),
  cancel: (call) => pending.get(call)?.abort(),
};

Comlink.expose(api);

// A call that cannot be read cannot be answered: an error that nobody catches tells the page.
addEventListener('messageerror', () => {
  throw new Error('A message from the page could not be read.');
});

/**
 * Runs a task on a frame after all earlier ones: the detectors and sessions keep buffers that two calls must not share. The
 * frame is closed at the end, also that of a call that was given up in the queue.
 */
function inTurn<T>(
  call: number,
  frame: Frame,
  task: (road: Pipeline, image: RgbaImage, signal: AbortSignal) => Promise<T>,
): Promise<Outcome<T>> {
  const controller = new AbortController();
  const { signal } = controller;
  pending.set(call, controller);
  const outcome = last.then(() =>
    settle(async () => {
      try {
        const bitmap = await decode(frame, signal);
        try {
          signal.throwIfAborted();
          return await task(opened(), pixels.read(bitmap), signal);
        } finally {
          bitmap.close();
        }
      } finally {
        pending.delete(call);
      }
    }),
  );
  last = outcome;
  return outcome;
}

function opened(): Pipeline {
  if (pipeline === null) throw new FaceError('internal', 'The engine was used before it was opened.');
  return pipeline;
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
