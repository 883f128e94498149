import { decodeData, encodeData } from '../codec.ts';
import { FacebankError } from '../errors.ts';
import type { Sealed } from './sealed.ts';

/** The keys of an open gallery. They can be used and handed to a worker, never read. */
export interface VaultKeys {
  /** HMAC-SHA-256: turns labels into the keys of `people`. */
  label: CryptoKey;
  /** AES-256-GCM; `null` where records are in clear. */
  data: CryptoKey | null;
}

/**
 * Where a record belongs: its store, its key, and whose it is. It is authenticated with what the record says, so that
 * nobody can put one person's template, decently encrypted, in another person's place.
 */
export type Identity = readonly (string | number | null)[];

const nonceBytes = 12;

/** What is written goes in here, what is read comes out. Asynchronous throughout: never call it inside a transaction. */
export class Vault {
  readonly keys: VaultKeys;

  constructor(keys: VaultKeys) {
    this.keys = keys;
  }

  /** The key of a person's record: base64url of the HMAC of the normalised label's UTF-8. */
  async personKey(label: string): Promise<string> {
    const mac = await crypto.subtle.sign('HMAC', this.keys.label, new TextEncoder().encode(label));
    const base64 = btoa(String.fromCharCode(...new Uint8Array(mac)));
    return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  }

  async seal<T>(data: T, identity: Identity): Promise<Sealed<T>> {
    const { data: key } = this.keys;
    if (key === null) return { format: 'plain', data };
    // Random nonces of 96 bits are safe for 2³² records under one key.
    const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
    const sealed = await crypto.subtle.encrypt(algorithm(nonce, identity), key, encodeData(data));
    return { format: 'aes-256-gcm', nonce, data: new Uint8Array(sealed) };
  }

  /**
   * What a record says, provided that it is this very record. A plain one in an encrypted gallery is refused: whoever can
   * write to the database could else put a person there.
   *
   * @throws FacebankError `corrupt-record`
   */
  async unseal<T>(sealed: Sealed<T>, identity: Identity): Promise<T> {
    const { data: key } = this.keys;
    try {
      if (key === null && sealed.format === 'plain') return sealed.data;
      if (key !== null && sealed.format === 'aes-256-gcm') {
        const { nonce, data } = sealed;
        return decodeData(new Uint8Array(await crypto.subtle.decrypt(algorithm(nonce, identity), key, data))) as T;
      }
    } catch (cause) {
      throw corruptRecord(identity, cause);
    }
    throw corruptRecord(identity);
  }
}

export function corruptRecord([store]: Identity, cause?: unknown): FacebankError {
  const message = `A record of "${store}" cannot be read: remove the person and enrol them anew, or import a backup.`;
  return new FacebankError('corrupt-record', message, { store }, { cause });
}

/** For `catch`, where a record that cannot be read is to be left out: any other error is thrown on. */
export function nullIfCorrupt(error: unknown): null {
  if (error instanceof FacebankError && error.code === 'corrupt-record') return null;
  throw error;
}

function algorithm(iv: Uint8Array<ArrayBuffer>, identity: Identity): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(JSON.stringify(identity)) };
}
