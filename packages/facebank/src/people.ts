import { corruptRecord, type Identity } from './encryption/vault.ts';
import { FacebankError } from './errors.ts';
import { eventRecord } from './events.ts';
import { type Gallery, nextSequence, type Writing } from './gallery.ts';
import { normOf } from './matching/similarity.ts';
import { keepPicture } from './pictures.ts';
import type { BankEvent, KeptTemplate, Person } from './records.ts';
import {
  contentStores,
  type FailureRecord,
  type PersonBody,
  type PersonRecord,
  type TemplateRecord,
} from './schema.ts';
import { parseTemplate } from './template.ts';

/** A template and its key in the database. */
export interface StoredTemplate extends KeptTemplate {
  id: string;
}

/** A person as one transaction read them. */
export interface StoredPerson extends PersonBody {
  id: string;
  revision: string;
  /** The templates that can be read, in the order of their enrolment. */
  templates: StoredTemplate[];
  /** The keys of those that cannot. */
  unreadable: string[];
  failures: FailureRecord | null;
  /** That of the gallery at that moment. */
  sequence: number;
}

/** What `writePerson` makes of a person. */
export interface PersonChange {
  person: Person;
  centroid: Float32Array;
  insert: readonly KeptTemplate[];
  /** The ids of templates to delete. */
  drop: readonly string[];
  /** Of templates in `insert`, by their digest. */
  pictures: ReadonlyMap<string, Blob>;
  event: BankEvent;
}

/** How many records are read, and unsealed, at once. */
const batchSize = 1_000;

/** @throws FacebankError `corrupt-record` */
export async function readPerson(gallery: Gallery, key: string): Promise<StoredPerson | null> {
  const stored = await gallery.read(['people', 'templates', 'failures'], async (tx, { sequence }) => {
    const record = await tx.objectStore('people').get(key);
    if (record === undefined) return null;
    const templates = await tx.objectStore('templates').index('person').getAll(record.id);
    return { record, templates, failures: (await tx.objectStore('failures').get(record.id)) ?? null, sequence };
  });
  if (stored === null) return null;
  const { record, failures, sequence } = stored;
  const body = await unsealPerson(gallery, record);
  const templates = await Promise.all(stored.templates.map((template) => unsealTemplate(gallery, template)));
  const readable = templates.filter((template) => template !== null);
  return {
    ...body,
    ...{ id: record.id, revision: record.revision, failures, sequence },
    templates: readable.sort((a, b) => a.addedAt - b.addedAt || a.capturedAt - b.capturedAt),
    unreadable: stored.templates.filter((_, index) => templates[index] === null).map(({ id }) => id),
  };
}

/** A person without their templates; `null` for nobody. */
export async function readPersonAlone(gallery: Gallery, key: string): Promise<(PersonBody & { id: string }) | null> {
  const record = await gallery.read(['people'], (tx) => tx.objectStore('people').get(key));
  return record === undefined ? null : { ...(await unsealPerson(gallery, record)), id: record.id };
}

/**
 * Everybody has a template: where none can be read, there is nothing to compare with.
 *
 * @throws FacebankError `corrupt-record`
 */
export function requireTemplates({ templates }: StoredPerson): void {
  if (templates.length === 0) throw corruptRecord(['templates']);
}

/** A person with the key of their record, or the key alone where the record cannot be read. */
export type ReadPerson = { key: string; sequence: number; body: PersonBody | null };

/** Some of the people that were written after another, and how the whole gallery stood at that moment. */
export interface PeopleBatch {
  /** In the order of writing. */
  people: ReadPerson[];
  /** Was nobody left? */
  isLast: boolean;
  count: number;
  sequence: number;
}

/** The first people that were written after `sequence`. */
export async function peopleSince(gallery: Gallery, after: number): Promise<PeopleBatch> {
  const { records, count, sequence } = await gallery.read(['people'], async (tx, state) => {
    const people = tx.objectStore('people');
    const records = await people.index('sequence').getAll(IDBKeyRange.lowerBound(after, true), batchSize);
    return { records, count: await people.count(), sequence: state.sequence };
  });
  const people = await Promise.all(records.map((record) => tryUnsealPerson(gallery, record)));
  return { people, isLast: records.length < batchSize, count, sequence };
}

