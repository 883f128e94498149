import type { Connection } from './connection.ts';
import type { PersonBody } from './schema.ts';
import { seal, unseal } from './sealed.ts';
import type { FaceTemplate } from './template.ts';

/** A template and its key in the database. */
export interface StoredTemplate extends FaceTemplate {
  id: number;
}

/** A person as one transaction read them. */
export interface StoredPerson extends PersonBody {
  revision: string;
  /** In the order of their enrolment. */
  templates: StoredTemplate[];
}

/** What `writePerson` makes of a person. */
export interface PersonChange {
  body: PersonBody;
  insert: readonly FaceTemplate[];
  /** The ids of templates to delete. */
  drop: readonly number[];
}

export async function readPerson(connection: Connection, key: string): Promise<StoredPerson | null> {
  const [record, records] = await connection.transaction(['people', 'templates'], 'readonly', (tx) =>
    Promise.all([tx.objectStore('people').get(key), tx.objectStore('templates').index('person').getAll(key)]),
  );
  if (record === undefined) return null;
  return {
    ...(await unseal(record.sealed)),
    revision: record.revision,
    templates: await Promise.all(records.map(async ({ id, sealed }) => ({ ...(await unseal(sealed)), id: id! }))),
  };
}

/** Everybody, without their templates. */
export async function readPeople(connection: Connection): Promise<PersonBody[]> {
  const records = await connection.transaction(['people'], 'readonly', (tx) => tx.objectStore('people').getAll());
  return Promise.all(records.map(({ sealed }) => unseal(sealed)));
}

/**
 * Writes a person in one transaction, provided that they are still at the revision that was read (`null`: that there is
 * no such person). `false` means that somebody else was faster and nothing was written: read again.
 */
export async function writePerson(
  connection: Connection,
  key: string,
  readRevision: string | null,
  { body, insert, drop }: PersonChange,
): Promise<boolean> {
  const person = { key, revision: crypto.randomUUID(), sealed: await seal(body) };
  const added = await Promise.all(insert.map(async (template) => ({ person: key, sealed: await seal(template) })));

  return connection.transaction(['people', 'templates'], 'readwrite', async (tx) => {
    const people = tx.objectStore('people');
    const templates = tx.objectStore('templates');
    const stored = await people.get(key);
    if ((stored?.revision ?? null) !== readRevision) return false;

    await people.put(person);
    for (const id of drop) await templates.delete(id);
    for (const record of added) await templates.put(record);
    return true;
  });
}

/** Was there somebody to delete? */
export async function deletePerson(connection: Connection, key: string): Promise<boolean> {
  return connection.transaction(['people', 'templates'], 'readwrite', async (tx) => {
    const people = tx.objectStore('people');
    const templates = tx.objectStore('templates');
    if ((await people.getKey(key)) === undefined) return false;

    await people.delete(key);
    for (const id of await templates.index('person').getAllKeys(key)) await templates.delete(id);
    return true;
  });
}
