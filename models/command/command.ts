import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Asset, Assets } from '../assets.ts';
import { DownloadError } from '../download.ts';
import { faultsOf, fill } from '../folder.ts';
import { megabytes, sayProgress } from '../progress.ts';
import { help, readOptions } from './options.ts';
import { configuredRegistry, tarballOf } from './registry.ts';
import { type Files, unpack } from './tarball.ts';

/** Everything there is. */
export interface Catalogue {
  /** What `--only` chooses from. */
  weights: Assets;
  runtimes: Assets;
  /** Scripts of this package itself. Their names end in a digest: those of another version have others. */
  workers: Assets;
  /** The integrity of every other package. */
  integrityOf: Readonly<Record<string, string>>;
}

/**
 * `npx face-core-models`.
 *
 * @param readOwn reads a file of this package
 * @returns the exit code
 */
export async function runCommand(
  args: readonly string[],
  catalogue: Catalogue,
  readOwn: (path: string) => Promise<Uint8Array>,
  signal: AbortSignal,
): Promise<number> {
  try {
    const options = readOptions(args);
    if (options.action === 'help') return print(help);
    const chosen = { ...only(catalogue.weights, options.only), ...catalogue.runtimes, ...catalogue.workers };
    const assets = Object.values(chosen);
    if (options.action === 'list') return print(listOf(chosen));
    if (options.action === 'check') return await check(options.folder, assets);
    const readSource = sources(assets, catalogue, readOwn, signal);
    const written = await fill(options.folder, assets, readSource, say, signal);
    await removeEarlier(options.folder, Object.values(catalogue.workers));
    say(`${options.folder}: ${assets.length} files, ${written} written, every digest checked`);
    return 0;
  } catch (error) {
    if (signal.aborted) {
      say('\nInterrupted. What was written is whole; run the command again to go on.');
      return 130;
    }
    say(sentence(error as NodeJS.ErrnoException));
    return 1;
  }
}

function only(weights: Assets, names: readonly string[] | null): Assets {
  if (names === null) return weights;
  const unknown = names.find((name) => !Object.hasOwn(weights, name));
  if (unknown === undefined) return Object.fromEntries(names.map((name) => [name, weights[name]!]));
  throw new Error(`There is no model ${JSON.stringify(unknown)}; there are ${Object.keys(weights).join(', ')}`);
}

function listOf(assets: Assets): string {
  const rows = Object.entries(assets).map(([name, { file, bytes, licence, source }]) => [
    name,
    `${megabytes(bytes)} MB`,
    licence,
    file,
    `${source.package} ${source.path}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

async function check(folder: string, assets: readonly Asset[]): Promise<number> {
  const faults = await faultsOf(folder, assets);
  for (const { asset, fault } of faults) say(`${join(folder, asset.file)} ${fault}`);
  if (faults.length === 0) return print(`${folder}: ${assets.length} files, every digest is right`);
  say(`Put ${faults.length === 1 ? 'it' : 'them'} there: npx face-core-models ${folder}`);
  return 1;
}

/** Reads the files that assets are made from. A package is downloaded when the first of its files is asked for. */
function sources(
  assets: readonly Asset[],
  { workers, integrityOf }: Catalogue,
  readOwn: (path: string) => Promise<Uint8Array>,
  signal: AbortSignal,
): (asset: Asset) => Promise<Uint8Array> {
  const own = new Set(Object.values(workers));
  const packages = new Map<string, Promise<Files>>();
  let registry: string | undefined;
  const download = (name: string): Promise<Files> => {
    registry ??= configuredRegistry();
    const wanted = new Set(
      assets
        .map(({ source }) => source)
        .filter((source) => source.package === name)
        .map(({ path }) => path),
    );
    return unpack(tarballOf(registry, name), integrityOf[name]!, (path) => wanted.has(path), sayProgress(name), signal);
  };
  return async (asset) => {
    const { package: name, path } = asset.source;
    if (own.has(asset)) return readOwn(path);
    if (!packages.has(name)) packages.set(name, download(name));
    const file = (await packages.get(name)!).get(path);
    if (file === undefined) throw new Error(`${name} has no ${path}`);
    return file;
  };
}

/** Removes the worker scripts of other versions. */
async function removeEarlier(folder: string, workers: readonly Asset[]): Promise<void> {
  for (const { file } of workers) {
    const [place, current] = [join(folder, dirname(file)), basename(file)];
    const stem = current.replace(/[0-9a-f]{8}\.js$/, '');
    for (const name of await readdir(place)) {
      const isOther = name !== current && name.startsWith(stem) && /^[0-9a-f]{8}\.js$/.test(name.slice(stem.length));
      if (isOther) await rm(join(place, name));
    }
  }
}

function sentence(error: NodeJS.ErrnoException): string {
  if (error instanceof DownloadError) {
    return `${error.message}. Check the network, or name a registry that can be reached: npm_config_registry=https://… npx face-core-models …`;
  }
  if (error.syscall !== undefined) return `The folder cannot be written: ${error.message}`;
  return error.message;
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
