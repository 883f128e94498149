import { nullIfCorrupt } from './encryption/vault.ts';
import { FacebankError } from './errors.ts';
import { eventsBefore } from './events.ts';
import { centroidOf } from './matching/centroid.ts';
import { deletePerson, readPerson, writePerson } from './people.ts';
import { eventOf, type Session } from './session.ts';

/** How long what the gallery knows is kept. What is not named is kept until it is removed. */
export interface Retention {
  /**
   * Templates, with their pictures: so many ms from their enrolment. A person whose last template goes is removed; one whose
   * record cannot be read, already when their first one does.
   */
  templatesMs?: number | undefined;
  /** Events, and pictures of probes: so many ms. */
  eventsMs?: number | undefined;
}

/** How much was too old, and is gone. */
export interface Expired {
  /** Removed with everything that told of them. */
  people: number;
  templates: number;
  events: number;
  /** Of probes; those of templates went with them. */
  pictures: number;
}

/** @throws FacebankError `bad-options` */
export function requireRetention({ templatesMs, eventsMs }: Retention): void {
  for (const [name, ms] of Object.entries({ templatesMs, eventsMs })) {
    if (ms === undefined || (Number.isFinite(ms) && ms > 0)) continue;
    throw new FacebankError('bad-options', `retention.${name} must be more than 0 milliseconds, not ${ms}.`, {
      [name]: ms,
    });
  }
}

/** Deletes what is too old. Each person is changed in one transaction, as every other change of theirs is. */
export async function expire(
  session: Session,
  { templatesMs, eventsMs }: Retention,
  now = Date.now(),
): Promise<Expired> {
  const { gallery } = session;
  const expired: Expired = { people: 0, templates: 0, events: 0, pictures: 0 };
  if (eventsMs !== undefined) Object.assign(expired, await expireEvents(session, now - eventsMs));
  if (templatesMs === undefined) return expired;

  const before = now - templatesMs;
  const old = await gallery.read(['templates'], (tx) =>
    tx.objectStore('templates').index('at').getAll(IDBKeyRange.upperBound(before, true)),
  );
  const oldOf = new Map<string, Set<string>>();
  for (const { id, person } of old) oldOf.set(person, (oldOf.get(person) ?? new Set()).add(id));
  for (const [person, ids] of oldOf) {
    const { templates, isGone } = await expireTemplates(session, person, ids);
    expired.templates += templates;
    expired.people += isGone ? 1 : 0;
  }
  return expired;
}

async function expireEvents({ gallery }: Session, before: number): Promise<Pick<Expired, 'events' | 'pictures'>> {
  return gallery.write(['events', 'pictures'], async (tx) => {
    const events = tx.objectStore('events');
    const count = await events.count(eventsBefore(before));
    await events.delete(eventsBefore(before));
    const pictures = tx.objectStore('pictures');
    let proofs = 0;
    // One by one: together they might not fit in memory.
    for await (const cursor of pictures.index('at').iterate(IDBKeyRange.upperBound(before, true))) {
      if (cursor.value.template !== null) continue;
      await cursor.delete();
      proofs += 1;
    }
    return { events: count, pictures: proofs };
  });
}

/** @param old the ids of a person's templates that are too old */
async function expireTemplates({ gallery }: Session, person: string, old: ReadonlySet<string>) {
  for (;;) {
    const record = await gallery.read(['people'], (tx) => tx.objectStore('people').index('id').get(person));
    // Somebody else removed them.
    if (record === undefined) return { templates: 0, isGone: false };
    const stored = await readPerson(gallery, record.key).catch(nullIfCorrupt);
    const kept = stored?.templates.filter(({ id }) => !old.has(id)) ?? [];
    if (stored === null || kept.length === 0) {
      const event = eventOf('expired', null, { people: 1, templates: old.size });
      if (await deletePerson(gallery, record.key, event, record.revision)) return { templates: old.size, isGone: true };
      continue;
    }
    const drop = [...stored.templates.map(({ id }) => id).filter((id) => old.has(id)), ...stored.unreadable];
    if (drop.length === 0) return { templates: 0, isGone: false };
    const isWritten = await writePerson(gallery, record.key, stored, {
      person: { ...stored.person, templates: kept.length, updatedAt: Date.now() },
      centroid: centroidOf(kept.map(({ embedding }) => embedding)),
      insert: [],
      drop,
      pictures: new Map(),
      event: eventOf('expired', stored.person.label, { templates: drop.length }),
    });
    if (isWritten) return { templates: drop.length, isGone: false };
  }
}
