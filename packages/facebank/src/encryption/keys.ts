import { FacebankError } from '../errors.ts';
import {
  bitsFromPassphrase,
  maximumIterations,
  passphraseIterations,
  requireNewPassphrase,
  saltBytes,
} from './passphrase.ts';
import type { VaultKeys } from './vault.ts';

/** How a gallery is encrypted: by a key that this browser keeps, by one that only a passphrase opens, or not at all. */
export type EncryptionMode = 'device' | 'passphrase' | 'none';

/** What an app asks for. */
export type Encryption = 'device' | 'none' | { passphrase: string };

/** How the keys lie in the database. `id` is a new one whenever the keys are, so that a tab with the old ones can tell. */
export type KeyRecord = OpenKeys | PassphraseKeys;

export type OpenKeys =
  | { id: string; mode: 'none'; label: CryptoKey }
  | { id: string; mode: 'device'; label: CryptoKey; data: CryptoKey };

export interface PassphraseKeys {
  id: string;
  mode: 'passphrase';
  wrapped: WrappedKeys;
}

/** The two raw keys, encrypted with one that is derived from the passphrase. */
interface WrappedKeys {
  salt: Uint8Array<ArrayBuffer>;
  iterations: number;
  nonce: Uint8Array<ArrayBuffer>;
  data: Uint8Array<ArrayBuffer>;
}

const hmac: HmacKeyGenParams = { name: 'HMAC', hash: 'SHA-256' };
const aes: AesKeyGenParams = { name: 'AES-GCM', length: 256 };
const keyBytes = 32;

/** Does it have the parts of its mode? What lies in a database may be damaged. */
export function isWhole(record: KeyRecord): boolean {
  if (record.mode === 'passphrase') {
    const { salt, nonce, data, iterations } = record.wrapped ?? {};
    const isUsual = iterations !== undefined && iterations >= passphraseIterations && iterations <= maximumIterations;
    return isUsual && [salt, nonce, data].every((bytes) => bytes instanceof Uint8Array);
  }
  if (!(record.label instanceof CryptoKey)) return false;
  return record.mode === 'none' || (record.mode === 'device' && record.data instanceof CryptoKey);
}

export function modeOf(encryption: Encryption): EncryptionMode {
  return typeof encryption === 'string' ? encryption : 'passphrase';
}

/**
 * New keys, and how they are to be kept.
 *
 * @throws FacebankError `bad-options` for a passphrase that is too short
 */
export async function createKeys(encryption: Encryption): Promise<{ record: KeyRecord; keys: VaultKeys }> {
  const id = crypto.randomUUID();
  if (typeof encryption !== 'string') {
    const raw = crypto.getRandomValues(new Uint8Array(2 * keyBytes));
    const wrapped = await wrap(raw, encryption.passphrase);
    return { record: { id, mode: 'passphrase', wrapped }, keys: await importKeys(raw) };
  }
  const label = await crypto.subtle.generateKey(hmac, false, ['sign']);
  if (encryption === 'none') return { record: { id, mode: 'none', label }, keys: { label, data: null } };
  const data = await crypto.subtle.generateKey(aes, false, ['encrypt', 'decrypt']);
  return { record: { id, mode: 'device', label, data }, keys: { label, data } };
}

export function keysWithout(record: OpenKeys): VaultKeys {
  return { label: record.label, data: record.mode === 'device' ? record.data : null };
}

/** @throws FacebankError `wrong-passphrase` */
export async function unlockKeys(wrapped: WrappedKeys, passphrase: string): Promise<VaultKeys> {
  return importKeys(await unwrap(wrapped, passphrase));
}

/**
 * The same keys under another passphrase: nothing that they encrypt changes.
 *
 * @throws FacebankError `wrong-passphrase`, `bad-options`
 */
export async function rewrapKeys(wrapped: WrappedKeys, passphrase: string, next: string): Promise<WrappedKeys> {
  const raw = await unwrap(wrapped, passphrase);
  try {
    return await wrap(raw, next);
  } finally {
    raw.fill(0);
  }
}

async function wrap(raw: Uint8Array<ArrayBuffer>, passphrase: string): Promise<WrappedKeys> {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await wrappingKey(requireNewPassphrase(passphrase), salt, passphraseIterations);
  const data = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, raw));
  return { salt, iterations: passphraseIterations, nonce, data };
}

async function unwrap(wrapped: WrappedKeys, passphrase: string): Promise<Uint8Array<ArrayBuffer>> {
  const { salt, iterations, nonce, data } = wrapped;
  try {
    const key = await wrappingKey(passphrase, salt, iterations);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, key, data));
  } catch (cause) {
    const message = 'This is not the passphrase of this gallery: try again. Without it nothing in it can be read.';
    throw new FacebankError('wrong-passphrase', message, {}, { cause });
  }
}

async function wrappingKey(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const bits = await bitsFromPassphrase(passphrase, salt, iterations);
  const key = await crypto.subtle.importKey('raw', bits, aes, false, ['encrypt', 'decrypt']);
  new Uint8Array(bits).fill(0);
  return key;
}

/** Uses the raw keys up: they are gone from memory afterwards, as far as a script can see to that. */
async function importKeys(raw: Uint8Array<ArrayBuffer>): Promise<VaultKeys> {
  const data = await crypto.subtle.importKey('raw', raw.subarray(0, keyBytes), aes, false, ['encrypt', 'decrypt']);
  const label = await crypto.subtle.importKey('raw', raw.subarray(keyBytes), hmac, false, ['sign']);
  raw.fill(0);
  return { label, data };
}
