import { FacebankError } from '../errors.ts';
import { equalBytes } from './bytes.ts';
import type { FileProgress, GalleryCounts, GalleryRecord } from './content.ts';
import { ContentCheck } from './content-check.ts';
import { checksumGuard, encryptingGuard, type FrameGuard } from './frame-guard.ts';
import { readFrames, recordsOf } from './frames.ts';
import { type ReadHeader, readHeader } from './header.ts';
import { deriveFileKey } from './passphrase.ts';

export interface ReadOptions {
  /** What the file was encrypted with; `null` for one that is not encrypted. */
  passphrase: string | null;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: FileProgress) => void) | undefined;
}

/** What a file says of itself. Nothing proves it before the last record was read. */
export interface GalleryDescription extends GalleryCounts {
  /** Of the format. */
  version: number;
  /** When the file was written: ms since the epoch. */
  createdAt: number;
  /** Does it need a passphrase? */
  encrypted: boolean;
}

export interface GalleryReading {
  about: GalleryDescription;
  /** To be gone through once. */
  records: AsyncGenerator<GalleryRecord, void>;
}

/**
 * What a file says of itself, without a passphrase: whether to ask for one, and what to show meanwhile.
 *
 * @throws FacebankError `bad-file`
 */
export async function describeGallery(file: Blob): Promise<GalleryDescription> {
  return description(await readHeader(file));
}

/**
 * Reads a file that `writeGallery` made, a frame at a time: what it says of itself, then its records.
 *
 * Every record was checked as a stranger's when it is handed out, but **trust none before the generator has ended well**:
 * only then is it certain that the file is whole, and of an encrypted one that it is as it was written. An importer keeps
 * what it reads apart until then, and drops it when the generator throws.
 *
 * An encrypted file comes from somebody who knows the passphrase. One that is not encrypted may come from anybody, so it is
 * refused where a passphrase is given: nobody can replace the one by the other unnoticed.
 *
 * @throws FacebankError `bad-options` where a passphrase is missing, or given for a file that is not encrypted;
 *   `wrong-passphrase`; `bad-file`, from the generator too; the reason of `signal`, from the generator too
 */
export async function readGallery(
  file: Blob,
  { passphrase, signal, onProgress }: ReadOptions,
): Promise<GalleryReading> {
  signal?.throwIfAborted();
  const header = await readHeader(file);
  const guard = await guardFor(header, passphrase);
  signal?.throwIfAborted();
  return { about: description(header), records: readRecords(file, header, guard, { signal, onProgress }) };
}

async function* readRecords(
  file: Blob,
  { counts, end: framesAt }: ReadHeader,
  guard: FrameGuard,
  { signal, onProgress }: Omit<ReadOptions, 'passphrase'>,
): AsyncGenerator<GalleryRecord, void> {
  const check = new ContentCheck(counts, unusable);
  for await (const { frame, end } of readFrames(file, framesAt, guard)) {
    for (const value of recordsOf(frame)) {
      signal?.throwIfAborted();
      yield check.accept(value);
    }
    signal?.throwIfAborted();
    onProgress?.({ done: end, total: file.size });
  }
  check.end();
}

async function guardFor({ encryption, hash }: ReadHeader, passphrase: string | null): Promise<FrameGuard> {
  if (encryption === null) {
    if (passphrase === null) return checksumGuard(hash);
    const message =
      'This file is not encrypted, so anybody may have written it: read it without a passphrase if you trust its source.';
    throw new FacebankError('bad-options', message);
  }
  if (typeof passphrase !== 'string' || passphrase === '') {
    throw new FacebankError('bad-options', 'This file is encrypted: give its passphrase.');
  }
  const { key, keyCheck } = await deriveFileKey(passphrase, encryption.salt, encryption.iterations);
  if (!equalBytes(keyCheck, encryption.keyCheck)) {
    throw new FacebankError('wrong-passphrase', 'This is not the passphrase that the file was encrypted with.');
  }
  return encryptingGuard(key, hash);
}

function description({ version, createdAt, counts, encryption }: ReadHeader): GalleryDescription {
  return { version, createdAt, ...counts, encrypted: encryption !== null };
}

function unusable(why: string, details: Record<string, unknown>): FacebankError {
  return new FacebankError('bad-file', `This file cannot be used. ${why}`, { fault: 'content', ...details });
}
