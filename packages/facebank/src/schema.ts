import type { DBSchema, IDBPDatabase } from 'idb';
import type { Sealed } from './sealed.ts';
import type { FaceTemplate } from './template.ts';

/** Raise it with every change of stores or indexes, and extend `upgrade`. */
export const schemaVersion = 1;

/** The database. In the clear it tells how many people and templates there are, and of nobody who they are. */
export interface FacebankSchema extends DBSchema {
  /** Under `label-key`: the HMAC-SHA-256 key, not extractable, that turns labels into keys of `people`. */
  meta: { key: string; value: CryptoKey };
  people: { key: string; value: PersonRecord };
  templates: { key: number; value: TemplateRecord; indexes: { person: string } };
}

export interface PersonRecord {
  /** base64url of the HMAC of the normalised label. */
  key: string;
  /**
   * A new random one with every write, so that a writer can tell whether the person is still the one it read. (A counter
   * would start again when a person is removed and enrolled anew.)
   */
  revision: string;
  sealed: Sealed<PersonBody>;
}

export interface TemplateRecord {
  /** Given by the database when the record is added. */
  id?: number;
  /** The key of the person's record. */
  person: string;
  sealed: Sealed<FaceTemplate>;
}

export interface PersonBody {
  person: Person;
  /** Of the person's templates, L2-normalised. */
  centroid: Float32Array;
}

/** An enrolled person. */
export interface Person {
  /** As it is stored: trimmed, in Unicode NFC. */
  label: string;
  /** How many templates are kept. */
  templates: number;
  /** The model of all of the person's templates. */
  modelId: string;
  /** When the person was first enrolled: ms since the epoch. */
  createdAt: number;
  /** When templates were last added: ms since the epoch. */
  updatedAt: number;
}

/** Brings a database of any older version to this one. */
export function upgrade(db: IDBPDatabase<FacebankSchema>, oldVersion: number): void {
  if (oldVersion < 1) {
    db.createObjectStore('meta');
    db.createObjectStore('people', { keyPath: 'key' });
    db.createObjectStore('templates', { keyPath: 'id', autoIncrement: true }).createIndex('person', 'person');
  }
}
