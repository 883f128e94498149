import { encodeData } from '../codec.ts';
import { passphraseIterations, saltBytes } from '../encryption/passphrase.ts';
import { FacebankError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import type { FileProgress, GalleryContent, GalleryCounts } from './content.ts';
import { ContentCheck } from './content-check.ts';
import { checksumGuard, encryptingGuard, type FrameGuard } from './frame-guard.ts';
import { encodeFrame, FrameBuilder, maximumRecordLength } from './frames.ts';
import { encodeHeader } from './header.ts';
import { deriveFileKey } from './passphrase.ts';

export interface WriteOptions {
  /** What the file is encrypted with; `null`: not encrypted at all, and there for everybody to read. */
  passphrase: string | null;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: FileProgress) => void) | undefined;
}

/**
 * Writes a gallery into one file. Encrypted with AES-256-GCM, its contents are nobody's without the passphrase; in the clear
 * remain how many people, templates and events there are and when the file was written. A file without a passphrase can be
 * read, changed and forged by whoever gets hold of it: its checksums find accidents only.
 *
 * Records are taken one by one and leave the script's memory a megabyte at a time. All or nothing: an error leaves no file.
 *
 * @throws FacebankError `bad-options` for an empty passphrase, a record that could not be read back, or counts that do not
 *   agree; whatever `content.records` throws; the reason of `signal`
 */
export async function writeGallery(
  content: GalleryContent,
  { passphrase, signal, onProgress }: WriteOptions,
): Promise<Blob> {
  signal?.throwIfAborted();
  const { bytes, guard } = await begin(content.counts, passphrase);
  const check = new ContentCheck(content.counts, unwritable);
  // A Blob of each frame, because browsers keep Blobs outside the script's memory, on the disk where they are large.
  const parts = [new Blob([bytes])];
  let done = bytes.length;
  for await (const { frame, last } of framesOf(content, check, signal)) {
    signal?.throwIfAborted();
    const part = new Blob(await encodeFrame(guard, frame, last));
    parts.push(part);
    done += part.size;
    onProgress?.({ done, total: estimate(done, check.seen, content.counts) });
  }
  signal?.throwIfAborted();
  return new Blob(parts, { type: 'application/octet-stream' });
}

async function begin(counts: GalleryCounts, passphrase: string | null): Promise<{ bytes: Bytes; guard: FrameGuard }> {
  const createdAt = Date.now();
  if (passphrase === null) {
    const { bytes, hash } = await encodeHeader({ createdAt, counts, encryption: null });
    return { bytes, guard: checksumGuard(hash) };
  }
  if (typeof passphrase !== 'string' || passphrase === '') {
    const message = 'Give a passphrase to encrypt the file with, or null to write it for everybody to read.';
    throw new FacebankError('bad-options', message);
  }
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  const { key, keyCheck } = await deriveFileKey(passphrase, salt, passphraseIterations);
  const encryption = { iterations: passphraseIterations, salt, keyCheck };
  const { bytes, hash } = await encodeHeader({ createdAt, counts, encryption });
  return { bytes, guard: encryptingGuard(key, hash) };
}

async function* framesOf(
  { records }: GalleryContent,
  check: ContentCheck,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ frame: Bytes; last: boolean }, void> {
  const builder = new FrameBuilder();
  for await (const value of records) {
    signal?.throwIfAborted();
    const record = encodeData(check.accept(value));
    if (record.length > maximumRecordLength) {
      const details = { bytes: record.length, maximum: maximumRecordLength };
      throw unwritable(`One person takes ${record.length} bytes, and may take ${maximumRecordLength}.`, details);
    }
    builder.add(record);
    if (builder.full) yield { frame: builder.take(), last: false };
  }
  check.end();
  yield { frame: builder.take(), last: true };
}

/** How long the file will be, if what is still to come is like what was written. */
function estimate(done: number, seen: GalleryCounts, all: GalleryCounts): number {
  const total = sum(all);
  return total === 0 ? done : Math.round((done * total) / sum(seen));
}

function sum({ people, templates, events }: GalleryCounts): number {
  return people + templates + events;
}

function unwritable(why: string, details: Record<string, unknown>): FacebankError {
  return new FacebankError('bad-options', `This gallery cannot be written to a file. ${why}`, details);
}
