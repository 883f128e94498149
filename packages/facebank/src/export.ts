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
import { parseRecord } from './exchange/parse-record.ts';
import { type Gallery, recordsOf } from './gallery.ts';
import { unsealPerson, unsealTemplate } from './people.ts';
import { type Picture, unsealPicture } from './pictures.ts';
import type { KeptTemplate } from './records.ts';
import type { PersonRecord } from './schema.ts';
import { eventOf, type Session } from './session.ts';

/** How a file of the gallery is made. */
export interface ExportOptions {
  /**
   * What the file is encrypted with, 8 characters or more; `null`: not at all, for everybody to read. It has no default,
   * because the file leaves the browser's protection.
   */
  passphrase: string | null;
  /** Do the pictures of enrolments go along? Those of probes never do. Default true. */
  pictures?: boolean | undefined;
  /** Gives the export up; it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** How far the file is, in bytes; `total` is an estimate. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/** A file of the gallery, and how much is in it. */
export interface Exported extends GalleryCounts {
  /** For `import`, of this gallery or of another. */
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

/**
 * Everybody, and then every event, as a file can have them; `null` for what cannot be read. Events go under the label that
 * their person has now.
 */
async function* contentOf(gallery: Gallery, options: { pictures: boolean }): AsyncGenerator<GalleryRecord | null> {
  const labelOf = new Map<string, string>();
  const dimensionOf = new Map<string, number>();
  for await (const people of recordsOf(gallery, 'people')) {
    for (const stored of people) {
      const record = writable(await personOf(gallery, stored, options));
      if (record?.type !== 'person') {
        yield null;
        continue;
      }
      const { length } = record.templates[0]!.embedding;
      const dimension = dimensionOf.get(record.person.modelId) ?? length;
      dimensionOf.set(record.person.modelId, dimension);
      // Nobody could ever be compared with them.
      if (length !== dimension) {
        yield null;
        continue;
      }
      labelOf.set(stored.id, record.person.label);
      yield record;
    }
  }
  for await (const records of recordsOf(gallery, 'events')) {
    const events = await Promise.all(records.map((record) => unsealEvent(gallery, record)));
    for (const [index, event] of events.entries()) {
      const { person } = records[index]!;
      const label = (person !== null && labelOf.get(person)) || null;
      yield event && writable({ type: 'event', event: { ...event, label } });
    }
  }
}

/** In clear, anybody may have written it: a file that holds it could not be read back. */
function writable(record: GalleryRecord | null): GalleryRecord | null {
  try {
    return record && parseRecord(record);
  } catch {
    return null;
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
    crops: await cropsOf(kept.filter((picture) => picture !== null)),
  };
}

/** As much as a record of a file takes beside the templates, in bytes. */
const mostCrops = 12_000_000;

/** The pictures of enrolments, newest first, as many as fit. */
async function cropsOf(pictures: readonly Picture[]): Promise<Crop[]> {
  const crops: Crop[] = [];
  let length = 0;
  for (const { of, digest, at, picture } of pictures.toSorted((a, b) => b.at - a.at)) {
    length += picture.size;
    if (of !== 'enrolment' || length > mostCrops) continue;
    crops.push({ digest, type: picture.type, addedAt: at, bytes: new Uint8Array(await picture.arrayBuffer()) });
  }
  return crops;
}
