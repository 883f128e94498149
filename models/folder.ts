import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Asset } from './assets.ts';
import { prepareAsset, sha256 } from './prepare-asset.ts';
import { writeWhole } from './write-whole.ts';

/** A folder of assets, as an app serves it. */

/**
 * Brings a folder up to date; a file that already has its digest is left alone.
 *
 * @returns how many files were written
 */
export async function fill(
  folder: string,
  assets: readonly Asset[],
  readSource: (asset: Asset) => Promise<Uint8Array>,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<number> {
  const lacking = await faultsOf(folder, assets);
  for (const { asset } of lacking) {
    say(`Preparing ${asset.file} from ${asset.source.package}`);
    const prepared = prepareAsset(asset, await readSource(asset));
    signal?.throwIfAborted();
    const target = join(folder, asset.file);
    await mkdir(dirname(target), { recursive: true });
    await writeWhole(target, prepared);
  }
  return lacking.length;
}

/** The assets that are not there as they should be. */
export async function faultsOf(folder: string, assets: readonly Asset[]): Promise<{ asset: Asset; fault: string }[]> {
  const faults: { asset: Asset; fault: string }[] = [];
  for (const asset of assets) {
    const found = await readFile(join(folder, asset.file)).catch(() => null);
    if (found === null) faults.push({ asset, fault: 'is missing' });
    else if (sha256(found) !== asset.sha256) faults.push({ asset, fault: 'has other content' });
  }
  return faults;
}
