import type { KeyRecord } from './encryption/keys.ts';
import { FacebankError } from './errors.ts';
import { type Gallery, otherKeys, type Writing } from './gallery.ts';
import { deleteTemplate } from './people.ts';
import { contentStores, type GalleryState, type StagedRecord } from './schema.ts';

/** How many staged records are moved, or written, at once: pictures may have a megabyte each. */
const batchSize = 100;

/**
 * Makes a large change: its records are written beside the gallery, piece by piece, and then moved into it in one
 * transaction. Until that has ended, and if it never does, the gallery is as it was. Other writers wait.
 *
 * @param work adds records, and commits them
 */
export async function staged<Result>(
  gallery: Gallery,
  work: (staging: Staging) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  return gallery.alone(async () => {
    await discardStaged(gallery);
    try {
      return await work(new Staging(gallery));
    } catch (error) {
      // What cannot be discarded now is discarded when the gallery is next opened.
      await discardStaged(gallery).catch(() => {});
      throw error;
    }
  }, signal);
}

/** What `staged` hands to its work. */
export class Staging {
  readonly #gallery: Gallery;
  #waiting: StagedRecord[] = [];
  #count = 0;

  constructor(gallery: Gallery) {
    this.#gallery = gallery;
  }

  async add(...records: StagedRecord[]): Promise<void> {
    this.#waiting.push(...records);
    if (this.#waiting.length >= batchSize) await this.#flush();
  }

  /**
   * Moves everything into the gallery, in one transaction that the disk has when this returns.
   *
   * @param replace does it take the place of everything that is there?
   * @param keys other keys, which everything was sealed with
   * @throws FacebankError `quota`, `storage`, `closed`
   */
  async commit({ replace, keys, onProgress }: CommitOptions): Promise<void> {
    await this.#flush();
    const { connection, keysId } = this.#gallery;
    await connection.transaction([...contentStores, 'staged', 'state', 'keys'], 'readwrite', async (tx) => {
      const state = await tx.objectStore('state').get('current');
      if (state?.keys !== keysId) throw otherKeys();
      if (replace) for (const store of contentStores) await tx.objectStore(store).clear();
      const staged = tx.objectStore('staged');
      let moved = 0;
      for (let last = 0; ; ) {
        const range = IDBKeyRange.lowerBound(last, true);
        const [records, ids] = await Promise.all([
          staged.getAll(range, batchSize),
          staged.getAllKeys(range, batchSize),
        ]);
        if (ids.length === 0) break;
        // All at once: to wait for each would take several times as long. The database keeps their order.
        await Promise.all(records.map((record) => move(tx, record, state)));
        last = ids.at(-1)!;
        moved += ids.length;
        onProgress?.({ moved, total: this.#count });
      }
      if (moved !== this.#count) throw new FacebankError('storage', 'What was prepared is not whole: try again.');
      await staged.clear();
      // At least one more than before: whoever was there may be gone.
      state.sequence += 1;
      await tx.objectStore('state').put({ ...state, keys: keys?.id ?? state.keys }, 'current');
      if (keys !== undefined) await tx.objectStore('keys').put(keys, 'current');
    });
  }

  async #flush(): Promise<void> {
    const records = this.#waiting;
    this.#waiting = [];
    if (records.length === 0) return;
    this.#count += records.length;
    await this.#gallery.connection.transaction(
      ['staged'],
      'readwrite',
      async (tx) => {
        await Promise.all(records.map(async (record) => tx.objectStore('staged').add(record)));
      },
      'relaxed',
    );
  }
}

async function move(tx: Writing, record: StagedRecord, state: GalleryState): Promise<void> {
  if ('delete' in record) {
    if (record.store === 'templates') await deleteTemplate(tx, record.delete);
    else await tx.objectStore(record.store).delete(record.delete);
  } else if (record.store === 'people') {
    state.sequence += 1;
    await tx.objectStore('people').put({ ...record.put, sequence: state.sequence });
  } else {
    await tx.objectStore(record.store).put(record.put);
  }
}

interface CommitOptions {
  replace: boolean;
  keys?: KeyRecord;
  onProgress?: (progress: { moved: number; total: number }) => void;
}

/** What a staging that was cut off has left counts for nothing, but takes space, and may be of people who are removed since. */
export async function discardStaged({ connection }: Gallery): Promise<void> {
  await connection.transaction(['staged'], 'readwrite', (tx) => tx.objectStore('staged').clear());
}
