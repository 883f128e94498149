import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What a visit downloads, in bytes. */
export interface Download {
  files: number;
  raw: number;
  gzip: number;
  /** At quality 11, as files are compressed that are served often. */
  brotli: number;
}

/** Fetches files again and sums up their sizes, as they are and compressed. Throws where one is not there. */
export async function downloadOf(urls: readonly string[]): Promise<Download> {
  const sizes = await Promise.all(urls.map(sizesOf));
  const sum = (kind: 'raw' | 'gzip' | 'brotli') => sizes.reduce((total, size) => total + size[kind], 0);
  return { files: urls.length, raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') };
}

async function sizesOf(url: string) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const [gzipped, brotlied] = await Promise.all([
    promisify(gzip)(bytes, { level: 9 }),
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  ]);
  return { raw: bytes.length, gzip: gzipped.length, brotli: brotlied.length };
}
