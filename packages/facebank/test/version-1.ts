import { type IDBPDatabase, openDB } from 'idb';
import type { FaceTemplate } from '../src/index.ts';
import { normalize } from './synthetic.ts';

/**
 * What version 1 of the schema wrote, as it wrote it. Galleries like these are on people's devices: never change this file
 * along with the sources.
 */

export interface Version1Person {
  label: string;
  templates: FaceTemplate[];
  /** When they were first enrolled, and last: ms since the epoch. */
  createdAt: number;
  updatedAt: number;
}

/** Opens, or makes, a database of version 1, and makes way for a later one, as its tabs did. */
export async function openVersion1(name: string): Promise<IDBPDatabase> {
  return openDB(name, 1, {
    upgrade(db) {
      db.createObjectStore('meta');
      db.createObjectStore('people', { keyPath: 'key' });
      db.createObjectStore('templates', { keyPath: 'id', autoIncrement: true }).createIndex('person', 'person');
    },
    blocking(_currentVersion, _blockedVersion, event) {
      (event.target as IDBDatabase).close();
    },
  });
}

/** What opening a gallery did first. */
export async function makeVersion1LabelKey(db: IDBPDatabase): Promise<CryptoKey> {
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  await db.put('meta', key, 'label-key');
  return key;
}

/** What enrolling did: the person, then their templates, in one transaction. */
export async function enrolVersion1(
  db: IDBPDatabase,
  labelKey: CryptoKey,
  { label, templates, createdAt, updatedAt }: Version1Person,
): Promise<string> {
  const mac = await crypto.subtle.sign('HMAC', labelKey, new TextEncoder().encode(label));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(mac)));
  const key = base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const { modelId, embedding } = templates[0]!;
  const sum = embedding.map((_, i) => templates.reduce((total, template) => total + template.embedding[i]!, 0));
  const person = { label, templates: templates.length, modelId, createdAt, updatedAt };
  const data = { person, centroid: normalize(sum) };

  const tx = db.transaction(['people', 'templates'], 'readwrite', { durability: 'strict' });
  await tx.objectStore('people').put({ key, revision: crypto.randomUUID(), sealed: { format: 'plain', data } });
  for (const template of templates) {
    await tx.objectStore('templates').put({ person: key, sealed: { format: 'plain', data: template } });
  }
  await tx.done;
  return key;
}

/** A gallery of version 1 with these people, closed. */
export async function writeVersion1(name: string, people: readonly Version1Person[]): Promise<void> {
  const db = await openVersion1(name);
  const labelKey = await makeVersion1LabelKey(db);
  for (const person of people) await enrolVersion1(db, labelKey, person);
  db.close();
}
