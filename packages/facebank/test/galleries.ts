import { deleteDB, openDB } from 'idb';
import { expect, onTestFinished, vi } from 'vitest';
import { Connection } from '../src/connection.ts';
import type { Sealed } from '../src/encryption/sealed.ts';
import type { Gallery } from '../src/gallery.ts';
import { type Encryption, Facebank, type OpenOptions } from '../src/index.ts';
import { openGallery as openStored } from '../src/opening.ts';
import type { FacebankSchema } from '../src/schema.ts';

/**
 * A database name of the test's own. The database is deleted when the test is over; where the test cleared all site data,
 * the browser may still be at it and refuse.
 */
export function galleryName(): string {
  const name = `test-${crypto.randomUUID()}`;
  onTestFinished(() => deleteDB(name).catch(() => {}));
  return name;
}

/** Opens a gallery that is closed when the test is over. */
export async function openGallery(options: OpenOptions = {}): Promise<Facebank> {
  const bank = await Facebank.open({ name: galleryName(), ...options });
  onTestFinished(() => bank.close());
  return bank;
}

/** Lets the n-th `put` of all fail for want of space, until it is emptied or the test is over. */
export function diskFullAtPut(nth: number) {
  const { put } = IDBObjectStore.prototype;
  const disk = { puts: 0, empty: () => stub.mockRestore() };
  const stub = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    disk.puts += 1;
    if (disk.puts === nth) throw new DOMException('Full', 'QuotaExceededError');
    return put.apply(this, args);
  });
  onTestFinished(disk.empty);
  return disk;
}

/** Keeps every writer of a gallery waiting, in the order in which they come. */
export async function holdWriters(gallery: string) {
  const name = `facebank:${gallery}`;
  let letGo!: () => void;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await new Promise<void>((begun) => {
    void navigator.locks.request(name, async () => {
      begun();
      await held;
    });
  });
  return {
    letGo,
    /** Resolves when so many are waiting. */
    waiting: (count: number) =>
      vi.waitFor(async () => {
        const { pending = [] } = await navigator.locks.query();
        expect(pending.filter((lock) => lock.name === name)).toHaveLength(count);
      }),
  };
}

/** Everything that is in the database, as IndexedDB has it. */
export async function rawContents(name: string) {
  const db = await openDB<FacebankSchema>(name);
  const contents = {
    keys: await db.getAll('keys'),
    people: await db.getAll('people'),
    templates: await db.getAll('templates'),
    events: await db.getAll('events'),
    pictures: await db.getAll('pictures'),
    failures: await db.getAll('failures'),
    staged: await db.getAll('staged'),
  };
  db.close();
  return contents;
}

/** What a record of a gallery in clear says. */
export function plain<T>(sealed: Sealed<T>): T {
  if (sealed.format !== 'plain') throw new Error('This record is encrypted.');
  return sealed.data;
}

/** The inner side of a gallery, to the end of the test, or of what `onEnd` waits for. */
export async function rawGallery(
  name: string,
  onEnd: (close: () => void) => void = onTestFinished,
  encryption: Encryption = 'device',
): Promise<Gallery> {
  const connection = await Connection.open(name);
  onEnd(() => connection.close());
  const { gallery } = await openStored(name, connection, encryption, {});
  return gallery!;
}
