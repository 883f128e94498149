import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is searched for: its name, and byte strings of which each by itself would give it away. */
export type Secrets = Record<string, Buffer[]>;

/** A text in each of the encodings that JavaScript engines and databases keep text in. */
export function tracesOfText(text: string): Buffer[] {
  return (['utf8', 'utf16le', 'latin1'] as const).map((encoding) => Buffer.from(text, encoding));
}

const windowBytes = 16;
const windowsPerSecret = 8;

/** Parts of the bytes, evenly spread: a database may cut a value into pieces, and leave out what repeats itself. */
export function tracesOfBytes(bytes: Buffer): Buffer[] {
  const step = Math.floor((bytes.length - windowBytes) / (windowsPerSecret - 1));
  return Array.from({ length: windowsPerSecret }, (_, index) =>
    bytes.subarray(index * step, index * step + windowBytes),
  );
}

/** Of which secrets there is a trace in any file of a folder, at any place. */
export async function foundIn(folder: string, secrets: Secrets): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
  );
  const isFound = (traces: Buffer[]) => files.some((file) => traces.some((trace) => file.includes(trace)));
  return Object.keys(secrets).filter((name) => isFound(secrets[name]!));
}
