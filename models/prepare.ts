import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Asset, nameOf, runtimes, weights } from './assets.ts';
import { fill } from './folder.ts';

/** Makes `models/dist/`, which this repository serves as its `modelBaseUrl`, from the locked npm packages that are installed. */

const here = dirname(fileURLToPath(import.meta.url));
export const distFolder = join(here, 'dist');

/** Brings `models/dist/` up to date; a file that already has its digest is left alone. */
export async function prepareModels(say: (line: string) => void): Promise<void> {
  const assets = [...Object.values(weights), ...Object.values(runtimes)];
  const written = await fill(distFolder, assets, readInstalled, say);
  say(`Models: ${assets.length} files in models/dist, ${written} written, every digest checked`);
}

async function readInstalled({ source }: Asset): Promise<Uint8Array> {
  const path = join(here, 'node_modules', nameOf(source.package), source.path);
  return readFile(path).catch((cause) => {
    throw new Error(`${path} cannot be read: run the install again (npm test does it)`, { cause });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await prepareModels((line) => process.stderr.write(`${line}\n`)).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
