import type { IDBPTransaction, StoreNames } from 'idb';
import type { Connection } from './connection.ts';
import type { Vault } from './encryption/vault.ts';
import { FacebankError } from './errors.ts';
import type { ContentStore, FacebankSchema, GalleryState } from './schema.ts';

type Stores = StoreNames<FacebankSchema>[];
type Transaction<Mode extends 'readonly' | 'readwrite'> = IDBPTransaction<FacebankSchema, Stores, Mode>;
export type Writing = Transaction<'readwrite'>;

/** An open and unlocked gallery: what is needed to read and write records. */
export class Gallery {
  readonly name: string;
  readonly connection: Connection;
  readonly vault: Vault;
  /** The `id` of the keys in `vault`. */
  readonly keysId: string;

  constructor(name: string, connection: Connection, vault: Vault, keysId: string) {
    this.name = name;
    this.connection = connection;
    this.vault = vault;
    this.keysId = keysId;
  }

  /** @throws FacebankError `closed`, `storage`; see `Connection.transaction` */
  read<Result>(
    stores: Stores,
    work: (tx: Transaction<'readonly'>, state: GalleryState) => Promise<Result>,
  ): Promise<Result> {
    return this.connection.transaction([...stores, 'state'], 'readonly', async (tx) => work(tx, await this.#state(tx)));
  }

  /**
   * Writes in one transaction, all or nothing; waits while somebody replaces the whole gallery.
   *
   * @throws FacebankError `closed`, `quota`, `storage`
   */
  write<Result>(
    stores: Stores,
    work: (tx: Writing, state: GalleryState) => Promise<Result>,
    durability: 'strict' | 'relaxed' = 'strict',
  ): Promise<Result> {
    return navigator.locks.request(lockName(this.name), { mode: 'shared' }, () =>
      this.connection.transaction(
        [...stores, 'state'],
        'readwrite',
        async (tx) => work(tx, await this.#state(tx)),
        durability,
      ),
    );
  }

  /** Keeps every other writer, in every tab, waiting until `work` is done. */
  alone<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    return navigator.locks.request(lockName(this.name), signal === undefined ? {} : { signal }, work);
  }

  /** The same, unless there is another writer at this moment: then nothing is done. */
  async aloneIfFree(work: () => Promise<void>): Promise<void> {
    await navigator.locks.request(lockName(this.name), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await work();
    });
  }

  /** What is sealed with other keys than ours could be neither read here nor, if we wrote it, anywhere else. */
  async #state(tx: Transaction<'readonly' | 'readwrite'>): Promise<GalleryState> {
    const state = await tx.objectStore('state').get('current');
    if (state?.keys === this.keysId) return state;
    throw otherKeys();
  }
}

export function otherKeys(): FacebankError {
  const message = 'The encryption of this gallery was changed in another tab: open it again.';
  return new FacebankError('closed', message, { reason: 'other-keys' });
}

/** The number of a write to `people`, by which a reader can tell what it has not seen yet. */
export async function nextSequence(tx: Writing, state: GalleryState): Promise<number> {
  state.sequence += 1;
  await tx.objectStore('state').put!(state, 'current');
  return state.sequence;
}

/** Within a transaction that has `templates`: is the person with this `id` still there? Everybody has a template. */
export async function isThere(tx: Writing, person: string): Promise<boolean> {
  return (await tx.objectStore('templates').index('person').getKey(person)) !== undefined;
}

const batchSize = 500;
/** Of pictures, which may have a megabyte each. */
const pictureBatchSize = 20;

/** All records of a store, in the order of their keys. */
export async function* recordsOf<Store extends ContentStore>(
  gallery: Gallery,
  store: Store,
): AsyncGenerator<FacebankSchema[Store]['value'][]> {
  const size = store === 'pictures' ? pictureBatchSize : batchSize;
  let range: IDBKeyRange | undefined;
  for (;;) {
    const { records, keys } = await gallery.read([store], async (tx) => ({
      records: await tx.objectStore(store).getAll(range, size),
      keys: await tx.objectStore(store).getAllKeys(range, size),
    }));
    if (keys.length === 0) return;
    yield records;
    range = IDBKeyRange.lowerBound(keys.at(-1), true);
  }
}

/** How many records there are in each of these stores. */
export async function countsOf<Store extends ContentStore | 'staged'>(
  gallery: Gallery,
  stores: readonly Store[],
): Promise<Record<Store, number>> {
  return gallery.read([...stores], async (tx) => {
    const counts = await Promise.all(stores.map(async (store) => [store, await tx.objectStore(store).count()]));
    return Object.fromEntries(counts);
  });
}

function lockName(gallery: string): string {
  return `facebank:${gallery}`;
}
