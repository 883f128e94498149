import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './shell.ts';

const document = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
const packageFiles = execFileSync('git', ['ls-files', '--', 'package.json', '*/package.json'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n');

interface Package {
  license: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const packageAt = (path: string): Package => JSON.parse(readFileSync(join(root, path), 'utf8'));
const dependenciesOf = ({ dependencies, devDependencies }: Package) =>
  Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !version.startsWith('workspace:'));

test.each(packageFiles)('%s pins what it depends on', (path) => {
  for (const [name, version] of dependenciesOf(packageAt(path))) expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
});

describe('what reaches people', () => {
  const published = packageFiles.filter((path) => path.startsWith('packages/'));
  const bundled = published.flatMap((path) =>
    dependenciesOf(packageAt(path))
      .filter(([name]) => !name.startsWith('@types/'))
      .map(([name]) => ({ name, installed: join(dirname(path), 'node_modules', name, 'package.json') })),
  );

  test('is there to be looked at', () => {
    expect(published).toHaveLength(3);
    expect(bundled.length).toBeGreaterThan(5);
  });

  test.each(bundled)(
    '$name is in the table, with the licence that it has, which is permissive',
    ({ name, installed }) => {
      const { license } = packageAt(installed);
      expect(license).toMatch(/^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0)$/);
      const row = document.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
      expect(row).toMatch(new RegExp(`\\| ${license} +\\|$`));
    },
  );

  test('is all that the table has', () => {
    const listed = [...document.matchAll(/^\| `([^`]+)` +\| `face/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...new Set(bundled.map(({ name }) => name))].sort());
  });
});
