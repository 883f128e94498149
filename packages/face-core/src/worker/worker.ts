import * as Comlink from 'comlink';
import { FaceError } from '../errors.ts';
import { decode } from './frame.ts';
import { Pipeline } from './pipeline.ts';
import type { Frame, Outcome, WorkerApi } from './protocol.ts';

/** The worker's entry: answers the protocol, one call at a time. */

let pipeline: Pipeline | null = null;
const pending = new Map<number, AbortController>();
let last: Promise<unknown> = Promise.resolve();

const api: WorkerApi = {
  open: (options, onProgress) =>
    settle(async () => {
      pipeline = await Pipeline.open(options, onProgress);
      return pipeline.info;
    }),
  detect: (call, frame) => inTurn(call, frame, async (road, bitmap) => road.detect(bitmap)),
  analyze: (call, frame, parts) => inTurn(call, frame, (road, bitmap, signal) => road.analyze(bitmap, parts, signal)),
  track: (call, frame, last, options) =>
    inTurn(call, frame, (road, bitmap, signal) => road.track(bitmap, last, options, signal)),
  cancel: (call) => pending.get(call)?.abort(),
};

Comlink.expose(api);

/**
 * Runs a task on a frame after all earlier ones: the detectors and sessions keep buffers that two calls must not share. The
 * frame is closed at the end, also that of a call that was given up in the queue.
 */
function inTurn<T>(
  call: number,
  frame: Frame,
  task: (road: Pipeline, bitmap: ImageBitmap, signal: AbortSignal) => Promise<T>,
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
          if (pipeline === null) throw new FaceError('internal', 'The engine was used before it was opened.');
          return await task(pipeline, bitmap, signal);
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
