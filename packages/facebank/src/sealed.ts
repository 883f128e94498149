import { FacebankError } from './errors.ts';

/**
 * What a record says of a person, closed to the rest of the database: no key, store or index looks inside. A format with
 * encryption can therefore join this union without a migration.
 */
export type Sealed<T> = { format: 'plain'; data: T };

/** Asynchronous, as encryption is: never call it inside a transaction. */
export async function seal<T>(data: T): Promise<Sealed<T>> {
  return { format: 'plain', data };
}

/**
 * Asynchronous, as decryption is: never call it inside a transaction.
 *
 * @throws FacebankError `storage` for a format of a later version
 */
export async function unseal<T>(sealed: Sealed<T>): Promise<T> {
  const { format, data } = sealed;
  if (format === 'plain') return data;
  throw new FacebankError('storage', 'This gallery was written by a newer version: reload the page to get it.', {
    format,
  });
}
