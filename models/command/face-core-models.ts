import { readFile } from 'node:fs/promises';
import { type Assets, integrityOf, runtimes, weights } from '../assets.ts';
import { runCommand } from './command.ts';

/** The bin of face-core, which its build bundles. */

/** The worker scripts that are part of the package; the build fills them in. */
declare const workerAssets: Assets;

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());

const catalogue = { weights, runtimes, workers: workerAssets, integrityOf };
const readOwn = (path: string) => readFile(new URL(path, import.meta.url));
process.exitCode = await runCommand(process.argv.slice(2), catalogue, readOwn, interruption.signal);
