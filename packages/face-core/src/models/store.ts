import type { ModelFile } from './descriptor.ts';

/**
 * Keeps verified model files in Cache Storage, so that a second visit downloads none. A file is kept under its digest, and
 * only one version of a model at a time. The store is a convenience: where it cannot be used, models are downloaded.
 */

const cacheName = 'face-core-models';

/** The stored bytes, which the caller verifies: whoever can write to the site's storage can write here. */
export async function readStored(model: ModelFile): Promise<Uint8Array | null> {
  try {
    const response = await (await caches.open(cacheName)).match(keyOf(model));
    return response ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/** Stores verified bytes, in place of those of other versions of the model. */
export async function store(model: ModelFile, bytes: Uint8Array): Promise<void> {
  try {
    await discard(model);
    await (await caches.open(cacheName)).put(keyOf(model), new Response(bytes as BufferSource));
  } catch {
    // Full, forbidden, or not there (an insecure context): the next visit downloads again.
  }
}

/** Removes what is stored of a model, of whatever version. */
export async function discard(model: ModelFile): Promise<void> {
  try {
    const cache = await caches.open(cacheName);
    const folder = new URL('.', keyOf(model)).href;
    const keys = (await cache.keys()).filter(({ url }) => url.startsWith(folder));
    await Promise.all(keys.map((key) => cache.delete(key)));
  } catch {
    // Nothing can be stored, so nothing is.
  }
}

/** A URL that nobody requests; Cache Storage takes no other keys. */
function keyOf({ id, sha256 }: ModelFile): string {
  return new URL(`/face-core/${id}/${sha256}`, location.origin).href;
}
