import type { Connection } from './connection.ts';
import { FacebankError } from './errors.ts';

const hmac: HmacKeyGenParams = { name: 'HMAC', hash: 'SHA-256' };
const storedAs = 'label-key';

/**
 * The gallery's own HMAC key, made when the gallery is first opened. It cannot be exported: whoever copies the database's
 * contents gets no means of trying names against the keys of `people`.
 *
 * @throws FacebankError `storage`, `quota`, `closed`
 */
export async function loadLabelKey(connection: Connection): Promise<CryptoKey> {
  // Missing outside secure contexts.
  if (globalThis.crypto?.subtle === undefined) {
    throw new FacebankError(
      'storage',
      'A gallery needs a secure context: serve the page over https or from localhost.',
    );
  }
  const stored = await connection.transaction(['meta'], 'readonly', (tx) => tx.objectStore('meta').get(storedAs));
  if (stored !== undefined) return stored;

  const generated = await crypto.subtle.generateKey(hmac, false, ['sign']);
  return connection.transaction(['meta'], 'readwrite', async (tx) => {
    const meta = tx.objectStore('meta');
    // Another tab may have been first.
    const rival = await meta.get(storedAs);
    if (rival !== undefined) return rival;
    await meta.put(generated, storedAs);
    return generated;
  });
}

/** The key of a person's record: base64url of the HMAC of the normalised label's UTF-8. */
export async function personKey(labelKey: CryptoKey, label: string): Promise<string> {
  const mac = await crypto.subtle.sign(hmac.name, labelKey, new TextEncoder().encode(label));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(mac)));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
