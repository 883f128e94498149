import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { referenceFolder, writeReference } from '../reference.ts';

test('the reference says what the docstrings say: else run `npm run reference`', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reference-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeReference(folder);
  expect(await pagesIn(referenceFolder)).toEqual(await pagesIn(folder));
}, 300_000);

/** The lines of each page, by its path. */
async function pagesIn(folder: string): Promise<Record<string, string[]>> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.md')).sort();
  const pages = files.map(async (file) => [file, (await readFile(join(folder, file), 'utf8')).split('\n')]);
  return Object.fromEntries(await Promise.all(pages));
}
