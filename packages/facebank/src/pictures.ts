import { FacebankError } from './errors.ts';
import type { Gallery } from './gallery.ts';
import type { PictureRecord } from './schema.ts';

/** A picture that was kept. */
export interface Picture {
  /** `enrolment`: of a shot that was enrolled; `proof`: of a probe that was verified or identified. */
  of: 'enrolment' | 'proof';
  /** The digest of the template, or the probe, that it shows. */
  digest: string;
  /** When it was kept: ms since the epoch. */
  at: number;
  picture: Blob;
}

/** A crop of a face takes some tens of kilobytes; whole photographs are not what this is for. */
const maximumBytes = 1_000_000;

/** @throws FacebankError `bad-options` for what is no picture, or too large */
export function requirePicture(picture: Blob): Blob {
  if (!(picture instanceof Blob) || !picture.type.startsWith('image/')) {
    throw new FacebankError('bad-options', 'A picture must be a Blob of an image type.');
  }
  if (picture.size <= maximumBytes) return picture;
  const message = `A picture of ${picture.size} bytes is too large to keep: hand over the crop of the face, not more than ${maximumBytes}.`;
  throw new FacebankError('bad-options', message, { bytes: picture.size, maximumBytes });
}

/** @param of the record's place: whose it is, and of which template, if of any */
export async function pictureRecord(
  { vault }: Gallery,
  of: Pick<PictureRecord, 'person' | 'template'>,
  digest: string,
  picture: Blob,
): Promise<PictureRecord> {
  const place = { id: crypto.randomUUID(), ...of, at: Date.now() };
  const body = { digest, type: picture.type, bytes: new Uint8Array(await picture.arrayBuffer()) };
  return { ...place, sealed: await vault.seal(body, identityOf(place)) };
}

/** The pictures of a person that can be read, newest first. */
export async function readPictures(gallery: Gallery, person: string): Promise<Picture[]> {
  const records = await gallery.read(['pictures'], (tx) => tx.objectStore('pictures').index('person').getAll(person));
  const pictures = await Promise.all(records.map((record) => unsealPicture(gallery, record)));
  return pictures.filter((picture) => picture !== null).sort((a, b) => b.at - a.at);
}

/** `null`: it cannot be read. */
export async function unsealPicture({ vault }: Gallery, record: PictureRecord): Promise<Picture | null> {
  try {
    const { digest, type, bytes } = await vault.unseal(record.sealed, identityOf(record));
    // In clear it may be anything, and a Blob takes it.
    if (!(bytes instanceof Uint8Array)) return null;
    const of = record.template === null ? 'proof' : 'enrolment';
    return { of, digest, at: record.at, picture: new Blob([bytes], { type }) };
  } catch {
    return null;
  }
}

export function identityOf({ id, person, template, at }: Omit<PictureRecord, 'sealed'>) {
  return ['pictures', id, person, template, at] as const;
}
