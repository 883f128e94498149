import { deleteDB, openDB } from 'idb';
import { onTestFinished } from 'vitest';
import { Facebank, type OpenOptions } from '../src/index.ts';
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

/** Everything that is in the database, as IndexedDB has it. */
export async function rawContents(name: string) {
  const db = await openDB<FacebankSchema>(name);
  const contents = {
    meta: await db.getAll('meta'),
    people: await db.getAll('people'),
    templates: await db.getAll('templates'),
  };
  db.close();
  return contents;
}
