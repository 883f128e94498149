import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../markdown.ts';

/** `npm run lint` checks the spelling; this is about what its settings find. */
function misspelt(file: string, text: string): string[] {
  const args = ['--no-progress', '--no-summary', '--words-only', `stdin://${join(root, file)}`];
  const { stdout, stderr, error } = spawnSync(join(root, 'node_modules/.bin/cspell'), args, {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });
  if (error || stderr) throw error ?? new Error(stderr);
  return stdout.split('\n').filter((word) => word !== '');
}

test('in prose: what is misspelt, or American', () => {
  const text =
    'We recieve the color of a face at its center.\n\nUse `analyze`:\n\n```ts\nconst colour = recieve();\n```\n';
  expect(misspelt('docs/guide.md', text)).toEqual(['recieve', 'color', 'center']);
});

test('in code: the comments', () => {
  expect(misspelt('packages/face-core/src/x.ts', '/** Recieves a behavior. */\nconst recieve = "behavior";\n')).toEqual(
    ['Recieves', 'behavior'],
  );
});

test("in the demo's English: every word", () => {
  expect(misspelt('demo/src/text/en/x.ts', "export const x = { hint: 'Recieve more light' };\n")).toEqual(['Recieve']);
});
