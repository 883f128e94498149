import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reachableFrom } from './reachable-declarations.ts';

const project = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Writes the declarations of packages into their `dist/types`: those that its entries need, and no others.
 *
 * @param entriesOf a package's name → its entries' sources, relative to its `src`
 */
export function writeDeclarations(entriesOf: Record<string, readonly string[]>): void {
  const out = mkdtempSync(join(tmpdir(), 'declarations-'));
  try {
    const isWindows = process.platform === 'win32';
    const tsc = join(root, 'node_modules/.bin', isWindows ? 'tsc.cmd' : 'tsc');
    execFileSync(tsc, ['-p', project, '--outDir', out], {
      stdio: ['ignore', process.stderr, 'inherit'],
      shell: isWindows,
    });
    for (const [name, entries] of Object.entries(entriesOf)) {
      const sources = join(out, 'packages', name, 'src');
      for (const [file, text] of reachableFrom(entries.map((entry) => declarationOf(join(sources, entry))))) {
        const target = join(root, 'packages', name, 'dist/types', relative(sources, file));
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, text);
      }
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function declarationOf(source: string): string {
  return source.replace(/\.ts$/, '.d.ts');
}
