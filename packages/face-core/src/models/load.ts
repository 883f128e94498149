import { FaceError } from '../errors.ts';
import type { Model } from './descriptor.ts';
import { discard, readStored, store } from './store.ts';

/**
 * A model's bytes, from the store or else from the network, with the digest that its descriptor gives.
 *
 * @param onBytes told the number of bytes that arrived
 * @param keep whether the store is used
 * @throws FaceError `model-load` or `model-corrupt`, with the URL
 */
export async function loadModel(
  { id, weights }: Model,
  baseUrl: string,
  onBytes: (bytes: number) => void,
  keep = true,
): Promise<Uint8Array> {
  if (weights instanceof Uint8Array) {
    onBytes(weights.length);
    return weights;
  }
  const file = { id, sha256: weights.sha256 };
  const stored = keep ? await readStored(file) : null;
  if (stored !== null) {
    if ((await sha256(stored)) === weights.sha256) {
      onBytes(stored.length);
      return stored;
    }
    await discard(file);
  }

  const url = new URL(weights.url, baseUrl).href;
  const bytes = await download(url, onBytes);
  const digest = await sha256(bytes);
  if (digest !== weights.sha256) {
    throw new FaceError(
      'model-corrupt',
      `${url} is not the model that is expected: prepare the models again and serve them unchanged.`,
      { url, expected: weights.sha256, found: digest, bytes: bytes.length },
    );
  }
  if (keep) await store(file, bytes);
  return bytes;
}

/** Throws a FaceError `model-load`. */
async function download(url: string, onBytes: (bytes: number) => void): Promise<Uint8Array> {
  const response = await fetchAsset(url);
  try {
    return new Uint8Array(await new Response(counted(response.body!, onBytes)).arrayBuffer());
  } catch (cause) {
    throw unreachable(url, cause);
  }
}

/** Fetches a file that must be there. Throws a FaceError `model-load`. */
async function fetchAsset(url: string): Promise<Response> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw unreachable(url, cause);
  });
  if (response.ok) return response;
  const details = { url, status: response.status };
  throw new FaceError('model-load', `${url} answered ${response.status}: is modelBaseUrl right?`, details);
}

/** The stream, with its bytes counted as they pass. */
function counted(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: (bytes: number) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        onBytes(chunk.length);
        controller.enqueue(chunk);
      },
    }),
  );
}

function unreachable(url: string, cause: unknown): FaceError {
  const message = `${url} could not be fetched: check the network and the server.`;
  return new FaceError('model-load', message, { url }, { cause });
}

/** Throws a FaceError `device-unavailable` where no digest can be computed. */
export function requireDigests(): void {
  if (globalThis.crypto.subtle !== undefined) return;
  throw new FaceError('device-unavailable', 'Digests need a secure context: serve the page over https or localhost.');
}

/** The SHA-256 of some bytes, in hex. */
export async function sha256(bytes: Uint8Array | Uint8ClampedArray): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as BufferSource);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
