import { nullIfCorrupt } from './encryption/vault.ts';
import { FacebankError } from './errors.ts';
import { eventsBefore } from './events.ts';
import { centroidOf } from './matching/centroid.ts';
import { deletePerson, readPerson, writePerson } from './people.ts';
import { eventOf, type Session } from './session.ts';

/** How long what the gallery knows is kept. What is not named is kept until it is removed. */
export interface Retention {
  /** Templates, with their pictures: so many ms from their enrolment. A person whose last template goes is removed. */
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
  for (const id of new Set(old.map(({ person }) => person))) {
    const { templates, isGone } = await expireTemplates(session, id, before);
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
    const old = await pictures.index('at').getAll(IDBKeyRange.upperBound(before, true));
    const proofs = old.filter(({ template }) => template === null);
    for (const { id } of proofs) await pictures.delete(id);
    return { events: count, pictures: proofs.length };
  });
}

async function expireTemplates(session: Session, id: string, before: number) {
  const { gallery } = session;
  for (;;) {
    const record = await gallery.read(['people'], (tx) => tx.objectStore('people').index('id').get(id));
    // Somebody else removed them.
    if (record === undefined) return { templates: 0, isGone: false };
    // Of somebody who cannot be read nothing can be kept, once something of theirs has to go.
    const stored = await readPerson(gallery, record.key).catch(nullIfCorrupt);
    const templates = stored?.templates ?? [];
    const kept = templates.filter(({ addedAt }) => addedAt >= before);
    const dropped = templates.filter(({ addedAt }) => addedAt < before);
    if (stored === null || kept.length === 0) {
      const event = eventOf('expired', null, { people: 1, templates: dropped.length });
      if (await deletePerson(gallery, record.key, event, record.revision)) {
        return { templates: dropped.length, isGone: true };
      }
      continue;
    }
    if (dropped.length === 0) return { templates: 0, isGone: false };
    const isWritten = await writePerson(gallery, record.key, stored, {
      person: { ...stored.person, templates: kept.length, updatedAt: Date.now() },
      centroid: centroidOf(kept.map(({ embedding }) => embedding)),
      insert: [],
      drop: [...dropped.map((template) => template.id), ...stored.unreadable],
      pictures: new Map(),
      event: eventOf('expired', stored.person.label, { templates: dropped.length }),
    });
    if (isWritten) return { templates: dropped.length, isGone: false };
  }
}
