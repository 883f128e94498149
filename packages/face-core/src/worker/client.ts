import * as Comlink from 'comlink';
import { FaceError } from '../errors.ts';
import type { Tracking } from '../tracking/track.ts';
import type { AnalysisParts, Frame, LoadProgress, OpenOptions, Outcome, TrackOptions, WorkerApi } from './protocol.ts';

/** The page's end of the worker boundary: turns outcomes into values and errors, and knows abort, death and close. */
export class WorkerClient {
  readonly #worker: Worker;
  readonly #api: Comlink.Remote<WorkerApi>;
  readonly #gone = new AbortController();
  #calls = 0;

  constructor() {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'face-core' });
    this.#api = Comlink.wrap<WorkerApi>(this.#worker);
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      const details = { reason: event.message ?? null };
      this.#end(new FaceError('worker-died', 'The worker died: create a new engine.', details));
    });
  }

  open(options: OpenOptions, onProgress: (progress: LoadProgress) => void, signal?: AbortSignal) {
    return this.#settled(() => this.#api.open(options, Comlink.proxy(onProgress)), signal);
  }

  /** Transfers the frame where it is a bitmap. */
  async detect(frame: Frame, signal?: AbortSignal) {
    const call = ++this.#calls;
    return this.#settled(() => this.#api.detect(call, handOver(frame)), signal, call);
  }

  async analyze(frame: Frame, parts: AnalysisParts, signal?: AbortSignal) {
    const call = ++this.#calls;
    return this.#settled(() => this.#api.analyze(call, handOver(frame), parts), signal, call);
  }

  async track(frame: Frame, last: Tracking, options: TrackOptions, signal?: AbortSignal) {
    const call = ++this.#calls;
    return this.#settled(() => this.#api.track(call, handOver(frame), last, options), signal, call);
  }

  /** Aborts with the error that all later calls fail with. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Ends the worker with its sessions and memory; calls under way and later ones fail with `closed`. */
  close(): void {
    this.#end(new FaceError('closed', 'The engine is closed: create a new one.'));
  }

  #end(reason: FaceError): void {
    this.#worker.terminate();
    this.#gone.abort(reason);
  }

  /** The value of a call, unless the caller gives up or the worker goes first. */
  async #settled<T>(send: () => Promise<Outcome<T>>, signal?: AbortSignal, call?: number): Promise<T> {
    const givingUp = AbortSignal.any([this.#gone.signal, ...(signal ? [signal] : [])]);
    givingUp.throwIfAborted();
    let giveUp = () => {};
    const abandoned = new Promise<never>((_resolve, reject) => {
      giveUp = () => {
        if (call !== undefined) void this.#api.cancel(call);
        reject(givingUp.reason);
      };
    });
    givingUp.addEventListener('abort', giveUp);
    try {
      const outcome = await Promise.race([send(), abandoned]);
      if (outcome.ok) return outcome.value;
      throw new FaceError(outcome.error.code, outcome.error.message, outcome.error.details);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'DataCloneError') {
        throw new FaceError(
          'bad-image',
          'The image comes from another origin without CORS: load it with crossorigin="anonymous".',
          {},
          { cause: error },
        );
      }
      throw error;
    } finally {
      givingUp.removeEventListener('abort', giveUp);
    }
  }
}

function handOver(frame: Frame): Frame {
  return frame instanceof ImageBitmap ? Comlink.transfer(frame, [frame]) : frame;
}
