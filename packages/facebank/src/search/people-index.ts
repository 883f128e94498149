import type { Gallery } from '../gallery.ts';
import { peopleSince } from '../people.ts';
import { VectorIndex } from './vector-index.ts';

/** A row in full precision takes 2 kB. Larger galleries keep the compact form alone, and re-rank from the database. */
const mostFullRows = 100_000;

/** How much of the gallery is in memory. */
export interface Loading {
  loaded: number;
  total: number;
  isDone: boolean;
}

/** Who may be meant by a probe. */
export interface Shortlist {
  /** The keys of people among whom the most similar ones surely are. */
  keys: string[];
  /** The sequence of the gallery that was searched. */
  sequence: number;
  /** The models of which there are people. */
  models: string[];
}

export interface IndexStats {
  /** How many people can be found. */
  people: number;
  /** How many cannot, because their record is damaged. */
  unreadable: number;
  /** The memory that it takes. */
  bytes: number;
}

/**
 * The centroids of everybody, in memory and in step with the database: each search first takes in what was written since,
 * in whatever tab. One thing at a time, in the order of calls.
 */
export class PeopleIndex {
  readonly #gallery: Gallery;
  readonly #byModel = new Map<string, VectorIndex>();
  readonly #modelOf = new Map<string, string>();
  readonly #unreadable = new Set<string>();
  /** Everybody up to this sequence was taken in. */
  #seen = 0;
  /** The sequence of the gallery when nobody was left to take in. */
  #inStepAt = -1;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(gallery: Gallery) {
    this.#gallery = gallery;
  }

  /** Takes in one more batch of people. */
  load(): Promise<Loading> {
    return this.#inTurn(() => this.#takeIn());
  }

  /** @param embedding L2-normalised */
  search(embedding: Float32Array, modelId: string, k: number): Promise<Shortlist> {
    return this.#inTurn(async () => {
      while (!(await this.#isInStep())) await this.#takeIn();
      return {
        keys:
          this.#byModel
            .get(modelId)
            ?.candidates(embedding, k)
            .map(({ key }) => key) ?? [],
        sequence: this.#inStepAt,
        models: [...this.#byModel].filter(([, { size }]) => size > 0).map(([model]) => model),
      };
    });
  }

  get size(): number {
    return this.#modelOf.size + this.#unreadable.size;
  }

  async stats(): Promise<IndexStats> {
    const bytes = [...this.#byModel.values()].reduce((sum, index) => sum + index.bytes, 0);
    return { people: this.#modelOf.size, unreadable: this.#unreadable.size, bytes };
  }

  async #isInStep(): Promise<boolean> {
    return this.#inStepAt === (await this.#gallery.read([], async (_tx, { sequence }) => sequence));
  }

  async #takeIn(): Promise<Loading> {
    const { people, isLast, count, sequence } = await peopleSince(this.#gallery, this.#seen);
    for (const { key, body, sequence } of people) {
      this.#forget(key);
      if (body === null) this.#unreadable.add(key);
      else this.#add(key, body.person.modelId, body.centroid, count);
      this.#seen = sequence;
    }
    if (isLast) {
      // All who are there have been taken in: whoever is too many is gone.
      if (this.size !== count) await this.#forgetTheRemoved();
      this.#inStepAt = sequence;
    }
    return { loaded: Math.min(this.size, count), total: count, isDone: isLast };
  }

  async #forgetTheRemoved(): Promise<void> {
    const there = new Set(await this.#gallery.read(['people'], (tx) => tx.objectStore('people').getAllKeys()));
    for (const key of [...this.#modelOf.keys(), ...this.#unreadable]) if (!there.has(key)) this.#forget(key);
  }

  #add(key: string, modelId: string, centroid: Float32Array, expected: number): void {
    let index = this.#byModel.get(modelId);
    if (index === undefined) {
      index = new VectorIndex(centroid.length, { keepRows: expected <= mostFullRows });
      this.#byModel.set(modelId, index);
    }
    index.set(key, centroid);
    this.#modelOf.set(key, modelId);
  }

  #forget(key: string): void {
    this.#unreadable.delete(key);
    const modelId = this.#modelOf.get(key);
    if (modelId === undefined) return;
    this.#byModel.get(modelId)!.delete(key);
    this.#modelOf.delete(key);
  }

  /** Forgets everybody. */
  close(): void {
    this.#byModel.clear();
    this.#modelOf.clear();
    this.#unreadable.clear();
    this.#seen = 0;
    this.#inStepAt = -1;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }
}
