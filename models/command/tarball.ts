import { createHash } from 'node:crypto';
import { parseTarGzip } from 'nanotar';
import { download, type Progress } from '../download.ts';

/** The files of an npm package that a path is wanted of, by their paths in it. */
export type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Downloads a tarball and unpacks it in memory. Nothing of it is read before all of it has the integrity that it must have.
 *
 * @param integrity as lockfiles have it: `sha512-` and base64
 * @throws DownloadError; an Error that shows both digests; the signal's reason
 */
export async function unpack(
  url: string,
  integrity: string,
  isWanted: (path: string) => boolean,
  progress: Progress,
  signal: AbortSignal,
): Promise<Files> {
  const tarball = await download(url, progress, signal);
  const found = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  if (found !== integrity) {
    throw new Error(
      `${url} is not the package that is expected; nothing of it was used\n  expected ${integrity}\n  found    ${found}`,
    );
  }
  // Every path of an npm tarball begins with a folder, of whatever name.
  const pathOf = (name: string) => name.slice(name.indexOf('/') + 1);
  const files = await parseTarGzip(tarball, { filter: ({ name }) => isWanted(pathOf(name)) });
  return new Map(files.map(({ name, data = new Uint8Array() }) => [pathOf(name), data]));
}
