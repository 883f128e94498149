import type { FacebankError } from '../errors.ts';
import type { Gallery } from '../gallery.ts';
import { type IndexStats, type Loading, PeopleIndex, type Shortlist } from './people-index.ts';
import { NoWorker, WorkerIndex } from './worker-index.ts';

/** Up to so many people, a search on the page's own thread takes less than a message to a worker and back. */
const mostPeopleOnThisThread = 1_000;

/** How people are taken into memory. */
export interface LoadOptions {
  /** Gives the loading up; it then rejects with the signal's reason, and goes on from there another time. */
  signal?: AbortSignal | undefined;
  /** Told after every batch. */
  onProgress?: ((progress: { loaded: number; total: number }) => void) | undefined;
}

/**
 * Finds people by their centroids: on this thread while they are few, in a worker when they are many. Where no worker can be
 * started they stay on this thread, with the same answers.
 */
export class Search {
  readonly #gallery: Gallery;
  #index: PeopleIndex | WorkerIndex;
  #isLoaded = false;
  #hasWorkers = true;
  #closedFor: FacebankError | null = null;

  constructor(gallery: Gallery) {
    this.#gallery = gallery;
    this.#index = new PeopleIndex(gallery);
  }

  /**
   * Takes everybody into memory. An aborted call keeps what it has; the next one goes on from there.
   *
   * @throws FacebankError `closed`, `storage`, `unsupported`, `out-of-memory`; the reason of `signal`
   */
  async load({ signal, onProgress }: LoadOptions = {}): Promise<void> {
    if (this.#index instanceof WorkerIndex && this.#index.isDead && this.#closedFor === null) this.#startOver();
    for (let isDone = this.#isLoaded; !isDone; ) {
      signal?.throwIfAborted();
      const { loaded, total, ...state } = await this.#loadSome();
      onProgress?.({ loaded, total });
      isDone = state.isDone;
    }
    this.#isLoaded = true;
  }

  /**
   * The people who may be meant, as the gallery is at this moment.
   *
   * @param embedding L2-normalised
   * @throws FacebankError `closed`, `storage`, `unsupported`, `out-of-memory`; the reason of `signal`
   */
  async shortlist(
    embedding: Float32Array,
    modelId: string,
    k: number,
    { signal }: LoadOptions = {},
  ): Promise<Shortlist> {
    await this.load({ signal });
    const shortlist = await this.#ask((index) => index.search(embedding, modelId, k));
    // Ready for next time: so many have been enrolled since that this thread should not search them all.
    if (this.#index instanceof PeopleIndex && this.#isTooMany(this.#index.size)) this.#isLoaded = false;
    return shortlist;
  }

  async stats(): Promise<IndexStats> {
    return this.#ask((index) => index.stats());
  }

  /** Forgets everybody, and ends the worker. Calls under way reject. */
  close(why: FacebankError): void {
    this.#closedFor = why;
    this.#index.close(why);
  }

  async #loadSome(): Promise<Loading> {
    const index = this.#index;
    const loading = await this.#ask((index) => index.load());
    if (index instanceof WorkerIndex || !this.#isTooMany(loading.total)) return loading;
    if (this.#closedFor !== null) throw this.#closedFor;
    try {
      // Another call may have been first. Starting over costs one batch.
      if (this.#index === index) this.#index = new WorkerIndex(this.#gallery);
    } catch {
      // The packages come from another origin than the page, say.
      this.#hasWorkers = false;
      return loading;
    }
    return this.#ask((index) => index.load());
  }

  /** Asks the index; where its worker has no script, another one on this thread. */
  async #ask<Answer>(question: (index: PeopleIndex | WorkerIndex) => Promise<Answer>): Promise<Answer> {
    const index = this.#index;
    try {
      return await question(index);
    } catch (error) {
      if (!(error instanceof NoWorker)) throw error;
      if (this.#closedFor !== null) throw this.#closedFor;
      this.#hasWorkers = false;
      // Another call may have been first.
      if (this.#index === index) this.#startOver();
      return question(this.#index);
    }
  }

  #startOver(): void {
    this.#index = new PeopleIndex(this.#gallery);
    this.#isLoaded = false;
  }

  #isTooMany(people: number): boolean {
    return this.#hasWorkers && people > mostPeopleOnThisThread;
  }
}
