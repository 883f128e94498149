import { type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import { FacebankError } from './errors.ts';
import { type FacebankSchema, schemaVersion, upgrade } from './schema.ts';

type Stores = StoreNames<FacebankSchema>[];

/** How long opening may wait for other tabs. Without one in the way it takes milliseconds. */
const openTimeoutMs = 5_000;

/** The database while it is open: the one place that starts transactions and turns IndexedDB's errors into ours. */
export class Connection {
  readonly #db: IDBPDatabase<FacebankSchema>;
  /** Why the connection ended, as a sentence; `null` while it is open. */
  #ended: string | null = null;

  private constructor(db: IDBPDatabase<FacebankSchema>) {
    this.#db = db;
    // Whoever wants to upgrade or delete the database waits until every connection has made way.
    db.addEventListener('versionchange', () =>
      this.close('Another tab upgrades or deletes this gallery, so it was closed here: reload the page.'),
    );
    db.addEventListener('close', () =>
      this.close('The browser closed this gallery, for example because site data was cleared: open it again.'),
    );
  }

  /** @throws FacebankError `blocked`, `storage`; the reason of `signal` */
  static async open(name: string, signal?: AbortSignal): Promise<Connection> {
    signal?.throwIfAborted();
    let fault: unknown;
    const open = async () =>
      openDB<FacebankSchema>(name, schemaVersion, {
        upgrade: (db, oldVersion, _newVersion, tx) => {
          tx.done.catch(() => {});
          // What cannot be brought to this version stays as it was.
          upgrade(db, oldVersion, tx).catch((error) => {
            fault = error;
            abort(tx);
          });
        },
      });
    // A browser that blocks storage throws at once.
    const opening = open();
    try {
      return new Connection(await patiently(opening, signal));
    } catch (error) {
      // The request cannot be taken back. Should it succeed after all, its connection must not stand in anyone's way.
      opening.then((db) => db.close()).catch(() => {});
      if (signal?.aborted && error === signal.reason) throw error;
      throw asFacebankError(fault ?? error);
    }
  }

  /**
   * Runs one transaction, all or nothing, and waits until the disk has it (`relaxed`: until the system has it). `work` may
   * await requests of this transaction and nothing else: awaiting anything else ends it.
   *
   * @throws FacebankError `closed`, `quota`, `storage`
   */
  async transaction<Mode extends 'readonly' | 'readwrite', Result>(
    stores: Stores,
    mode: Mode,
    work: (tx: IDBPTransaction<FacebankSchema, Stores, Mode>) => Promise<Result>,
    durability: 'strict' | 'relaxed' = 'strict',
  ): Promise<Result> {
    const tx = this.#begin(stores, mode, durability);
    // Handled from the start: it may fail while `work` still waits for a request.
    const ended = tx.done.catch(() => {});
    try {
      const result = await work(tx);
      await tx.done;
      return result;
    } catch (error) {
      abort(tx);
      await ended;
      // Where the whole transaction failed, a request knows only that it was aborted.
      throw asFacebankError(tx.error ?? error);
    }
  }

  /** Transactions under way still finish. Closing twice is harmless; the first reason stays. */
  close(why = 'This gallery was closed: open it again.'): void {
    this.#ended ??= why;
    this.#db.close();
  }

  /** @throws FacebankError `closed` */
  requireOpen(): void {
    if (this.#ended !== null) throw new FacebankError('closed', this.#ended);
  }

  #begin<Mode extends 'readonly' | 'readwrite'>(stores: Stores, mode: Mode, durability: 'strict' | 'relaxed') {
    this.requireOpen();
    try {
      return this.#db.transaction(stores, mode, { durability });
    } catch (error) {
      throw asFacebankError(error);
    }
  }
}

/** Waits for the database, but not for ever. */
async function patiently<T>(opening: Promise<T>, signal?: AbortSignal): Promise<T> {
  const settled = new AbortController();
  const givenUp = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      const message = 'Another tab keeps this gallery from opening: close other tabs of this site, then try again.';
      reject(new FacebankError('blocked', message, { waitedMs: openTimeoutMs }));
    }, openTimeoutMs);
    settled.signal.addEventListener('abort', () => clearTimeout(timer));
    signal?.addEventListener('abort', () => reject(signal.reason), { signal: settled.signal });
  });
  try {
    return await Promise.race([opening, givenUp]);
  } finally {
    settled.abort();
  }
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // It has ended already.
  }
}

function asFacebankError(cause: unknown): FacebankError {
  if (cause instanceof FacebankError) return cause;
  const name = cause instanceof Error ? cause.name : 'Error';
  if (name === 'QuotaExceededError') {
    const message =
      "The browser's storage for this site is full, so nothing was stored: free some space and try again.";
    return new FacebankError('quota', message, {}, { cause });
  }
  if (name === 'VersionError') {
    const message = 'This gallery was written by a newer version: reload the page to get it.';
    return new FacebankError('storage', message, { version: schemaVersion }, { cause });
  }
  return new FacebankError('storage', `The browser's database failed (${name}): try again.`, { name }, { cause });
}
