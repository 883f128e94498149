import { CommandError } from '../browser-pipeline.ts';

/** Told the bytes that have arrived, and how many there will be: null where the host does not say. */
export type Progress = (loaded: number, total: number | null) => void;

/** All of a URL's bytes. Throws a CommandError `model-load` where they do not all arrive. */
export async function download(url: string, progress: Progress): Promise<Uint8Array> {
  const advice = 'Check the network, or give a file that you have: --file PATH';
  const failure = (what: string) => new CommandError('model-load', `${url} ${what}. ${advice}`);
  const response = await fetch(url).catch((error: Error) => {
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
