import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { KeyRecord } from './encryption/keys.ts';
import type { Sealed } from './encryption/sealed.ts';
import { FacebankError } from './errors.ts';
import type { BankEvent, KeptTemplate, Person } from './records.ts';
import type { FaceTemplate } from './template.ts';

/** Raise it with every change of stores or indexes, and extend `upgrade`. */
export const schemaVersion = 2;

/**
 * The database. Encrypted, it tells how many people, templates, events and pictures there are, which of them belong
 * together and when they were written, and of nobody who they are.
 */
export interface FacebankSchema extends DBSchema {
  keys: { key: 'current'; value: KeyRecord };
  state: { key: 'current'; value: GalleryState };
  people: { key: string; value: PersonRecord; indexes: { id: string; sequence: number } };
  templates: { key: string; value: TemplateRecord; indexes: { person: string; at: number } };
  /** Their keys are in the order of time. */
  events: { key: string; value: EventRecord; indexes: { person: string } };
  pictures: { key: string; value: PictureRecord; indexes: { person: string; template: string; at: number } };
  failures: { key: string; value: FailureRecord };
  /** What an import, or a change of keys, has prepared: nothing of it counts until one transaction has moved it all. */
  staged: { key: number; value: StagedRecord };
}

export interface GalleryState {
  /** How often people were written or removed. A person carries the number of their last write. */
  sequence: number;
  /** The `id` of the keys that records are sealed with. */
  keys: string;
}

export interface PersonRecord {
  /** base64url of the HMAC of the normalised label. */
  key: string;
  /** What templates, events and pictures refer to. It stays when the person is renamed. */
  id: string;
  /**
   * A new random one with every write, so that a writer can tell whether the person is still the one it read. (A counter
   * would start again when a person is removed and enrolled anew.)
   */
  revision: string;
  sequence: number;
  sealed: Sealed<PersonBody>;
}

export interface PersonBody {
  person: Person;
  /** Of the person's templates, L2-normalised. */
  centroid: Float32Array;
}

/** `person` is the `id` of the person's record, `at` when the record was made: ms since the epoch. */
export interface TemplateRecord {
  id: string;
  person: string;
  at: number;
  sealed: Sealed<KeptTemplate>;
}

export interface EventRecord {
  id: string;
  person: string | null;
  sealed: Sealed<BankEvent>;
}

export interface PictureRecord {
  id: string;
  person: string | null;
  /** The template that was enrolled from what the picture shows, and with which it goes; `null`: it shows a probe. */
  template: string | null;
  at: number;
  sealed: Sealed<PictureBody>;
}

export interface PictureBody {
  /** The digest of the template, or the probe, that it shows. */
  digest: string;
  /** The media type, such as `image/jpeg`. */
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface FailureRecord {
  /** The `id` of the person's record. */
  person: string;
  /** How many probes in a row were rejected. */
  count: number;
  /** When the last one was: ms since the epoch. */
  last: number;
}

/** A record of another store in waiting, or the key of one that is to go. */
export type StagedRecord = {
  [Store in ContentStore]: { store: Store } & ({ put: FacebankSchema[Store]['value'] } | { delete: string });
}[ContentStore];

/** The stores that hold what the gallery knows. */
export const contentStores = ['people', 'templates', 'events', 'pictures', 'failures'] as const;
export type ContentStore = (typeof contentStores)[number];

type Upgrade = IDBPTransaction<FacebankSchema, StoreNames<FacebankSchema>[], 'versionchange'>;

/** Brings a database of any older version to this one. */
export async function upgrade(db: IDBPDatabase<FacebankSchema>, oldVersion: number, tx: Upgrade): Promise<void> {
  const old = oldVersion === 1 ? await takeVersion1(db, tx) : null;

  db.createObjectStore('keys');
  db.createObjectStore('state');
  const people = db.createObjectStore('people', { keyPath: 'key' });
  people.createIndex('id', 'id', { unique: true });
  people.createIndex('sequence', 'sequence');
  const templates = db.createObjectStore('templates', { keyPath: 'id' });
  templates.createIndex('person', 'person');
  templates.createIndex('at', 'at');
  const pictures = db.createObjectStore('pictures', { keyPath: 'id' });
  pictures.createIndex('person', 'person');
  pictures.createIndex('template', 'template');
  pictures.createIndex('at', 'at');
  db.createObjectStore('events', { keyPath: 'id' }).createIndex('person', 'person');
  db.createObjectStore('failures', { keyPath: 'person' });
  db.createObjectStore('staged', { autoIncrement: true });

  if (old !== null) await putVersion1(tx, old);
}

/** Version 1 had people and templates in clear and a key for the labels. Any of it may be damaged. */
interface Version1 {
  labelKey: CryptoKey | undefined;
  people: { key: string; sealed?: { data?: { person: Person; centroid: Float32Array } } }[];
  templates: { person: string; sealed?: { data?: FaceTemplate } }[];
}

async function takeVersion1(db: IDBPDatabase<FacebankSchema>, tx: Upgrade): Promise<Version1> {
  if (!db.objectStoreNames.contains('templates')) {
    throw new FacebankError('storage', 'The database of this name is not a gallery: choose another name.');
  }
  // The stores of then are none of the schema's.
  const stored = tx as unknown as IDBPTransaction<unknown, ('meta' | 'people' | 'templates')[], 'versionchange'>;
  const old = {
    labelKey: await stored.objectStore('meta').get('label-key'),
    people: await stored.objectStore('people').getAll(),
    templates: await stored.objectStore('templates').getAll(),
  };
  for (const store of ['meta', 'people', 'templates']) db.deleteObjectStore(store as StoreNames<FacebankSchema>);
  return old;
}

/** What is damaged is taken along as it is, so that whoever reads it is told. */
async function putVersion1(tx: Upgrade, { labelKey: label, people, templates }: Version1): Promise<void> {
  if (label === undefined) {
    // It was never opened as far as its key.
    if (people.length === 0) return;
    const message =
      'The key of this gallery is missing, so it was left as it is: delete its database, then enrol anew.';
    throw new FacebankError('corrupt-record', message, { store: 'meta' });
  }
  const keys = crypto.randomUUID();
  await tx.objectStore('keys').put({ id: keys, mode: 'none', label }, 'current');
  await tx.objectStore('state').put({ sequence: people.length, keys }, 'current');
  for (const [index, { key, sealed }] of people.entries()) {
    const { person, centroid } = sealed?.data ?? {};
    const data = { person: { ...person, displayName: person?.label, notes: '', consentAt: null }, centroid };
    await tx.objectStore('people').put({
      ...{ key, id: key, revision: crypto.randomUUID(), sequence: index + 1 },
      sealed: { format: 'plain', data: data as PersonBody },
    });
  }
  for (const { person, sealed } of templates) {
    const at = sealed?.data?.capturedAt as number;
    const data = { ...sealed?.data, source: null, addedAt: at } as KeptTemplate;
    await tx.objectStore('templates').put({ id: crypto.randomUUID(), person, at, sealed: { format: 'plain', data } });
  }
}
