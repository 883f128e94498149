import { FaceError } from '../errors.ts';
import type { ModelFile } from './descriptor.ts';

/** Fetches a model and checks its digest. Throws a FaceError: `model-load` or `model-corrupt`, with the URL. */
export async function loadModel(
  model: ModelFile,
  baseUrl: string,
  onBytes: (bytes: number) => void,
): Promise<Uint8Array> {
  const url = new URL(model.file, baseUrl).href;
  const bytes = await download(url, onBytes);
  const digest = await sha256(bytes);
  if (digest !== model.sha256) {
    throw new FaceError(
      'model-corrupt',
      `${url} is not the model that this version needs: prepare the models again and serve them unchanged.`,
      { url, expected: model.sha256, found: digest, bytes: bytes.length },
    );
  }
  return bytes;
}

async function download(url: string, onBytes: (bytes: number) => void): Promise<Uint8Array> {
  try {
    const response = await fetch(url);
    if (!response.ok || response.body === null) {
      throw new FaceError('model-load', `${url} answered ${response.status}: is modelBaseUrl right?`, {
        url,
        status: response.status,
      });
    }
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          onBytes(chunk.length);
          controller.enqueue(chunk);
        },
      }),
    );
    return new Uint8Array(await new Response(counted).arrayBuffer());
  } catch (cause) {
    if (cause instanceof FaceError) throw cause;
    throw new FaceError(
      'model-load',
      `${url} could not be fetched: check the network and the server.`,
      { url },
      { cause },
    );
  }
}

/** The SHA-256 of some bytes, in hex. */
export async function sha256(bytes: Uint8Array | Uint8ClampedArray): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as BufferSource);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
