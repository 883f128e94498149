import type { Connection } from './connection.ts';
import {
  createKeys,
  type Encryption,
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
import { discardStaged } from './staging.ts';

/** A gallery whose keys are at hand; without one it is locked. */
export interface Opened {
  record: KeyRecord;
  gallery: Gallery | null;
}

/**
 * Finds the keys of the database, or makes them where it is new, and encrypts what an app wanted in clear before.
 *
 * @throws FacebankError `bad-options`, `wrong-passphrase`, `storage`, `quota`, `closed`; the reason of `signal`
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
 * @throws FacebankError `bad-options`, `storage`, `quota`, `closed`
 */
export async function readKeys(connection: Connection, encryption: Encryption): Promise<KeyRecord> {
  // Missing outside secure contexts.
  if (globalThis.crypto?.subtle === undefined || globalThis.navigator?.locks === undefined) {
    throw new FacebankError(
      'storage',
      'A gallery needs a secure context: serve the page over https or from localhost.',
    );
  }
  const stored = await connection.transaction(['keys'], 'readonly', (tx) => tx.objectStore('keys').get('current'));
  if (stored !== undefined) return stored;

  const { record } = await createKeys(encryption);
  return connection.transaction(['keys', 'state'], 'readwrite', async (tx) => {
    const keys = tx.objectStore('keys');
    // Another tab may have been first.
    const rival = await keys.get('current');
    if (rival !== undefined) return rival;
    await keys.put(record, 'current');
    await tx.objectStore('state').put({ sequence: 0, keys: record.id }, 'current');
    return record;
  });
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
