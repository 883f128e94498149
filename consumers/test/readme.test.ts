import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clara, lookingAbout } from '../../e2e/turning-head.ts';
import { cameraShowing } from '../../scripts/browser.ts';
import { writeFilm } from '../../scripts/films/film.ts';
import { emptyFolder, installPackages } from './app.ts';
import { run } from './run.ts';
import { serve, visit } from './visit.ts';

const page = `<!doctype html>
<html lang="en">
  <body>
    <video muted playsinline></video>
    <script type="module" src="/src/main.ts"></script>
  </body>
</html>
`;

/** Before the README's code: the camera it speaks of. After it: what has come of it. */
const camera = `const camera = document.querySelector('video')!;
camera.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
await camera.play();
`;
const outcome = `document.body.append(
  Object.assign(document.createElement('output'), {
    value: JSON.stringify({ match, isSimilar: similarity >= threshold }),
  }),
);
`;

test("in an empty folder: create-vite's app, the packages, the models, the README's code", async () => {
  const parent = await emptyFolder();
  await run(parent, 'npm', [
    'create',
    '--yes',
    'vite@9.3.0',
    'app',
    '--',
    '--template',
    'vanilla-ts',
    '--no-interactive',
  ]);
  const folder = join(parent, 'app');
  await installPackages(folder, 'public/models');
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'src/main.ts'), `${await quickStart()}${outcome}`);
  // Which checks the types as well.
  await run(folder, 'npm', ['run', 'build']);

  const film = join(parent, 'camera.mjpeg');
  await writeFilm(film, [clara.scene], lookingAbout(clara), 6);
  const { result, foreignRequests, errors } = await visit(await serve([join(folder, 'dist')]), cameraShowing(film));
  expect({ result, foreignRequests, errors }).toEqual({
    result: { match: true, isSimilar: true },
    foreignRequests: [],
    errors: [],
  });
});

/** The first program of the README, with a camera. */
async function quickStart(): Promise<string> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, imports, rest] = readme.match(/```ts\n((?:import [^\n]*\n)+)(.*?)```/s)!;
  return `${imports}${camera}${rest}`;
}
