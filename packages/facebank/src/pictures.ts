import { FacebankError } from './errors.ts';
import type { Gallery } from './gallery.ts';
import type { PictureBody, PictureRecord } from './schema.ts';

/** A picture that was kept. */
export interface Picture {
  /** `enrolment`: of a shot that was enrolled; `proof`: of a probe that was verified or identified. */
  of: 'enrolment' | 'proof';
  /** The digest of the template, or the probe, that it shows. */
  digest: string;
  /** When it was kept: ms since the epoch. */
  at: number;
  /** An image, as it was given. */
  picture: Blob;
}

/** A crop of a face takes some tens of kilobytes; whole photographs are not what this is for. */
const maximumBytes = 1_000_000;

const imageType = /^image\/[\w.+-]+$/;

/** @throws FacebankError `bad-options` for what is no picture, or too large */
export function requirePicture(picture: Blob): Blob {
  if (!(picture instanceof Blob) || !imageType.test(picture.type) || picture.size === 0) {
    throw new FacebankError('bad-options', 'A picture must be a Blob of an image type, such as image/jpeg.');
  }
  if (picture.size <= maximumBytes) return picture;
  const message = `A picture of ${picture.size} bytes is too large to keep: hand over the crop of the face, not more than ${maximumBytes}.`;
  throw new FacebankError('bad-options', message, { bytes: picture.size, maximumBytes });
}

/** @param place whose the picture is, of which template, if of any, and since when it is kept */
export async function pictureRecord(
  { vault }: Gallery,
  place: Pick<PictureRecord, 'person' | 'template' | 'at'>,
  body: PictureBody,
): Promise<PictureRecord> {
  const record = { id: crypto.randomUUID(), ...place };
  return { ...record, sealed: await vault.seal(body, identityOf(record)) };
}

export async function keepPicture(
  gallery: Gallery,
  place: Pick<PictureRecord, 'person' | 'template' | 'at'>,
  digest: string,
  picture: Blob,
): Promise<PictureRecord> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  return pictureRecord(gallery, place, { digest, type: picture.type, bytes });
}

/** The pictures of a person, or of nobody who is known (`null`), that can be read, newest first. */
export async function readPictures(gallery: Gallery, person: string | null): Promise<Picture[]> {
  const records = await gallery.read(['pictures'], async (tx) => {
    const store = tx.objectStore('pictures');
    if (person !== null) return store.index('person').getAll(person);
    // No index has what belongs to nobody.
    const ofNobody: PictureRecord[] = [];
    for await (const { value } of store) if (value.person === null) ofNobody.push(value);
    return ofNobody;
  });
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
