/**
 * What a record says of a person, closed to the rest of the database: no key, store or index looks inside. Encrypted, it
 * is the MessagePack of the data under AES-256-GCM (NIST SP 800-38D), with its tag, and a nonce of its own.
 */
export type Sealed<T> =
  | { format: 'plain'; data: T }
  | { format: 'aes-256-gcm'; nonce: Uint8Array<ArrayBuffer>; data: Uint8Array<ArrayBuffer> };
