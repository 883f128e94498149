/** Told the bytes that have arrived, and how many there will be: null where the host does not say. */
export type Progress = (loaded: number, total: number | null) => void;

/** What kept a file from arriving, in a sentence that lacks its full stop. */
export class DownloadError extends Error {}

/** All of a URL's bytes. Throws a DownloadError where they do not all arrive, and the signal's reason when it aborts. */
export async function download(url: string, progress: Progress, signal?: AbortSignal): Promise<Uint8Array> {
  const failure = (what: string) => new DownloadError(`${url} ${what}`);
  const response = await fetch(url, { signal: signal ?? null }).catch((error: Error) => {
    signal?.throwIfAborted();
    throw failure(`could not be reached (${reasonOf(error)})`);
  });
  if (!response.ok) throw failure(`answered ${response.status}`);
  const length = response.headers.get('content-length');
  const total = length === null ? null : Number(length);
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  try {
    for await (const chunk of response.body!) {
      chunks.push(chunk);
      loaded += chunk.length;
      progress(loaded, total);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw failure(
      `broke off after ${loaded} of ${total ?? 'an unknown number of'} bytes (${reasonOf(error as Error)})`,
    );
  }
  return Buffer.concat(chunks);
}

/** Node says no more than "fetch failed"; its cause says why. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}
