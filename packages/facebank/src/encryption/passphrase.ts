import { FacebankError } from '../errors.ts';

/** OWASP's Password Storage Cheat Sheet (2023) asks for so many rounds of PBKDF2-HMAC-SHA-256. About 0.2 s on a desktop. */
export const passphraseIterations = 600_000;
/** More than this would let what is damaged, or hostile, keep a phone busy for minutes. */
export const maximumIterations = 6_000_000;
export const saltBytes = 16;

const minimumLength = 8;

/**
 * 256 bits from a passphrase, in the slow way: PBKDF2-HMAC-SHA-256 (RFC 8018). The passphrase counts in Unicode NFC, so that it
 * is the same from every keyboard.
 */
export async function bitsFromPassphrase(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<ArrayBuffer> {
  const secret = new TextEncoder().encode(passphrase.normalize('NFC'));
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits']);
  return crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, material, 256);
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
