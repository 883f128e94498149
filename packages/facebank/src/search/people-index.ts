import { FacebankError } from '../errors.ts';
import type { Gallery } from '../gallery.ts';
import { peopleSince } from '../people.ts';
import type { PersonBody } from '../schema.ts';
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

/** What is in memory of the people in a gallery. */
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
  /** By model and length: one odd embedding must not keep the others from being found. */
  readonly #indexes = new Map<string, ModelIndex>();
  readonly #indexOf = new Map<string, ModelIndex>();
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
      const found = this.#indexes.get(indexKey(modelId, embedding));
      return {
        keys: found === undefined ? [] : keysOf(found, embedding, k),
        sequence: this.#inStepAt,
        models: [...this.#indexes.values()].filter(({ index }) => index.size > 0).map(({ modelId }) => modelId),
      };
    });
  }

  get size(): number {
    return this.#indexOf.size + this.#unreadable.size;
  }

  async stats(): Promise<IndexStats> {
    const bytes = [...this.#indexes.values()].reduce((sum, { index }) => sum + index.bytes, 0);
    return { people: this.#indexOf.size, unreadable: this.#unreadable.size, bytes };
  }

  async #isInStep(): Promise<boolean> {
    return this.#inStepAt === (await this.#gallery.read([], async (_tx, { sequence }) => sequence));
  }

  async #takeIn(): Promise<Loading> {
    const { people, isLast, count, sequence } = await peopleSince(this.#gallery, this.#seen);
    for (const { key, body, sequence } of people) {
      this.#forget(key);
      if (body === null || !this.#add(key, body, count)) this.#unreadable.add(key);
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
    for (const key of [...this.#indexOf.keys(), ...this.#unreadable]) if (!there.has(key)) this.#forget(key);
  }

  /** `false`: no index can have such a centroid. */
  #add(key: string, { person: { modelId }, centroid }: PersonBody, expected: number): boolean {
    try {
      const found = this.#indexes.get(indexKey(modelId, centroid)) ?? newIndex(modelId, centroid, expected);
      found.index.set(key, centroid);
      this.#indexes.set(indexKey(modelId, centroid), found);
      this.#indexOf.set(key, found);
      return true;
    } catch (error) {
      if (error instanceof FacebankError && ['bad-options', 'bad-template'].includes(error.code)) return false;
      throw error;
    }
  }

  #forget(key: string): void {
    this.#unreadable.delete(key);
    this.#indexOf.get(key)?.index.delete(key);
    this.#indexOf.delete(key);
  }

  /** Forgets everybody. */
  close(_why: FacebankError): void {
    this.#indexes.clear();
    this.#indexOf.clear();
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

interface ModelIndex {
  modelId: string;
  index: VectorIndex;
  keepsRows: boolean;
}

function indexKey(modelId: string, { length }: Float32Array): string {
  return JSON.stringify([modelId, length]);
}

function newIndex(modelId: string, { length }: Float32Array, expected: number): ModelIndex {
  const keepsRows = expected <= mostFullRows;
  return { modelId, index: new VectorIndex(length, { keepRows: keepsRows }), keepsRows };
}

function keysOf({ index, keepsRows }: ModelIndex, embedding: Float32Array, k: number): string[] {
  const found = keepsRows ? index.search(embedding, k) : index.candidates(embedding, k);
  return found.map(({ key }) => key);
}
