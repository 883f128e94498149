import { type IDBPDatabase, openDB, type StoreNames } from 'idb';
import type { FacebankSchema } from '../src/schema.ts';

type Store = StoreNames<FacebankSchema>;

/** Every record of every store with its key, whatever the stores are. */
export async function everything(name: string): Promise<Record<string, [key: IDBValidKey, record: unknown][]>> {
  return withDatabase(name, async (db) => {
    const contents: Record<string, [IDBValidKey, unknown][]> = {};
    const tx = db.transaction(db.objectStoreNames);
    for (const name of db.objectStoreNames) {
      const store = tx.objectStore(name);
      const [keys, records] = await Promise.all([store.getAllKeys(), store.getAll()]);
      contents[name] = keys.map((key, index) => [key, records[index]]);
    }
    await tx.done;
    return contents;
  });
}

/** Changes each record of a store behind the gallery's back; `undefined` deletes it. */
export async function changeRecords<Name extends Store>(
  name: string,
  store: Name,
  change: (record: FacebankSchema[Name]['value']) => unknown,
): Promise<void> {
  await withDatabase(name, async (db) => {
    const tx = db.transaction(store, 'readwrite');
    for (let cursor = await tx.store.openCursor(); cursor !== null; cursor = await cursor.continue()) {
      const changed = change(cursor.value);
      await (changed === undefined ? cursor.delete() : cursor.update(changed));
    }
    await tx.done;
  });
}

/** Puts a record there, behind the gallery's back. */
export async function putRecord(name: string, store: Store, record: unknown, key?: string): Promise<void> {
  await withDatabase(name, (db) => db.put(store, record, key));
}

async function withDatabase<Result>(name: string, work: (db: IDBPDatabase) => Promise<Result>): Promise<Result> {
  const db = await openDB(name);
  try {
    return await work(db);
  } finally {
    db.close();
  }
}
