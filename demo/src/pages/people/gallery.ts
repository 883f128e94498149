import {
  type BankEvent,
  type CsvImportOptions,
  describeGallery,
  type Exported,
  type Facebank,
  type GalleryDescription,
  type ImportOptions,
  type ImportSummary,
  type KeptTemplate,
  type Person,
  type PersonDetails,
  type Picture,
} from 'facebank';
import { isArrival } from '../activity/arrivals.ts';

/** All that these pages ask of the gallery. */

/** A person and everything that is kept of them. */
export interface Kept {
  person: Person;
  templates: KeptTemplate[];
  pictures: Picture[];
  /** The last ones. */
  events: BankEvent[];
  /** When they last checked in: ms since the epoch. */
  seenAt: number | null;
}

const eventsShown = 5;

/** @throws FacebankError `unknown-person`, `corrupt-record` */
export async function readPerson(bank: Facebank, label: string): Promise<Kept> {
  const [person, templates, pictures, events, noted] = await Promise.all([
    bank.get(label),
    bank.templates(label),
    bank.pictures(label),
    bank.events({ label, limit: eventsShown }),
    bank.events({ label, kind: 'noted' }),
  ]);
  return { person: person!, templates, pictures, events, seenAt: noted.find(isArrival)?.at ?? null };
}

/** How many events are gone through for all people together, the newest ones. */
const eventsRead = 10_000;

/**
 * When each person last checked in, by label: ms since the epoch. An event has the label of its time, so whoever was renamed is
 * asked about by name.
 */
export async function lastSeen(bank: Facebank, people: readonly Person[]): Promise<ReadonlyMap<string, number>> {
  const events = await bank.events({ kind: ['noted', 'renamed'], limit: eventsRead });
  const arrivals = new Map<string, number>();
  const renamed = new Set<string>();
  for (const event of events.toReversed()) {
    if (isArrival(event)) arrivals.set(event.label, event.at);
    else if (event.kind === 'renamed' && event.label !== null) renamed.add(event.label);
  }
  const seen = await Promise.all(
    people.map(async ({ label, createdAt }): Promise<[string, number | undefined]> => {
      const at = renamed.has(label)
        ? (await bank.events({ label, kind: 'noted' })).find(isArrival)?.at
        : arrivals.get(label);
      // Before that, somebody else had this label.
      return [label, at !== undefined && at >= createdAt ? at : undefined];
    }),
  );
  return new Map(seen.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

/**
 * Renames a person where the label changes, and changes what is said of them. The label that they have then.
 *
 * @throws FacebankError `label-taken`, `bad-label`, `unknown-person`
 */
export async function changePerson(
  bank: Facebank,
  label: string,
  { label: to, ...details }: PersonDetails & { label?: string | undefined },
): Promise<string> {
  const renamed = to === undefined ? label : (await bank.rename(label, to)).label;
  if (Object.keys(details).length > 0) await bank.update(renamed, details);
  return renamed;
}

export type FileKind = 'encrypted' | 'plain' | 'csv';

export interface ExportWish {
  kind: FileKind;
  /** Of an encrypted file. */
  passphrase: string;
  pictures: boolean;
  signal: AbortSignal;
  onProgress: (progress: { done: number; total: number }) => void;
}

/** `counts`: what is in the file; `null` for CSV, where nothing is counted. */
export async function exportPeople(
  bank: Facebank,
  { kind, passphrase, ...options }: ExportWish,
): Promise<{ file: Blob; counts: Omit<Exported, 'file'> | null }> {
  if (kind === 'csv') return { file: await bank.exportCsv(options), counts: null };
  const { file, ...counts } = await bank.export({ ...options, passphrase: kind === 'encrypted' ? passphrase : null });
  return { file, counts };
}

/**
 * What a file says of itself; `null` for CSV, which says nothing.
 *
 * @throws FacebankError `bad-file`
 */
export async function describeFile(file: File): Promise<GalleryDescription | null> {
  return file.name.toLowerCase().endsWith('.csv') ? null : describeGallery(file);
}

export function previewFile(bank: Facebank, file: Blob, options: ImportOptions): Promise<ImportSummary> {
  return bank.previewImport(file, options);
}

export function importFile(bank: Facebank, file: Blob, options: ImportOptions): Promise<ImportSummary> {
  return bank.import(file, options);
}

/** Adds templates to the people here. @throws FacebankError `bad-file`, with the number of the `row` */
export async function importCsvFile(bank: Facebank, file: Blob, options: CsvImportOptions): Promise<ImportSummary> {
  return bank.importCsv(await file.text(), options);
}
