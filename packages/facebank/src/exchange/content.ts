import type { BankEvent, KeptTemplate, Person } from '../records.ts';

/** The picture of an enrolment shot. */
export interface Crop {
  /** The digest of the template that it belongs to. */
  digest: string;
  /** Its media type, such as `image/jpeg`. */
  type: string;
  /** In the clear: what encrypts it in the database stays there, what encrypts the file encrypts it here. */
  bytes: Uint8Array<ArrayBuffer>;
  /** When it was kept: ms since the epoch. */
  addedAt: number;
}

/** A person and all that is kept of them. */
export interface ExportedPerson {
  type: 'person';
  person: Person;
  /** At least one; as many as `person.templates` says, and all of `person.modelId`. */
  templates: KeptTemplate[];
  crops?: Crop[];
}

export interface ExportedEvent {
  type: 'event';
  event: BankEvent;
}

/** What the file of a gallery holds, one after the other and in any order. */
export type GalleryRecord = ExportedPerson | ExportedEvent;

export interface GalleryCounts {
  people: number;
  templates: number;
  events: number;
}

/** A gallery to be written: how much there will be, and then the records themselves, read as they are needed. */
export interface GalleryContent {
  counts: GalleryCounts;
  records: AsyncIterable<GalleryRecord> | Iterable<GalleryRecord>;
}

/** How far a file is, in bytes. */
export interface FileProgress {
  done: number;
  /** While a file is written: an estimate, from how much of the records is done. */
  total: number;
}
