import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { root } from '../markdown.ts';
import type { Snippet } from './snippets.ts';

/**
 * As strict as an app's TypeScript is by default, and no more: nobody wants to read how an index is guarded. JavaScript is checked for
 * its syntax; what else is wrong with it shows when it is run.
 */
const compilerOptions = {
  allowJs: true,
  noUncheckedIndexedAccess: false,
  exactOptionalPropertyTypes: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
};

/** What TypeScript has against snippets, by the lines of their pages: `README.md:41:9 error TS2304: …` */
export async function compile(snippets: readonly Snippet[]): Promise<string[]> {
  const cache = join(root, '.cache');
  await mkdir(cache, { recursive: true });
  // In the repository, for the packages to be found by their names.
  const folder = await mkdtemp(join(cache, 'snippets-'));
  try {
    for (const { file, code } of snippets) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), code);
    }
    const stage = join(root, 'scripts/docs/snippets');
    const project = { extends: join(stage, 'tsconfig.json'), compilerOptions, include: ['.', join(stage, 'stage.ts')] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
    return (await check(folder)).map((line) => inPage(line, relative(root, folder)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function check(project: string): Promise<string[]> {
  const tsc = join(root, 'node_modules/.bin/tsc');
  return new Promise((resolve, reject) => {
    execFile(tsc, ['-p', project, '--pretty', 'false'], { cwd: root }, (error, stdout) => {
      const lines = stdout.split('\n').filter((line) => line !== '');
      if (error !== null && lines.length === 0) reject(error);
      else resolve(lines);
    });
  });
}

/** From `FOLDER/README.md.37.ts(41,9): error …` */
function inPage(line: string, folder: string): string {
  return line.replace(`${folder}/`, '').replace(/^(.*\.md)\.\d+\.[jt]s\((\d+),(\d+)\):/, '$1:$2:$3');
}