/** Everybody who can be read. */
export async function readPeople(gallery: Gallery): Promise<PersonBody[]> {
  const readable: PersonBody[] = [];
  let after = 0;
  for (let isLast = false; !isLast; ) {
    const batch = await peopleSince(gallery, after);
    for (const { body, sequence } of batch.people) {
      if (body !== null) readable.push(body);
      after = sequence;
    }
    isLast = batch.isLast;
  }
  return readable;
}

/** The people with these keys who are there and can be read, and the sequence of the gallery at that moment. */
export async function readPeopleOf(gallery: Gallery, keys: readonly string[]) {
  const { records, sequence } = await gallery.read(['people'], async (tx, state) => ({
    records: await Promise.all(keys.map((key) => tx.objectStore('people').get(key))),
    sequence: state.sequence,
  }));
  const people = await Promise.all(
    records.map(async (record) => {
      const body = record && (await tryUnsealPerson(gallery, record)).body;
      return body ? [{ id: record.id, ...body }] : [];
    }),
  );
  return { people: people.flat(), sequence };
}

/**
 * Writes a person in one transaction, with the event that tells of it, provided that they are still at the revision that
 * was read (`null`: that there is no such person). `false` means that somebody else was faster and nothing was written:
 * read again.
 */
export async function writePerson(
  gallery: Gallery,
  key: string,
  stored: Pick<StoredPerson, 'id' | 'revision'> | null,
  { person, centroid, insert, drop, pictures, event }: PersonChange,
): Promise<boolean> {
  const id = stored?.id ?? crypto.randomUUID();
  const record = await personRecord(gallery, { key, id }, { person, centroid });
  const templates = await Promise.all(insert.map((template) => templateRecord(gallery, id, template)));
  const kept = await Promise.all(
    insert.flatMap(({ digest, addedAt: at }, index) => {
      const picture = pictures.get(digest);
      const place = { person: id, template: templates[index]!.id, at };
      return picture === undefined ? [] : [keepPicture(gallery, place, digest, picture)];
    }),
  );
  const log = await eventRecord(gallery, event, id);

  return gallery.write(['people', 'templates', 'pictures', 'events'], async (tx, state) => {
    if (!(await isAt(tx, key, stored))) return false;
    for (const template of drop) await deleteTemplate(tx, template);
    for (const template of templates) await tx.objectStore('templates').put(template);
    for (const picture of kept) await tx.objectStore('pictures').put(picture);
    await tx.objectStore('events').put(log);
    await tx.objectStore('people').put({ ...record, sequence: await nextSequence(tx, state) });
    return true;
  });
}

/**
 * Gives a person another label. `false` means that somebody else was faster and nothing was written: read again.
 *
 * @throws FacebankError `label-taken`
 */
export async function movePerson(
  gallery: Gallery,
  from: string,
  to: string,
  stored: StoredPerson,
  person: Person,
  event: BankEvent,
): Promise<boolean> {
  const { id, centroid } = stored;
  const record = await personRecord(gallery, { key: to, id }, { person, centroid });
  const log = await eventRecord(gallery, event, id);
  return gallery.write(['people', 'events'], async (tx, state) => {
    const people = tx.objectStore('people');
    if (!(await isAt(tx, from, stored))) return false;
    if (from !== to && (await people.getKey(to)) !== undefined) {
      throw new FacebankError(
        'label-taken',
        'Somebody else is enrolled under that label: choose another, or remove them.',
      );
    }
    await people.delete(from);
    await people.put({ ...record, sequence: await nextSequence(tx, state) });
    await tx.objectStore('events').put(log);
    return true;
  });
}

/**
 * Deletes a person and everything that tells of them; `event` remains and names nobody. Was there somebody to delete?
 *
 * @param revision only if they are still at this one
 */
