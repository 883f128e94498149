import { nullIfCorrupt } from './encryption/vault.ts';
import { FacebankError } from './errors.ts';
import { eventRecord, unsealEvent } from './events.ts';
import {
  type CsvDefaults,
  csvToTemplates,
  type ExportedPerson,
  type GalleryRecord,
  readGallery,
} from './exchange/index.ts';
import { type Gallery, recordsOf } from './gallery.ts';
import { type PersonPlan, planMerger, planReplacement } from './import-plan.ts';
import type { ThresholdOption } from './matching/thresholds.ts';
import { personRecord, readPerson, templateRecord } from './people.ts';
import { pictureRecord } from './pictures.ts';
import type { BankEvent } from './records.ts';
import type { StagedRecord } from './schema.ts';
import { eventOf, type Session } from './session.ts';
import { type Staging, staged } from './staging.ts';

/** How a file of a gallery is taken over. */
export interface ImportOptions extends ThresholdOption {
  /**
   * `merge`: adds what the file has to what is there, as `enroll` does. `replace`: the file's content takes the place of
   * everything that is there.
   */
  mode: 'merge' | 'replace';
  /** Of the file; `null` for one that is not encrypted, which anybody may have written. */
  passphrase: string | null;
  /** Gives the import up; it then rejects with the signal's reason, and the gallery is as it was. */
  signal?: AbortSignal | undefined;
  /** How far the file was read, then how much of it was moved into the gallery; each from 0 to `total`. */
  onProgress?: ((progress: { phase: 'reading' | 'moving'; done: number; total: number }) => void) | undefined;
}

const refusals = ['different-people', 'model-mismatch', 'corrupt-record'] as const;

/**
 * Why somebody in a file is not taken over.
 *
 * @useDeclaredType
 */
export type Refusal = (typeof refusals)[number];

/** What an import changes, or would change. Labels are those of the file, sorted. */
export interface ImportSummary {
  /** Who was not there. */
  added: string[];
  /** Who was there, and has less or something else than the file says. */
  changed: string[];
  /** All that the file has of them is there already. */
  unchanged: string[];
  /** Only by `replace`: how many are there and not in the file. */
  removed: number;
  /**
   * Left as they are: the file's templates are not of one person, not of the one who is enrolled under the label, or of
   * another model; or the record that is there cannot be read.
   */
  refused: { label: string; reason: Refusal }[];
  /** Events that are not there yet. */
  events: number;
}

/** The file as the gallery would take it, without changing anything. */
export async function previewImport(session: Session, file: Blob, options: ImportOptions): Promise<ImportSummary> {
  requireImportMode(options);
  return digest(session, await fromFile(file, options), options, null);
}

/** All or nothing: the file is read to its end, beside the gallery, before one transaction takes it over. */
export async function importGallery(session: Session, file: Blob, options: ImportOptions): Promise<ImportSummary> {
  requireImportMode(options);
  return takeOver(session, () => fromFile(file, options), options);
}

/** How templates in CSV are taken over, as by `merge`. */
export interface CsvImportOptions extends CsvDefaults, ThresholdOption {
  /** Gives the import up; it then rejects with the signal's reason, and the gallery is as it was. */
  signal?: AbortSignal | undefined;
}

/** Merges the templates of a CSV file. */
export async function importCsv(session: Session, text: string, options: CsvImportOptions): Promise<ImportSummary> {
  const { label, modelId, ...rest } = options;
  const people = await csvToTemplates(text, { label, modelId });
  const addedAt = Date.now();
  const records = people.map(({ label, templates }): GalleryRecord => {
    const about = { displayName: label, notes: '', consentAt: null, createdAt: addedAt, updatedAt: addedAt };
    const person = { ...about, label, templates: templates.length, modelId: templates[0]!.modelId };
    return { type: 'person', person, templates: templates.map((template) => ({ ...template, addedAt })) };
  });
  return takeOver(session, async () => records, { ...rest, mode: 'merge', passphrase: null });
}

/** @throws FacebankError `bad-options` */
function requireImportMode({ mode }: ImportOptions): void {
  if (mode === 'merge' || mode === 'replace') return;
  throw new FacebankError('bad-options', "mode must be 'merge' or 'replace'.");
}

async function fromFile(file: Blob, { passphrase, signal, onProgress }: ImportOptions) {
  const { records } = await readGallery(file, {
    passphrase,
    signal,
    onProgress: ({ done, total }) => onProgress?.({ phase: 'reading', done, total }),
  });
  return records;
}

type Records = AsyncIterable<GalleryRecord> | Iterable<GalleryRecord>;

async function takeOver(
  session: Session,
  open: () => Promise<Records>,
  options: ImportOptions,
): Promise<ImportSummary> {
  const { gallery, log } = session;
  const { mode, signal, onProgress } = options;
  await log.settled();
  return staged(
    gallery,
    async (staging) => {
      const summary = await digest(session, await open(), options, staging);
      const { added, changed, events } = summary;
      const event = eventOf('imported', null, { reason: mode, added: added.length, changed: changed.length, events });
      await staging.add({ store: 'events', put: await eventRecord(gallery, event, null) });
      signal?.throwIfAborted();
      await staging.commit({
        replace: mode === 'replace',
        onProgress: ({ moved, total }) => onProgress?.({ phase: 'moving', done: moved, total }),
      });
      return summary;
    },
    signal,
  );
}

