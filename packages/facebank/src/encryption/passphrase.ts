import { FacebankError } from '../errors.ts';

/** OWASP's Password Storage Cheat Sheet (2023) asks for so many rounds of PBKDF2-HMAC-SHA-256. */
export const passphraseIterations = 600_000;
export const saltBytes = 16;

const minimumLength = 8;

/**
 * An AES-256-GCM key from a passphrase, by PBKDF2-HMAC-SHA-256 (RFC 8018). Takes about a fifth of a second, on purpose.
 * The passphrase is brought to Unicode NFKC, so that it can be typed on any keyboard.
 */
export async function keyFromPassphrase(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations = passphraseIterations,
): Promise<CryptoKey> {
  const secret = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey']);
  const pbkdf2 = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(pbkdf2, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/**
 * For a passphrase that is to be chosen: one that has to be told again may be anything.
 *
 * @throws FacebankError `bad-options`
 */
export function requireNewPassphrase(passphrase: string): string {
  if (typeof passphrase === 'string' && [...passphrase].length >= minimumLength) return passphrase;
  throw new FacebankError('bad-options', `Choose a passphrase of at least ${minimumLength} characters.`, {
    minimumLength,
  });
}
