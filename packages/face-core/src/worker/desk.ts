import * as Comlink from 'comlink';
import { FaceError } from '../errors.ts';
import type { ImageLimits } from '../image/limits.ts';
import type { DeviceInfo, Frame, LoadProgress, Outcome, ServedApi } from './boundary.ts';
import { type FrameImage, FrameReader } from './frame.ts';
import { holdLifeline } from './lifeline.ts';

/** The models of a worker, and what it can do with them. */
interface Road<Info extends DeviceInfo> {
  readonly info: Info;
  /** Resolves when something can be detected. */
  detectable(): Promise<void>;
  /** Resolves when every model is there. */
  ready(): Promise<void>;
}

/** Opens a road. */
type Open<Options, Info, Opened> = (
  options: Options,
  onProgress: (progress: LoadProgress) => void,
  onChange: (info: Info) => void,
) => Promise<Opened>;

/** The worker's end of the boundary: answers calls, one frame at a time. */
export class Desk<Options extends { limits: ImageLimits }, Info extends DeviceInfo, Opened extends Road<Info>> {
  readonly #open: Open<Options, Info, Opened>;
  #opened: { road: Opened; frames: FrameReader; limits: ImageLimits } | null = null;
  readonly #pending = new Map<number, AbortController>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(open: Open<Options, Info, Opened>) {
    this.#open = open;
  }

  /** Answers the page from now on. */
  serve<Calls extends object>(calls: Calls): void {
    const served: ServedApi<Options, Info> = {
      holdLifeline,
      open: (options, onProgress, onChange) =>
        settle(async () => {
          const road = await this.#open(options, onProgress, onChange);
          const { limits } = options;
          this.#opened = { road, frames: new FrameReader(limits), limits };
          await road.detectable();
          return road.info;
        }),
      ready: () =>
        settle(async () => {
          const { road } = this.opened;
          await road.ready();
          return road.info;
        }),
      cancel: (call) => this.#pending.get(call)?.abort(),
    };
    Comlink.expose({ ...served, ...calls });
    // A call that cannot be read cannot be answered: an error that nobody catches tells the page.
    addEventListener('messageerror', () => {
      throw new Error('A message from the page could not be read.');
    });
  }

  get opened() {
    if (this.#opened === null) throw new FaceError('internal', 'The worker was used before it was opened.');
    return this.#opened;
  }

  /**
   * Runs a task on a frame after all earlier ones: the reader, the detectors and sessions keep buffers that two calls
   * must not share. The frame is closed as soon as it is read, and that of a call that was given up in the queue too.
   */
  inTurn<T>(
    call: number,
    frame: Frame,
    task: (road: Opened, image: FrameImage, signal: AbortSignal) => Promise<T>,
  ): Promise<Outcome<T>> {
    const before = this.#last;
    const outcome = this.atOnce(call, async (signal) => {
      await before;
      const { road, frames } = this.opened;
      const image = await frames.read(frame, signal);
      signal.throwIfAborted();
      return task(road, image, signal);
    });
    this.#last = outcome;
    return outcome;
  }

  /** Runs a task that can be given up from the page, and waits for nobody. */
  atOnce<T>(call: number, task: (signal: AbortSignal) => Promise<T>): Promise<Outcome<T>> {
    const controller = new AbortController();
    this.#pending.set(call, controller);
    return settle(async () => {
      try {
        return await task(controller.signal);
      } finally {
        this.#pending.delete(call);
      }
    });
  }
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