export async function deletePerson(
  gallery: Gallery,
  key: string,
  event: BankEvent,
  revision?: string,
): Promise<boolean> {
  const log = await eventRecord(gallery, { ...event, label: null }, null);
  return gallery.write([...contentStores, 'staged'], async (tx, state) => {
    const record = await tx.objectStore('people').get(key);
    if (record === undefined || (revision !== undefined && record.revision !== revision)) return false;
    await deleteAllOf(tx, record);
    await clearStaged(tx);
    await tx.objectStore('events').put(log);
    await nextSequence(tx, state);
    return true;
  });
}

/** Deletes everything; `event` remains. */
export async function clearPeople(gallery: Gallery, event: BankEvent): Promise<void> {
  const log = await eventRecord(gallery, event, null);
  await gallery.write([...contentStores, 'staged'], async (tx, state) => {
    for (const store of contentStores) await tx.objectStore(store).clear();
    await clearStaged(tx);
    await tx.objectStore('events').put(log);
    await nextSequence(tx, state);
  });
}

/** Within a transaction: a person's record, and everything that refers to it. */
async function deleteAllOf(tx: Writing, { key, id }: { key: string; id: string }): Promise<void> {
  await tx.objectStore('people').delete(key);
  await tx.objectStore('failures').delete(id);
  for (const name of ['templates', 'pictures', 'events'] as const) {
    const store = tx.objectStore(name);
    for (const record of await store.index('person').getAllKeys(id)) await store.delete(record);
  }
}

/** Whoever stages a change writes alone: what lies there while others write was cut off, and may tell of anybody. */
async function clearStaged(tx: Writing): Promise<void> {
  await tx.objectStore('staged').clear();
}

/** Within a transaction: a template, and the picture of it. */
export async function deleteTemplate(tx: Writing, id: string): Promise<void> {
  await tx.objectStore('templates').delete(id);
  const pictures = tx.objectStore('pictures');
  for (const picture of await pictures.index('template').getAllKeys(id)) await pictures.delete(picture);
}

async function isAt(tx: Writing, key: string, stored: { revision: string } | null): Promise<boolean> {
  const current = await tx.objectStore('people').get(key);
  return (current?.revision ?? null) === (stored?.revision ?? null);
}

/** Without its sequence, which only the transaction that writes it knows. */
export async function personRecord(
  { vault }: Gallery,
  { key, id }: { key: string; id: string },
  body: PersonBody,
): Promise<Omit<PersonRecord, 'sequence'>> {
  const revision = crypto.randomUUID();
  return { key, id, revision, sealed: await vault.seal(body, ['people', key, id, revision]) };
}

export async function templateRecord({ vault }: Gallery, person: string, data: KeptTemplate): Promise<TemplateRecord> {
  const place = { id: crypto.randomUUID(), person, at: data.addedAt };
  return { ...place, sealed: await vault.seal(data, templateIdentity(place)) };
}

export function templateIdentity({ id, person, at }: Omit<TemplateRecord, 'sealed'>): Identity {
  return ['templates', id, person, at];
}

/** @throws FacebankError `corrupt-record` */
export async function unsealPerson({ vault }: Gallery, record: PersonRecord): Promise<PersonBody> {
  const { key, id, revision, sealed } = record;
  const identity = ['people', key, id, revision];
  const body = await vault.unseal(sealed, identity);
  // In clear anybody may have written it; a centroid of another length than 1 must not score too high.
  const isUsable = body?.centroid instanceof Float32Array && Math.abs(normOf(body.centroid) - 1) < 1e-3;
  if (!isUsable || typeof body.person?.label !== 'string') throw corruptRecord(identity);
  return body;
}

async function tryUnsealPerson(gallery: Gallery, record: PersonRecord): Promise<ReadPerson> {
  const { key, sequence } = record;
  return { key, sequence, body: await unsealPerson(gallery, record).catch(() => null) };
}

/** `null`: it cannot be read. */
export async function unsealTemplate({ vault }: Gallery, record: TemplateRecord): Promise<StoredTemplate | null> {
  try {
    const template = await vault.unseal(record.sealed, templateIdentity(record));
    const { source, addedAt } = template;
    // In clear anybody may have written it.
    return { ...parseTemplate(template), source, addedAt, id: record.id };
  } catch {
    return null;
  }
}
