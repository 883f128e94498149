import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import manifest from './manifest.json' with { type: 'json' };
import { tfliteToOnnx } from './tflite-to-onnx.ts';

/**
 * Takes the weights and the runtimes from the locked npm packages, rewrites what the runtime cannot read, checks every digest and writes
 * `models/dist/`, the folder that an app serves as its `modelBaseUrl`.
 */

interface Asset {
  file: string;
  source: { package: string; path: string; sha256: string };
  prepare: string;
  sha256: string;
}

const here = dirname(fileURLToPath(import.meta.url));
export const distFolder = join(here, 'dist');

const steps: Record<string, (source: Uint8Array) => Uint8Array> = {
  copy: (source) => source,
  'tflite-to-onnx': tfliteToOnnx,
};

/** Turns an asset's source bytes into its prepared bytes. Throws, naming both digests, where either is not the manifest's. */
export function prepareAsset(asset: Asset, source: Uint8Array): Uint8Array {
  checkDigest(`${asset.source.package} ${asset.source.path}`, source, asset.source.sha256);
  const step = steps[asset.prepare];
  if (step === undefined) throw new Error(`${asset.file}: the manifest names an unknown step, ${asset.prepare}`);
  const prepared = step(source);
  checkDigest(asset.file, prepared, asset.sha256);
  return prepared;
}

/** Brings `models/dist/` up to date; a file that already has its digest is left alone. */
export async function prepareModels(say: (line: string) => void): Promise<void> {
  const assets: Asset[] = [...Object.values(manifest.models), ...Object.values(manifest.runtimes)];
  let written = 0;
  for (const asset of assets) {
    const target = join(distFolder, asset.file);
    if (sha256(await readFile(target).catch(() => new Uint8Array())) === asset.sha256) continue;
    say(`Preparing ${asset.file} from ${asset.source.package}`);
    const prepared = prepareAsset(asset, await readSource(asset));
    await mkdir(dirname(target), { recursive: true });
    // A rename is all or nothing: an interrupted run leaves no half file under the real name.
    await writeFile(`${target}.part`, prepared);
    await rename(`${target}.part`, target);
    written++;
  }
  say(`Models: ${assets.length} files in models/dist, ${written} written, every digest checked`);
}

async function readSource({ source }: Asset): Promise<Uint8Array> {
  const name = source.package.slice(0, source.package.lastIndexOf('@'));
  const path = join(here, 'node_modules', name, source.path);
  return readFile(path).catch((cause) => {
    throw new Error(`${path} cannot be read: run the install again (npm test does it)`, { cause });
  });
}

function checkDigest(name: string, bytes: Uint8Array, expected: string): void {
  const found = sha256(bytes);
  if (found !== expected)
    throw new Error(`${name} has a wrong digest\n  expected sha256 ${expected}\n  found    sha256 ${found}`);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await prepareModels((line) => process.stderr.write(`${line}\n`)).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
