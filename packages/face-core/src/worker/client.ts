import * as Comlink from 'comlink';
import { unlessAborted } from '../abort.ts';
import { FaceError } from '../errors.ts';
import { fromAnotherOrigin } from '../source.ts';
import type { Tracking } from '../tracking/track.ts';
import { lifelineCut } from './lifeline.ts';
import type {
  AnalysisParts,
  EngineInfo,
  Frame,
  LoadProgress,
  OpenOptions,
  Outcome,
  TrackOptions,
  WorkerApi,
} from './protocol.ts';

/** The page's end of one worker, from its start to its end: sends calls, and turns outcomes into values and errors. */
export class WorkerClient {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'face-core' });
  readonly #api = Comlink.wrap<WorkerApi>(this.#worker);
  readonly #end = new AbortController();
  #calls = 0;

  /** @param closing ends the worker when it aborts, with its reason */
  constructor(closing: AbortSignal) {
    closing.addEventListener('abort', () => this.end(closing.reason), { signal: this.ended });
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#die(event instanceof ErrorEvent ? event.message : 'Its script could not be loaded.');
    });
    this.#worker.addEventListener('messageerror', () => this.#die('A message from it could not be read.'));
    void this.#watch();
  }

  /** Aborts when the worker is gone, with the reason that calls under way and later ones reject with. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  /** Ends the worker with its sessions and memory, if it is still there. */
  end(reason: unknown): void {
    this.#worker.terminate();
    this.#end.abort(reason);
  }

  open(
    options: OpenOptions,
    onProgress: (progress: LoadProgress) => void,
    onChange: (info: EngineInfo) => void,
    signal?: AbortSignal,
  ) {
    return this.#settled(() => this.#api.open(options, Comlink.proxy(onProgress), Comlink.proxy(onChange)), signal);
  }

  ready(signal?: AbortSignal) {
    return this.#settled(() => this.#api.ready(), signal);
  }

  /** The picture is the caller's to close. */
  decode(file: Blob, signal?: AbortSignal) {
    return this.#call(async (call) => {
      const outcome = await this.#api.decode(call, file);
      // Nobody takes what comes after the caller gave up.
      if (outcome.ok && signal?.aborted) outcome.value.close();
      return outcome;
    }, signal);
  }

  /** Hands the frame over, if it is no file. */
  detect(frame: Frame, signal?: AbortSignal) {
    return this.#call((call) => this.#api.detect(call, handOver(frame)), signal);
  }

  /** Hands the frame over, if it is no file. */
  analyze(frame: Frame, parts: AnalysisParts, signal?: AbortSignal) {
    return this.#call((call) => this.#api.analyze(call, handOver(frame), parts), signal);
  }

  /** Hands the frame over. */
  track(frame: Frame, last: Tracking, options: TrackOptions, signal?: AbortSignal) {
    return this.#call((call) => this.#api.track(call, handOver(frame), last, options), signal);
  }

  /** Tells the worker when the caller gives up, so that it spares the rest. */
  async #call<T>(send: (call: number) => Promise<Outcome<T>>, signal?: AbortSignal): Promise<T> {
    const call = ++this.#calls;
    const cancel = () => void this.#api.cancel(call);
    signal?.addEventListener('abort', cancel);
    try {
      return await this.#settled(() => send(call), signal);
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** The value of a call, unless the caller gives up or the worker goes first. */
  async #settled<T>(send: () => Promise<Outcome<T>>, signal?: AbortSignal): Promise<T> {
    this.ended.throwIfAborted();
    signal?.throwIfAborted();
    try {
      const outcome = await unlessAborted(unlessAborted(send(), this.ended), signal);
      if (outcome.ok) return outcome.value;
      throw new FaceError(outcome.error.code, outcome.error.message, outcome.error.details);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'DataCloneError') {
        throw fromAnotherOrigin(error);
      }
      throw error;
    }
  }

  async #watch(): Promise<void> {
    const lifeline = await this.#api.holdLifeline();
    if (lifeline === null) return;
    await lifelineCut(lifeline, this.ended).then(
      () => this.#die('It ended without a word.'),
      () => {}, // It was ended here.
    );
  }

  #die(reason: string): void {
    this.end(new FaceError('worker-died', "The engine's worker died: try again.", { reason }));
  }
}

function handOver(frame: Frame): Frame {
  return frame instanceof Blob ? frame : Comlink.transfer(frame, [frame]);
}
