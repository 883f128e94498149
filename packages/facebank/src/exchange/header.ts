import { encodeData } from '../codec.ts';
import { maximumIterations, passphraseIterations, saltBytes } from '../encryption/passphrase.ts';
import { FacebankError } from '../errors.ts';
import { isTime } from '../time.ts';
import { decodeBounded } from './bounded-decode.ts';
import { type Bytes, concatenate, equalBytes, readBytes, sha256, uint32 } from './bytes.ts';
import type { GalleryCounts } from './content.ts';
import { badFile } from './faults.ts';
import { keyCheckLength } from './passphrase.ts';

/**
 * How every file begins. Like PNG's, its first byte is no text, and its line ends show whether somebody took the file for
 * text on the way.
 */
const magic = Uint8Array.of(0x89, 0x46, 0x42, 0x47, 0x0d, 0x0a, 0x1a, 0x0a); // \x89 F B G CR LF SUB LF

/** Raise it with every change that an older reader could not follow; a new kind of event is one. */
const formatVersion = 1;

const lengthAt = magic.length + 2;
const headerAt = lengthAt + 4;
/** Ours has about 200 bytes. */
const maximumLength = 4096;
const hashLength = 32;

const kdf = 'PBKDF2-SHA-256';
const cipher = 'AES-256-GCM';

/** What a file says of itself. */
export interface Header {
  version: number;
  /** Ms since the epoch. */
  createdAt: number;
  counts: GalleryCounts;
  encryption: Encryption | null;
}

export interface Encryption {
  iterations: number;
  salt: Bytes;
  keyCheck: Bytes;
}

/** A header as it stands in a file, its SHA-256 and the place where the frames begin. */
export interface ReadHeader extends Header {
  hash: Bytes;
  end: number;
}

/** The beginning of a file, up to the frames; `hash`, its last 32 bytes, ties them to it. */
export async function encodeHeader({
  createdAt,
  counts,
  encryption,
}: Omit<Header, 'version'>): Promise<{ bytes: Bytes; hash: Bytes }> {
  const body = encodeData({ createdAt, counts, encryption: encryption && { kdf, cipher, ...encryption } });
  const bytes = concatenate(magic, Uint8Array.of(formatVersion >> 8, formatVersion & 0xff), uint32(body.length), body);
  const hash = await sha256(bytes);
  return { bytes: concatenate(bytes, hash), hash };
}

/** @throws FacebankError `bad-file` */
export async function readHeader(file: Blob): Promise<ReadHeader> {
  const start = await readBytes(file, 0, Math.min(headerAt, file.size));
  if (!equalBytes(start.subarray(0, magic.length), magic)) throw badFile('not-a-gallery');
  if (start.length < headerAt) throw badFile('cut-short');
  const view = new DataView(start.buffer);
  const version = view.getUint16(magic.length);
  if (version > formatVersion) throw badFile('newer-version');
  const length = view.getUint32(lengthAt);
  if (version < 1 || length > maximumLength) throw badFile('damaged');

  const hashAt = headerAt + length;
  const end = hashAt + hashLength;
  const bytes = await readBytes(file, 0, end);
  const hash = await sha256(bytes.slice(0, hashAt));
  if (!equalBytes(hash, bytes.subarray(hashAt))) throw badFile('damaged');
  return { ...parseHeader(bytes.slice(headerAt, hashAt)), version, hash, end };
}

function parseHeader(bytes: Bytes): Omit<Header, 'version'> {
  try {
    const { createdAt, counts, encryption } = decodeBounded(bytes) as Header;
    const { people, templates, events } = counts;
    if (!isTime(createdAt) || ![people, templates, events].every(isCount)) throw badFile('damaged');
    return {
      createdAt,
      counts: { people, templates, events },
      encryption: encryption === null ? null : parseEncryption(encryption),
    };
  } catch (error) {
    throw error instanceof FacebankError ? error : badFile('damaged', error);
  }
}

function parseEncryption(encryption: Encryption & { kdf?: unknown; cipher?: unknown }): Encryption {
  const { iterations, salt, keyCheck } = encryption;
  const known = encryption.kdf === kdf && encryption.cipher === cipher && isCount(iterations);
  if (!known || !isBytes(salt, saltBytes) || !isBytes(keyCheck, keyCheckLength)) throw badFile('damaged');
  if (iterations < passphraseIterations || iterations > maximumIterations) throw badFile('key-derivation');
  return { iterations, salt: new Uint8Array(salt), keyCheck: new Uint8Array(keyCheck) };
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isBytes(value: unknown, length: number): boolean {
  return value instanceof Uint8Array && value.length === length;
}
