import * as Comlink from 'comlink';
import { unlessAborted } from '../abort.ts';
import { FaceError } from '../errors.ts';
import { fromAnotherOrigin } from '../source.ts';
import type { DeviceInfo, LoadProgress, Outcome, ServedApi } from './boundary.ts';
import { lifelineCut } from './lifeline.ts';

/** Which worker to start. */
export interface WorkerKind {
  /** What errors call that which it works for. */
  owner: string;
  start(): Worker;
  /** What is wrong where its script cannot be loaded. */
  notLoaded(): FaceError;
}

/** Makes a call of the worker's own; the number is for the worker to know it by. */
export type Send<Calls, T> = (api: Calls, call: number) => Promise<Outcome<T>>;

/** The page's end of one worker, from its start to its end: sends calls, and turns outcomes into values and errors. */
export class WorkerClient<Options, Info extends DeviceInfo, Calls> {
  readonly #owner: string;
  readonly #worker: Worker;
  /** Every one of its methods answers a promise anyhow, but for `cancel`, whose answer nobody wants. */
  readonly #api: ServedApi<Options, Info> & Calls;
  readonly #end = new AbortController();
  #calls = 0;

  /** @param closing ends the worker when it aborts, with its reason */
  constructor({ owner, start, notLoaded }: WorkerKind, closing: AbortSignal) {
    this.#owner = owner;
    this.#worker = start();
    this.#api = Comlink.wrap(this.#worker) as unknown as ServedApi<Options, Info> & Calls;
    closing.addEventListener('abort', () => this.end(closing.reason), { signal: this.ended });
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      // Without a word about what failed, nothing of the script has run.
      if (event instanceof ErrorEvent) this.#die(event.message);
      else this.end(notLoaded());
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
    options: Options,
    onProgress: (progress: LoadProgress) => void,
    onChange: (info: Info) => void,
    signal?: AbortSignal,
  ): Promise<Info> {
    // What an app's function returns is not for the worker, and an element, say, could not travel there.
    const tell = (progress: LoadProgress) => void onProgress(progress);
    return this.#settled(() => this.#api.open(options, Comlink.proxy(tell), Comlink.proxy(onChange)), signal);
  }

  ready(signal?: AbortSignal): Promise<Info> {
    return this.#settled(() => this.#api.ready(), signal);
  }

  /** Tells the worker when the caller gives up, so that it spares the rest. */
  async call<T>(send: Send<Calls, T>, signal?: AbortSignal): Promise<T> {
    const call = ++this.#calls;
    const cancel = () => void this.#api.cancel(call);
    signal?.addEventListener('abort', cancel);
    try {
      return await this.#settled(() => send(this.#api, call), signal);
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
    this.end(new FaceError('worker-died', `The ${this.#owner}'s worker died: try again.`, { reason }));
  }
}