/** Goes through what a file has, and stages what is to change, if it is to. */
async function digest(
  session: Session,
  records: Records,
  options: ImportOptions,
  staging: Staging | null,
): Promise<ImportSummary> {
  const summary: ImportSummary = { added: [], changed: [], unchanged: [], removed: 0, refused: [], events: 0 };
  const idOf = new Map<string, string>();
  // Whoever is not among them need not be asked for.
  const there = new Set(await session.gallery.read(['people'], (tx) => tx.objectStore('people').getAllKeys()));
  // Events wait for the people that they tell of, wherever those stand.
  const events: BankEvent[] = [];
  for await (const record of records) {
    options.signal?.throwIfAborted();
    if (record.type === 'event') {
      events.push(record.event);
      continue;
    }
    const { label } = record.person;
    const taken = await digestPerson(session, record, options, there);
    if ('refused' in taken) {
      summary.refused.push({ label, reason: taken.refused });
      continue;
    }
    summary[taken.change].push(label);
    idOf.set(label, taken.id);
    if (staging !== null) await stagePerson(session.gallery, staging, record, taken);
  }
  summary.events = await digestEvents(session.gallery, events, idOf, options.mode, staging);
  if (options.mode === 'replace') {
    summary.removed = there.size - summary.changed.length - summary.unchanged.length;
  }
  for (const labels of [summary.added, summary.changed, summary.unchanged]) labels.sort(byLocale);
  summary.refused.sort((a, b) => byLocale(a.label, b.label));
  return summary;
}

function byLocale(a: string, b: string): number {
  return a.localeCompare(b);
}

/** What becomes of somebody in a file. */
interface Taken extends PersonPlan {
  key: string;
  id: string;
}

async function digestPerson(
  { gallery, rules }: Session,
  record: ExportedPerson,
  { mode, threshold }: ImportOptions,
  there: ReadonlySet<string>,
): Promise<Taken | { refused: Refusal }> {
  const key = await gallery.vault.personKey(record.person.label);
  const { maxTemplatesPerPerson: maxTemplates } = rules;
  try {
    if (mode === 'replace') {
      const stored = there.has(key) ? await readPerson(gallery, key).catch(nullIfCorrupt) : null;
      return { ...planReplacement(record, stored, maxTemplates), key, id: crypto.randomUUID() };
    }
    const stored = there.has(key) ? await readPerson(gallery, key) : null;
    const id = stored?.id ?? crypto.randomUUID();
    return { ...planMerger(record, stored, { threshold, maxTemplates }), key, id };
  } catch (error) {
    const refused = refusals.find((code) => error instanceof FacebankError && error.code === code);
    if (refused === undefined) throw error;
    return { refused };
  }
}

async function stagePerson(
  gallery: Gallery,
  staging: Staging,
  { crops = [] }: ExportedPerson,
  { isWritten, key, id, person, centroid, insert, drop }: Taken,
): Promise<void> {
  if (!isWritten) return;
  const [record, templates] = await Promise.all([
    personRecord(gallery, { key, id }, { person, centroid }),
    Promise.all(insert.map((template) => templateRecord(gallery, id, template))),
  ]);
  await staging.add(
    { store: 'people', put: { ...record, sequence: 0 } },
    ...drop.map((template): StagedRecord => ({ store: 'templates', delete: template })),
    ...templates.map((put): StagedRecord => ({ store: 'templates', put })),
  );
  for (const { digest, type, bytes, addedAt } of crops) {
    const template = templates[insert.findIndex((inserted) => inserted.digest === digest)];
    if (template === undefined) continue;
    const place = { person: id, template: template.id, at: addedAt };
    await staging.add({ store: 'pictures', put: await pictureRecord(gallery, place, { digest, type, bytes }) });
  }
}

/** Stages events; those that are there already are left out. How many are new? */
async function digestEvents(
  gallery: Gallery,
  events: readonly BankEvent[],
  idOf: ReadonlyMap<string, string>,
  mode: ImportOptions['mode'],
  staging: Staging | null,
): Promise<number> {
  const known = new Set<string>();
  if (events.length > 0 && mode === 'merge') {
    for await (const records of recordsOf(gallery, 'events')) {
      const there = await Promise.all(records.map((record) => unsealEvent(gallery, record)));
      for (const event of there) if (event !== null) known.add(JSON.stringify(event));
    }
  }
  const entries = await Promise.all(events.map((event) => entryOf(gallery, event, idOf, mode)));
  const fresh = entries.filter(({ event }) => !known.has(JSON.stringify(event)));
  if (staging === null) return fresh.length;
  for (const { event, person } of fresh) {
    await staging.add({ store: 'events', put: await eventRecord(gallery, event, person) });
  }
  return fresh.length;
}

/** An event as it is kept, and whom it is kept with: nobody is named whom `remove` could not find. */
async function entryOf(
  gallery: Gallery,
  event: BankEvent,
  idOf: ReadonlyMap<string, string>,
  mode: ImportOptions['mode'],
): Promise<{ event: BankEvent; person: string | null }> {
  const { label } = event;
  if (label === null) return { event, person: null };
  const person = idOf.get(label) ?? (mode === 'merge' ? await idThere(gallery, label) : null);
  return { event: person === null ? { ...event, label: null } : event, person };
}

async function idThere(gallery: Gallery, label: string): Promise<string | null> {
  const key = await gallery.vault.personKey(label);
  return (await gallery.read(['people'], (tx) => tx.objectStore('people').get(key)))?.id ?? null;
}
