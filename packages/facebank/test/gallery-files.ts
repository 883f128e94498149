import { onTestFinished, vi } from 'vitest';
import type { Bytes } from '../src/exchange/bytes.ts';
import { concatenate } from '../src/exchange/bytes.ts';
import { checksumGuard, encryptingGuard, type FrameGuard } from '../src/exchange/frame-guard.ts';
import { encodeFrame } from '../src/exchange/frames.ts';
import { encodeHeader } from '../src/exchange/header.ts';
import type {
  ExportedEvent,
  ExportedPerson,
  GalleryContent,
  GalleryCounts,
  GalleryRecord,
} from '../src/exchange/index.ts';
import { readGallery, writeGallery } from '../src/exchange/index.ts';
import { deriveFileKey } from '../src/exchange/passphrase.ts';
import type { BankEvent, Person } from '../src/records.ts';
import { MODEL, normalize } from './synthetic.ts';

export const PASSPHRASE = 'Zoë’s 12 grey horses';

/** A person with as many templates of eight numbers. */
export function exportedPerson(label: string, templates: number, overrides: Partial<Person> = {}): ExportedPerson {
  return {
    type: 'person',
    person: {
      label,
      displayName: label.toUpperCase(),
      notes: '',
      consentAt: null,
      templates,
      modelId: MODEL,
      createdAt: 1_700_000_000_000,
      updatedAt: 1_700_000_000_001,
      ...overrides,
    },
    templates: Array.from({ length: templates }, (_, i) => ({
      embedding: normalize(Float32Array.from({ length: 8 }, (_, j) => Math.sin(1 + i + label.length * (j + 1)))),
      modelId: MODEL,
      digest: `${label}-${i}`,
      quality: 81.25,
      liveness: i % 2 === 0 ? { score: 0.9, live: true } : null,
      capturedAt: 1_700_000_000_000 + i,
      source: i % 2 === 0 ? 'webcam' : null,
      addedAt: 1_700_000_100_000,
    })),
  };
}

export function exportedEvent(overrides: Partial<BankEvent> = {}): ExportedEvent {
  const details = { similarity: 0.71, threshold: 0.38, live: true, why: 'door', none: null };
  return {
    type: 'event',
    event: { at: 1_700_000_000_000, kind: 'verified', label: 'ada', reason: null, details, ...overrides },
  };
}

/** All that a file can hold, in little. */
export function sampleRecords(): GalleryRecord[] {
  const crop = {
    digest: 'ada-0',
    type: 'image/jpeg',
    bytes: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3),
    addedAt: 1_700_000_100_000,
  };
  return [
    { ...exportedPerson('ada', 2, { notes: 'tall\nleft-handed', consentAt: 1_699_999_999_999 }), crops: [crop] },
    exportedEvent({ kind: 'enrolled', reason: 'import', details: {} }),
    exportedPerson('Zoë 李 😀', 1),
    exportedEvent(),
    exportedEvent({ label: null, kind: 'rejected', reason: 'nobody' }),
    exportedPerson('__proto__', 3),
  ];
}

export function countsOf(records: readonly GalleryRecord[]): GalleryCounts {
  const people = records.filter((record) => record.type === 'person');
  return {
    people: people.length,
    templates: people.reduce((sum, { templates }) => sum + templates.length, 0),
    events: records.length - people.length,
  };
}

export function contentOf(records: readonly GalleryRecord[]): GalleryContent {
  return { counts: countsOf(records), records };
}

export function written(records: readonly GalleryRecord[], passphrase: string | null = null): Promise<Blob> {
  return writeGallery(contentOf(records), { passphrase });
}

export async function readAll(file: Blob, passphrase: string | null = null): Promise<GalleryRecord[]> {
  const { records } = await readGallery(file, { passphrase });
  const all: GalleryRecord[] = [];
  for await (const record of records) all.push(record);
  return all;
}

export async function bytesOf(file: Blob): Promise<Bytes> {
  return new Uint8Array(await file.arrayBuffer());
}

/** A file's header with its hash, and its frames with their prefixes. */
export function splitFile(bytes: Uint8Array): { header: Uint8Array; frames: Uint8Array[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 14 + view.getUint32(10) + 32;
  const header = bytes.subarray(0, at);
  const frames: Uint8Array[] = [];
  while (at < bytes.length) {
    const end = at + 5 + view.getUint32(at);
    frames.push(bytes.subarray(at, end));
    at = end;
  }
  return { header, frames };
}

export function joined(header: Uint8Array, frames: readonly Uint8Array[]): Blob {
  return new Blob([concatenate(header, ...frames)]);
}

/** A plain file whose checksums are right, whatever it holds. */
export async function forged(counts: GalleryCounts, frames: readonly Bytes[]): Promise<Blob> {
  const { bytes, hash } = await encodeHeader({ createdAt: 1_700_000_000_000, counts, encryption: null });
  return framed(bytes, checksumGuard(hash), frames);
}

/** The same, encrypted with `PASSPHRASE`. */
export async function forgedEncrypted(counts: GalleryCounts, frames: readonly Bytes[]): Promise<Blob> {
  const [iterations, salt] = [600_000, crypto.getRandomValues(new Uint8Array(16))];
  const { key, keyCheck } = await deriveFileKey(PASSPHRASE, salt, iterations);
  const encryption = { iterations, salt, keyCheck };
  const { bytes, hash } = await encodeHeader({ createdAt: 1_700_000_000_000, counts, encryption });
  return framed(bytes, encryptingGuard(key, hash), frames);
}

async function framed(header: Bytes, guard: FrameGuard, frames: readonly Bytes[]): Promise<Blob> {
  const parts = [header];
  for (const [i, frame] of frames.entries()) parts.push(...(await encodeFrame(guard, frame, i === frames.length - 1)));
  return new Blob(parts);
}

/** Until the test is over, the slow step of the key derivation runs once for each salt: for tests of one passphrase. */
export function rememberDerivations(): void {
  const derive = crypto.subtle.deriveBits.bind(crypto.subtle);
  const known = new Map<string, Promise<ArrayBuffer>>();
  vi.spyOn(crypto.subtle, 'deriveBits').mockImplementation((algorithm, key, length) => {
    const { name, salt, iterations } = algorithm as Pbkdf2Params;
    if (name !== 'PBKDF2') return derive(algorithm, key, length);
    const about = `${iterations} ${salt}`;
    const bits = known.get(about) ?? derive(algorithm, key, length);
    known.set(about, bits);
    return bits;
  });
  onTestFinished(() => void vi.restoreAllMocks());
}
