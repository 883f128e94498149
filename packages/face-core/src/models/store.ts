/** A file that is kept: under its digest, one version of an id at a time. */
export interface StoredFile {
  id: string;
  sha256: string;
}

/**
 * Keeps verified model files in Cache Storage, so that a second visit downloads none. A file is kept under its digest, and
 * only one version of a model at a time. The store is a convenience: where it cannot be used, models are downloaded.
 */

const cacheName = 'face-core-models';

/** The stored bytes, which the caller verifies: whoever can write to the site's storage can write here. */
export async function readStored(file: StoredFile): Promise<Uint8Array | null> {
  try {
    const response = await (await caches.open(cacheName)).match(keyOf(file));
    return response ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/** Stores verified bytes, in place of those of other versions of the model. */
export async function store(file: StoredFile, bytes: Uint8Array): Promise<void> {
  try {
    await discard(file);
    await (await caches.open(cacheName)).put(keyOf(file), new Response(bytes as BufferSource));
  } catch {
    // Full, forbidden, or not there (an insecure context): the next visit downloads again.
  }
}

/** Removes what is stored of a model, of whatever version. */
export async function discard(file: StoredFile): Promise<void> {
  try {
    const cache = await caches.open(cacheName);
    const folder = new URL('.', keyOf(file)).href;
    const keys = (await cache.keys()).filter(({ url }) => url.startsWith(folder));
    await Promise.all(keys.map((key) => cache.delete(key)));
  } catch {
    // Nothing can be stored, so nothing is.
  }
}

/** A URL that nobody requests; Cache Storage takes no other keys. */
function keyOf({ id, sha256 }: StoredFile): string {
  return new URL(`/face-core/${id}/${sha256}`, location.origin).href;
}
