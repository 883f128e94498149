import { bitsFromPassphrase } from '../encryption/passphrase.ts';
import { type Bytes, subtleCrypto } from './bytes.ts';

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

/** HKDF-SHA-256 makes the key and its check of the bits of the passphrase. */
export async function deriveFileKey(passphrase: string, salt: Bytes, iterations: number): Promise<FileKey> {
  const subtle = subtleCrypto();
  const bits = await bitsFromPassphrase(passphrase, salt, iterations);
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
