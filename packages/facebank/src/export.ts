import { requireNewPassphrase } from './encryption/passphrase.ts';
import { unsealEvent } from './events.ts';
import {
  type Crop,
  type CsvPerson,
  type GalleryCounts,
  type GalleryRecord,
  templatesToCsv,
  writeGallery,
} from './exchange/index.ts';
import { type Gallery, recordsOf } from './gallery.ts';
import { unsealPerson, unsealTemplate } from './people.ts';
import { unsealPicture } from './pictures.ts';
import type { KeptTemplate } from './records.ts';
import type { PersonRecord } from './schema.ts';
import { eventOf, type Session } from './session.ts';

export interface ExportOptions {
  /**
   * What the file is encrypted with, 8 characters or more; `null`: not at all, for everybody to read. It has no default,
   * because the file leaves the browser's protection.
   */
  passphrase: string | null;
  /** Do the pictures of enrolments go along? Those of probes never do. Default true. */
  pictures?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** How far the file is, in bytes; `total` is an estimate. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

export interface Exported extends GalleryCounts {
  file: Blob;
  /** How many people and events are not in the file, because their record cannot be read. */
  unreadable: number;
}

/** The whole gallery as it is at one moment: other writers wait until the file is done. */
export async function exportGallery(
  { gallery, log }: Session,
  { passphrase, pictures = true, signal, onProgress }: ExportOptions,
): Promise<Exported> {
  if (passphrase !== null) requireNewPassphrase(passphrase);
  await log.settled();
  const exported = await gallery.alone(async () => {
    // The file begins with how much there is, so that is found out first.
    const { unreadable, ...counts } = await countReadable(gallery, signal);
    const records = readable(contentOf(gallery, { pictures }));
    const file = await writeGallery({ counts, records }, { passphrase, signal, onProgress });
    return { file, unreadable, ...counts };
  }, signal);
  const { people, templates } = exported;
  log.add(eventOf('exported', null, { people, templates, encrypted: passphrase !== null }), null);
  return exported;
}

/** Everybody's templates as CSV, in clear: a row each. */
export async function exportTemplatesCsv({ gallery, log }: Session, signal?: AbortSignal): Promise<Blob> {
  async function* people(): AsyncGenerator<CsvPerson> {
    for await (const record of contentOf(gallery, { pictures: false })) {
      if (record?.type === 'person') yield { label: record.person.label, templates: record.templates };
    }
  }
  await log.settled();
  const file = await gallery.alone(() => templatesToCsv(people(), { signal }), signal);
  log.add(eventOf('exported', null, { format: 'csv', encrypted: false }), null);
  return file;
}

async function countReadable(gallery: Gallery, signal: AbortSignal | undefined) {
  const counts = { people: 0, templates: 0, events: 0, unreadable: 0 };
  for await (const record of contentOf(gallery, { pictures: false })) {
    signal?.throwIfAborted();
    if (record === null) counts.unreadable += 1;
    else if (record.type === 'event') counts.events += 1;
    else {
      counts.people += 1;
      counts.templates += record.templates.length;
    }
  }
  return counts;
}

async function* readable(records: AsyncIterable<GalleryRecord | null>): AsyncGenerator<GalleryRecord> {
  for await (const record of records) if (record !== null) yield record;
}

/** Everybody, and then every event; `null` for what cannot be read. */
async function* contentOf(gallery: Gallery, options: { pictures: boolean }): AsyncGenerator<GalleryRecord | null> {
  for await (const people of recordsOf(gallery, 'people')) {
    for (const person of people) yield personOf(gallery, person, options);
  }
  for await (const events of recordsOf(gallery, 'events')) {
    for (const event of await Promise.all(events.map((record) => unsealEvent(gallery, record)))) {
      yield event && { type: 'event', event };
    }
  }
}

async function personOf(
  gallery: Gallery,
  record: PersonRecord,
  { pictures }: { pictures: boolean },
): Promise<GalleryRecord | null> {
  const stored = await gallery.read(['templates', 'pictures'], async (tx) => ({
    templates: await tx.objectStore('templates').index('person').getAll(record.id),
    pictures: pictures ? await tx.objectStore('pictures').index('person').getAll(record.id) : [],
  }));
  const body = await unsealPerson(gallery, record).catch(() => null);
  const templates = await Promise.all(stored.templates.map((template) => unsealTemplate(gallery, template)));
  const readable = templates.filter((template) => template !== null);
  if (body === null || readable.length === 0) return null;
  const kept = await Promise.all(stored.pictures.map((picture) => unsealPicture(gallery, picture)));
  return {
    type: 'person',
    person: { ...body.person, templates: readable.length },
    templates: readable.map(({ id: _, ...template }): KeptTemplate => template),
    crops: await Promise.all(
      kept
        .filter((picture) => picture?.of === 'enrolment')
        .map(async (picture): Promise<Crop> => {
          const { digest, at, picture: blob } = picture!;
          return { digest, type: blob.type, addedAt: at, bytes: new Uint8Array(await blob.arrayBuffer()) };
        }),
    ),
  };
}
