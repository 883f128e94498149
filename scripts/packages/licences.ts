import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Packages under MIT that bring no text of it, and whom their sources name as the holder. */
const holders: Record<string, string> = {
  'onnxruntime-web': 'Copyright (c) Microsoft Corporation',
  'onnxruntime-common': 'Copyright (c) Microsoft Corporation',
};

/** Whether a module comes from another package. */
export function isOfOthers(module: string): boolean {
  return module.includes('/node_modules/');
}

/**
 * The licences of all packages that bundled modules come from, in one text. Throws where a package has none.
 *
 * @param modules the paths of the modules
 * @param mit the text of the MIT licence, with a copyright of its own
 */
export function licencesOf(modules: readonly string[], mit: string): string {
  const folders = new Set(modules.map(packageOf));
  const texts = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { name, text: `${name} ${version} (${license})\n\n${textIn(folder, name, mit)}` };
  });
  const sorted = texts.toSorted((a, b) => a.name.localeCompare(b.name)).map(({ text }) => text);
  return `This package contains parts of others, under their licences.\n\n${sorted.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function packageOf(path: string): string {
  let folder = dirname(path);
  // Some packages say in a package.json of a folder further down what kind of modules it has.
  while (!existsSync(join(folder, 'package.json')) || !/node_modules\/(@[^/]+\/)?[^/]+$/.test(folder))
    folder = dirname(folder);
  return folder;
}

function textIn(folder: string, name: string, mit: string): string {
  const file = readdirSync(folder).find((entry) => /^licen[sc]e(\.|$)/i.test(entry));
  if (file !== undefined) return `${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  const holder = holders[name];
  if (holder === undefined) throw new Error(`${folder} has no text of its licence`);
  return mit.replace(/^Copyright.*$/m, holder);
}
