import type { IDBPTransaction, StoreNames } from 'idb';
import type { Connection } from './connection.ts';
import {
  createKeys,
  type Encryption,
  isWhole,
  type KeyRecord,
  keysWithout,
  modeOf,
  type PassphraseKeys,
  unlockKeys,
} from './encryption/keys.ts';
import { Vault } from './encryption/vault.ts';
import { FacebankError } from './errors.ts';
import { countsOf, Gallery } from './gallery.ts';
import { type ReencryptOptions, reencrypt } from './reencrypt.ts';
import type { FacebankSchema } from './schema.ts';
import { discardStaged } from './staging.ts';

/** A gallery whose keys are at hand; without one it is locked. */
export interface Opened {
  record: KeyRecord;
  gallery: Gallery | null;
}

/**
 * Finds the keys of the database, or makes them where it is new, and encrypts what an app wanted in clear before.
 *
 * @throws FacebankError `bad-options`, `wrong-passphrase`, `corrupt-record`, `storage`, `quota`, `closed`; the reason of
 *   `signal`
 */
export async function openGallery(
  name: string,
  connection: Connection,
  encryption: Encryption,
  options: ReencryptOptions,
): Promise<Opened> {
  for (;;) {
    const record = await readKeys(connection, encryption);
    requireMode(record, encryption);
    if (record.mode === 'passphrase') {
      const gallery =
        typeof encryption === 'object' ? await unlock(name, connection, record, encryption.passphrase) : null;
      return { record, gallery };
    }
    const gallery = new Gallery(name, connection, new Vault(keysWithout(record)), record.id);
    if (record.mode === modeOf(encryption)) {
      await tidy(gallery);
      return { record, gallery };
    }
    await reencrypt(gallery, encryption, options).catch((error) => {
      // Another tab did the same and was first: look again.
      if (!(error instanceof FacebankError && error.details['reason'] === 'other-keys')) throw error;
    });
  }
}

/** @throws FacebankError `wrong-passphrase` */
export async function unlock(
  name: string,
  connection: Connection,
  { id, wrapped }: PassphraseKeys,
  passphrase: string,
): Promise<Gallery> {
  const gallery = new Gallery(name, connection, new Vault(await unlockKeys(wrapped, passphrase)), id);
  await tidy(gallery);
  return gallery;
}

/**
 * The keys as they lie in the database; made when the gallery is first opened.
 *
 * @throws FacebankError `bad-options`, `corrupt-record`, `storage`, `quota`, `closed`
 */
export async function readKeys(connection: Connection, encryption: Encryption): Promise<KeyRecord> {
  // Missing outside secure contexts.
  if (globalThis.crypto?.subtle === undefined || globalThis.navigator?.locks === undefined) {
    throw new FacebankError(
      'storage',
      'A gallery needs a secure context: serve the page over https or from localhost.',
    );
  }
  const stored = await connection.transaction(['keys', 'state'], 'readonly', storedKeys);
  if (stored !== null) return stored;

  const { record } = await createKeys(encryption);
  return connection.transaction(['keys', 'state'], 'readwrite', async (tx) => {
    // Another tab may have been first.
    const rival = await storedKeys(tx);
    if (rival !== null) return rival;
    await tx.objectStore('keys').put(record, 'current');
    await tx.objectStore('state').put({ sequence: 0, keys: record.id }, 'current');
    return record;
  });
}

/**
 * Within a transaction; `null` where the gallery is new. Keys are written together with the state that names them: where
 * they do not fit, new ones would hide that nothing can be read any more.
 *
 * @throws FacebankError `corrupt-record`
 */
async function storedKeys(
  tx: IDBPTransaction<FacebankSchema, StoreNames<FacebankSchema>[], 'readonly' | 'readwrite'>,
): Promise<KeyRecord | null> {
  const record = await tx.objectStore('keys').get('current');
  const state = await tx.objectStore('state').get('current');
  if (record === undefined && state === undefined) return null;
  const isOfThese = state !== undefined && state.keys === record?.id && Number.isSafeInteger(state.sequence);
  if (isOfThese && isWhole(record)) return record;
  const message =
    'The keys of this gallery are damaged, so nothing in it can be read: delete its database, then import a backup.';
  throw new FacebankError('corrupt-record', message, { store: 'keys' });
}

/**
 * A gallery in clear may be opened by an app that wants it encrypted, and one with a passphrase without telling it; any
 * other change must be asked for.
 *
 * @throws FacebankError `bad-options`
 */
function requireMode({ mode }: KeyRecord, encryption: Encryption): void {
  const asked = modeOf(encryption);
  if (asked === mode || mode === 'none' || (asked === 'device' && mode === 'passphrase')) return;
  const message = `This gallery is encrypted ("${mode}"), not "${asked}": open it so, then call setEncryption.`;
  throw new FacebankError('bad-options', message, { stored: mode, asked });
}

/** An import that was cut off may have left something. */
async function tidy(gallery: Gallery): Promise<void> {
  const { staged } = await countsOf(gallery, ['staged']);
  if (staged > 0) await gallery.aloneIfFree(() => discardStaged(gallery));
}
