import { normalizeLabel } from '../label.ts';
import type { BankEvent, EventKind, KeptTemplate, Person } from '../records.ts';
import { parseTemplate } from '../template.ts';
import { isTime } from '../time.ts';
import type { Crop, ExportedPerson, GalleryRecord } from './content.ts';

/** The most that a file may hold: texts in UTF-16 code units, a crop in bytes, the rest in number. */
const limits = {
  displayName: 1_000,
  notes: 100_000,
  /** Of what an app or a model calls things: model ids, digests, sources, reasons. */
  word: 1_000,
  templatesPerPerson: 1_000,
  cropsPerPerson: 1_000,
  crop: 2 ** 20,
  details: 100,
  detail: 10_000,
};

/** A table of all of them, so that the compiler misses the one that is forgotten. */
const eventKinds: Record<EventKind, true> = {
  enrolled: true,
  verified: true,
  identified: true,
  rejected: true,
  'spoof-suspected': true,
  'suspicious-series': true,
  renamed: true,
  updated: true,
  removed: true,
  expired: true,
  imported: true,
  exported: true,
  'encryption-changed': true,
  noted: true,
};

/** Why a record is refused, as a sentence of which the record is the subject. Holds no label. */
export class RecordFault extends Error {}

/**
 * A copy of a record that came from outside, holding its own fields and nothing else. Halves of surrogate pairs in its
 * texts, which UTF-8 cannot write, become U+FFFD.
 *
 * @throws RecordFault
 */
export function parseRecord(value: unknown): GalleryRecord {
  const { type, person, templates, crops, event } = fieldsOf(value, 'It');
  if (type === 'event') return { type, event: parseEvent(event) };
  if (type !== 'person') throw new RecordFault('It is neither a person nor an event.');
  const record: ExportedPerson = {
    type,
    person: parsePerson(person),
    templates: parseList(templates, 'templates', limits.templatesPerPerson, parseKeptTemplate),
  };
  if (crops !== undefined) record.crops = parseList(crops, 'crops', limits.cropsPerPerson, parseCrop);
  requireAgreement(record);
  return record;
}

/** A person and their templates say the same, and the templates can meet. */
function requireAgreement({ person, templates }: ExportedPerson): void {
  const [first] = templates;
  if (first === undefined) throw new RecordFault('Its person has no templates.');
  if (person.templates !== templates.length) {
    throw new RecordFault(`Its person claims ${person.templates} templates, and has ${templates.length}.`);
  }
  if (templates.some(({ modelId }) => modelId !== person.modelId)) {
    throw new RecordFault("Its templates are not all of the person's model.");
  }
  if (templates.some(({ embedding }) => embedding.length !== first.embedding.length)) {
    throw new RecordFault('Its embeddings differ in length.');
  }
}

function parsePerson(value: unknown): Person {
  const person = fieldsOf(value, 'Its person');
  return {
    label: parseLabel(person['label']),
    displayName: parseText(person['displayName'], 'displayName', limits.displayName),
    notes: parseText(person['notes'], 'notes', limits.notes),
    consentAt: person['consentAt'] === null ? null : parseTime(person['consentAt'], 'consentAt'),
    templates: parseCount(person['templates']),
    modelId: parseText(person['modelId'], 'modelId', limits.word),
    createdAt: parseTime(person['createdAt'], 'createdAt'),
    updatedAt: parseTime(person['updatedAt'], 'updatedAt'),
  };
}

function parseKeptTemplate(value: unknown): KeptTemplate {
  const fields = fieldsOf(value, 'A template');
  const template = asFault(() => parseTemplate(fields as unknown as KeptTemplate));
  return {
    ...template,
    modelId: parseText(template.modelId, 'modelId', limits.word),
    digest: parseText(template.digest, 'digest', limits.word),
    capturedAt: parseTime(template.capturedAt, 'capturedAt'),
    source: parseTextOrNull(fields['source'], 'source'),
    addedAt: parseTime(fields['addedAt'], 'addedAt'),
  };
}

