import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Script } from './packages/bundle.ts';
import { writeDeclarations } from './packages/declarations.ts';
import { buildFaceCore } from './packages/face-core.ts';
import { buildFaceGate } from './packages/face-gate.ts';
import { buildFacebank } from './packages/facebank.ts';
import { isOfOthers, licencesOf } from './packages/licences.ts';

/** `npm run build`, its first half: the packages as npm gets them, into `packages/NAME/dist`. */

const root = fileURLToPath(new URL('..', import.meta.url));
const mit = readFileSync(join(root, 'LICENSE'), 'utf8');
const { version } = JSON.parse(readFileSync(join(root, 'packages/face-core/package.json'), 'utf8'));

const packages = {
  'face-core': { scripts: await buildFaceCore(root, version), types: ['index.ts', 'objects/index.ts'] },
  facebank: { scripts: await buildFacebank(root), types: ['index.ts', 'matching/index.ts'] },
  'face-gate': { scripts: await buildFaceGate(root), types: ['index.ts'] },
};
for (const [name, { scripts }] of Object.entries(packages)) writeScripts(join(root, 'packages', name, 'dist'), scripts);
writeDeclarations(Object.fromEntries(Object.entries(packages).map(([name, { types }]) => [name, types])));

/** In place of whatever is there. */
function writeScripts(folder: string, scripts: readonly Script[]): void {
  rmSync(folder, { recursive: true, force: true });
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const { file, code } of scripts) write(file, code);
  const modules = scripts.flatMap((script) => script.modules);
  // pnpm puts our own licence into a tarball only where no file's name looks like one.
  if (modules.some(isOfOthers)) write('third-party.txt', licencesOf(modules.filter(isOfOthers), mit));
}
