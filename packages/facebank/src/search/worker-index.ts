import * as Comlink from 'comlink';
import { FacebankError } from '../errors.ts';
import type { Gallery } from '../gallery.ts';
import type { IndexStats, Loading, Shortlist } from './people-index.ts';
import type { Outcome, SearchWorkerApi } from './protocol.ts';

/** The worker's script could not be loaded: a bundler has left it behind, say. */
export class NoWorker extends Error {}

/**
 * The page's end of a PeopleIndex that lives in a worker. Throws where the page may not start one; where there is no script
 * to start, its calls reject with `NoWorker`.
 */
export class WorkerIndex {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'facebank' });
  readonly #api = Comlink.wrap<SearchWorkerApi>(this.#worker);
  readonly #opened: Promise<Outcome<null>>;
  /** Rejects when the worker is gone: without it a call would wait for ever. */
  readonly #died: Promise<never>;
  #end!: (error: Error) => void;
  isDead = false;

  constructor({ name, vault, keysId }: Gallery) {
    this.#died = new Promise((_, reject) => {
      this.#end = reject;
    });
    this.#died.catch(() => {});
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      // Without a word about what failed, nothing of the script has run.
      if (!(event instanceof ErrorEvent)) return this.close(new NoWorker());
      const message = 'The search ended unexpectedly, perhaps for lack of memory: try again.';
      this.close(new FacebankError('out-of-memory', message, { reason: event.message }));
    });
    this.#opened = this.#api.open(name, vault.keys, keysId);
  }

  load(): Promise<Loading> {
    return this.#call(() => this.#api.load());
  }

  search(embedding: Float32Array, modelId: string, k: number): Promise<Shortlist> {
    return this.#call(() => this.#api.search(embedding, modelId, k));
  }

  stats(): Promise<IndexStats> {
    return this.#call(() => this.#api.stats());
  }

  /** Ends the worker with its memory and its connection. Calls under way reject. */
  close(why: Error): void {
    this.isDead = true;
    this.#worker.terminate();
    this.#end(why);
  }

  async #call<Value>(call: () => Promise<Outcome<Value>>): Promise<Value> {
    const work = async () => {
      valueIn(await this.#opened);
      return valueIn(await call());
    };
    return Promise.race([work(), this.#died]);
  }
}

function valueIn<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  const { code, message, details } = outcome.error;
  throw new FacebankError(code, message, details);
}