function parseCrop(value: unknown): Crop {
  const { digest, type, bytes, addedAt } = fieldsOf(value, 'A crop');
  if (!(bytes instanceof Uint8Array) || bytes.length === 0 || bytes.length > limits.crop) {
    throw new RecordFault(`One of its crops is not 1–${limits.crop} bytes.`);
  }
  return {
    digest: parseText(digest, 'digest', limits.word),
    type: parseImageType(type),
    bytes: Uint8Array.from(bytes),
    addedAt: parseTime(addedAt, 'addedAt'),
  };
}

function parseImageType(value: unknown): string {
  const type = parseText(value, 'type', limits.word);
  if (!/^image\/[\w.+-]+$/.test(type)) throw new RecordFault('One of its crops is not of an image type.');
  return type;
}

function parseEvent(value: unknown): BankEvent {
  const { at, kind, label, reason, details } = fieldsOf(value, 'Its event');
  if (!isEventKind(kind)) throw new RecordFault('Its kind of event is unknown.');
  return {
    at: parseEventTime(at),
    kind,
    label: label === null ? null : parseLabel(label),
    reason: parseTextOrNull(reason, 'reason'),
    details: parseDetails(details),
  };
}

function parseDetails(value: unknown): BankEvent['details'] {
  const entries = Object.entries(fieldsOf(value, 'Its details'));
  if (entries.length > limits.details) throw new RecordFault(`It has more than ${limits.details} details.`);
  return Object.fromEntries(entries.map(([key, detail]) => [parseDetailKey(key), parseDetail(detail)]));
}

function parseDetailKey(key: string): string {
  // Neither can be written: MessagePack's decoder refuses the one, and two of the other could become the same.
  if (key === '__proto__' || /\p{Cs}/u.test(key)) throw new RecordFault('One of its details has an unusable name.');
  return parseText(key, 'name of a detail', limits.word);
}

function parseDetail(value: unknown): string | number | boolean | null {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  return parseText(value, 'detail', limits.detail);
}

function isEventKind(kind: unknown): kind is EventKind {
  return typeof kind === 'string' && Object.hasOwn(eventKinds, kind);
}

function parseLabel(value: unknown): string {
  const normalized = asFault(() => normalizeLabel(value as string));
  if (normalized !== value) throw new RecordFault('Its label is not in the one form that is stored.');
  return normalized;
}

function parseTextOrNull(value: unknown, name: string): string | null {
  return value === null ? null : parseText(value, name, limits.word);
}

function parseText(value: unknown, name: string, maximum: number): string {
  if (typeof value !== 'string') throw new RecordFault(`Its ${name} is no text.`);
  if (value.length > maximum) throw new RecordFault(`Its ${name} is longer than ${maximum} characters.`);
  return value.replace(/\p{Cs}/gu, '\ufffd');
}

function parseTime(value: unknown, name: string): number {
  if (isTime(value)) return value;
  throw new RecordFault(`Its ${name} is no time.`);
}

/** Events lie in the order of time, by keys that have room for whole milliseconds from 1970 on. */
function parseEventTime(value: unknown): number {
  const at = parseTime(value, 'at');
  if (Number.isInteger(at) && at >= 0) return at;
  throw new RecordFault('Its at is no whole number of milliseconds from 1970 on.');
}

function parseCount(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new RecordFault('Its number of templates is none.');
}

function parseList<T>(value: unknown, name: string, maximum: number, parse: (element: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new RecordFault(`Its ${name} are no list.`);
  if (value.length > maximum) throw new RecordFault(`It has more than ${maximum} ${name}.`);
  return value.map(parse);
}

function fieldsOf(value: unknown, name: string): Record<string, unknown> {
  const isFields = typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
  if (!isFields) throw new RecordFault(`${name} is no object.`);
  return value as Record<string, unknown>;
}

function asFault<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new RecordFault((error as Error).message, { cause: error });
  }
}
