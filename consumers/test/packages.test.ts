import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { bundle } from '../../scripts/packages/bundle.ts';
import { budgets } from '../sizes.ts';
import { emptyFolder, packageNames, tarballOf } from './app.ts';
import { run } from './run.ts';

const bin = fileURLToPath(new URL('../../node_modules/.bin/', import.meta.url));

/** Where the tarballs are unpacked: package → folder. */
const folders: Record<string, string> = {};
beforeAll(async () => {
  for (const name of packageNames) {
    const folder = await emptyFolder();
    await run(folder, 'tar', ['-xzf', tarballOf(name)]);
    folders[name] = join(folder, 'package');
  }
});

/** A package's files but for its types; `HASH` for what changes with a file's content. */
async function filesOf(name: string): Promise<{ files: string[]; types: string[] }> {
  const entries = await readdir(folders[name]!, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name: file }) =>
      join(parentPath, file)
        .slice(folders[name]!.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  const isType = (path: string) => path.startsWith('dist/types/');
  return {
    files: paths.filter((path) => !isType(path)).map((path) => path.replace(/-[\w-]{8}\.js$/, '-HASH.js')),
    types: paths.filter(isType),
  };
}

test.each(
  Object.entries({
    'face-core': [
      'LICENSE',
      'README.md',
      'dist/face-core-models.js',
      'dist/index.js',
      'dist/objects.js',
      'dist/supervisor-HASH.js',
      'dist/third-party.txt',
      'dist/workers/face-core-objects-worker-HASH.js',
      'dist/workers/face-core-worker-HASH.js',
      'package.json',
    ],
    facebank: [
      'LICENSE',
      'README.md',
      'dist/index.js',
      'dist/matching.js',
      'dist/search-worker.js',
      'dist/third-party.txt',
      'dist/verification-HASH.js',
      'package.json',
    ],
    'face-gate': ['LICENSE', 'README.md', 'dist/index.js', 'package.json'],
  }),
)('%s has these files and its types, and no others', async (name, files) => {
  const found = await filesOf(name);
  expect(found.files).toEqual(files);
  for (const path of found.types) expect(path).toMatch(/\.d\.ts$/);
});

test.each(packageNames)('%s: publint has nothing to say', async (name) => {
  const { messages, pkg } = await publint({ pkgDir: folders[name]!, strict: true, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test.each(packageNames)('%s: the types are not wrong', async (name) => {
  await run(inject('workshop'), join(bin, 'attw'), ['--profile', 'esm-only', tarballOf(name)]);
});

test.each(packageNames)('%s brings no package along but ours', async (name) => {
  const { version, dependencies = {} } = JSON.parse(await readFile(join(folders[name]!, 'package.json'), 'utf8'));
  const ours = { 'face-core': `^${version}`, facebank: `^${version}` };
  expect(dependencies).toEqual(name === 'face-gate' ? ours : {});
});

describe('within its budget is', () => {
  const gzipped = (code: string | Uint8Array) => gzipSync(code, { level: 9 }).length;
  const entry = async (name: string, file: string) => {
    const external = ['face-core', 'facebank', 'facebank/matching'];
    const [script] = await bundle({ entries: { entry: join(folders[name]!, 'dist', file) }, external, minify: true });
    return gzipped(script!.code);
  };
  const file = async (name: string, pattern: RegExp) => {
    const files = (await readdir(join(folders[name]!, 'dist'), { recursive: true })) as string[];
    return gzipped(await readFile(join(folders[name]!, 'dist', files.find((path) => pattern.test(path))!)));
  };
  const sizes: Record<keyof typeof budgets, () => Promise<number>> = {
    'face-core': () => entry('face-core', 'index.js'),
    'face-core/objects': () => entry('face-core', 'objects.js'),
    facebank: () => entry('facebank', 'index.js'),
    'facebank/matching': () => entry('facebank', 'matching.js'),
    'face-gate': () => entry('face-gate', 'index.js'),
    'the worker of face-core': () => file('face-core', /face-core-worker-/),
    'the worker of face-core/objects': () => file('face-core', /face-core-objects-worker-/),
    'the worker of facebank': () => file('facebank', /search-worker/),
    'face-core.tgz': async () => (await readFile(tarballOf('face-core'))).length,
    'facebank.tgz': async () => (await readFile(tarballOf('facebank'))).length,
    'face-gate.tgz': async () => (await readFile(tarballOf('face-gate'))).length,
  };

  test.each(Object.entries(budgets))('%s: %i bytes', async (name, budget) => {
    const size = await sizes[name as keyof typeof budgets]();
    expect(size).toBeLessThanOrEqual(budget);
    // A budget that is far off guards nothing.
    expect(size).toBeGreaterThan(0.8 * budget);
  });
});
