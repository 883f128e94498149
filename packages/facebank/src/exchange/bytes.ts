import { FacebankError } from '../errors.ts';
import { badFile } from './faults.ts';

/** Bytes that WebCrypto and Blob take: not shared with another thread. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function concatenate(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

export function uint32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await subtleCrypto().digest('SHA-256', bytes));
}

/**
 * The bytes of a file from `start` up to `end`, and no others.
 *
 * @throws FacebankError `bad-file` where the file is shorter, or cannot be read
 */
export async function readBytes(file: Blob, start: number, end: number): Promise<Bytes> {
  if (end > file.size) throw badFile('cut-short');
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch (error) {
    throw badFile('unreadable', error);
  }
}

/** @throws FacebankError `unsupported` where the page has none */
export function subtleCrypto(): SubtleCrypto {
  const subtle = globalThis.crypto?.subtle;
  if (subtle !== undefined) return subtle;
  // Missing outside secure contexts.
  const message = 'Files of galleries need a secure context: serve the page over https or from localhost.';
  throw new FacebankError('unsupported', message);
}
