import type { FacebankError } from '../errors.ts';
import type { ExportedPerson, GalleryCounts, GalleryRecord } from './content.ts';
import { parseRecord, RecordFault } from './parse-record.ts';

/**
 * What the records of a file must agree on: every label is there once, the embeddings of one model have one length, and there
 * are as many people, templates and events as announced. Readers and writers ask it alike, so what is written can be read.
 */
export class ContentCheck {
  readonly #announced: GalleryCounts;
  readonly #refuse: (why: string, details: Record<string, unknown>) => FacebankError;
  readonly #labels = new Set<string>();
  readonly #dimensions = new Map<string, number>();
  #records = 0;
  #seen: GalleryCounts = { people: 0, templates: 0, events: 0 };

  /** @param refuse makes the error that is thrown of a sentence about "record n" or about the counts */
  constructor(announced: GalleryCounts, refuse: (why: string, details: Record<string, unknown>) => FacebankError) {
    this.#announced = announced;
    this.#refuse = refuse;
  }

  /** People, templates and events so far. */
  get seen(): Readonly<GalleryCounts> {
    return this.#seen;
  }

  /** A copy of the record, of which nothing is left unchecked that can be checked before the end. */
  accept(value: unknown): GalleryRecord {
    const index = this.#records;
    this.#records += 1;
    try {
      const record = parseRecord(value);
      if (record.type === 'person') this.#addPerson(record);
      else this.#seen.events += 1;
      this.#requireRoom();
      return record;
    } catch (error) {
      if (!(error instanceof RecordFault)) throw error;
      throw this.#refuse(`Record ${index}: ${error.message}`, { index });
    }
  }

  /** To be called after the last record. */
  end(): void {
    const { people, templates, events } = this.#announced;
    if (this.#seen.people === people && this.#seen.templates === templates && this.#seen.events === events) return;
    throw this.#refuse('There are fewer records than announced.', { announced: this.#announced, found: this.#seen });
  }

  #addPerson({ person, templates }: ExportedPerson): void {
    if (this.#labels.has(person.label)) throw new RecordFault('Its label was there before.');
    this.#labels.add(person.label);
    const { length } = templates[0]!.embedding;
    const known = this.#dimensions.get(person.modelId) ?? length;
    if (known !== length) {
      throw new RecordFault(`Its embeddings have ${length} numbers, those before of their model ${known}.`);
    }
    this.#dimensions.set(person.modelId, length);
    this.#seen.people += 1;
    this.#seen.templates += templates.length;
  }

  #requireRoom(): void {
    const { people, templates, events } = this.#announced;
    if (this.#seen.people > people || this.#seen.templates > templates || this.#seen.events > events) {
      throw new RecordFault('It is one more than announced.');
    }
  }
}
