import { type Bytes, subtleCrypto } from './bytes.ts';

/** For PBKDF2 with HMAC-SHA-256, after OWASP's Password Storage Cheat Sheet (2023). About 0.2 s on a desktop computer. */
export const iterationsWritten = 600_000;

/** More than this would let a file keep a phone busy for minutes. */
export const maximumIterations = 6_000_000;

export const saltLength = 16;
export const keyCheckLength = 32;

export interface FileKey {
  /** AES-256-GCM. */
  key: CryptoKey;
  /**
   * Derived from the passphrase beside the key, and telling nothing of it. Stands in the file, so that another passphrase
   * can be told from damage, and so that no file opens with two passphrases (AES-GCM alone would allow it).
   */
  keyCheck: Bytes;
}

/**
 * PBKDF2-SHA-256 makes 256 bits of the passphrase, in the slow way; HKDF-SHA-256 makes the key and its check of those. The
 * passphrase counts in Unicode NFC, so that it is the same from every keyboard.
 */
export async function deriveFileKey(passphrase: string, salt: Bytes, iterations: number): Promise<FileKey> {
  const subtle = subtleCrypto();
  const secret = new TextEncoder().encode(passphrase.normalize('NFC'));
  const slow = await subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits']);
  const bits = await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, slow, 256);
  const master = await subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey', 'deriveBits']);
  const [key, keyCheck] = await Promise.all([
    subtle.deriveKey(hkdf('facebank file: key'), master, { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
    subtle.deriveBits(hkdf('facebank file: key check'), master, 8 * keyCheckLength),
  ]);
  return { key, keyCheck: new Uint8Array(keyCheck) };
}

function hkdf(info: string): HkdfParams {
  return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode(info) };
}
