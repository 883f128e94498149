import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { objectionsIn } from '../../e2e/objections.ts';
import { clara, lookingAbout } from '../../e2e/turning-head.ts';
import { cameraShowing } from '../../scripts/browser.ts';
import { writeFilm } from '../../scripts/films/film.ts';
import { emptyFolder, host, installPackages } from './app.ts';
import { run } from './run.ts';
import { newPage, serve } from './visit.ts';

test("in an empty folder: create-vite's app, the packages, the models, the README's code", async () => {
  const parent = await emptyFolder();
  const create = ['create', '--yes', 'vite@9.3.0', 'app', '--', '--template', 'vanilla-ts', '--no-interactive'];
  await run(parent, 'npm', create);
  const folder = join(parent, 'app');
  await installPackages(folder, 'public/models');
  await writeFile(join(folder, 'src/main.ts'), await quickStart());
  // Which checks the types as well.
  await run(folder, 'npm', ['run', 'build']);

  const film = join(parent, 'camera.mjpeg');
  await writeFilm(film, [clara.scene], lookingAbout(clara), 6);
  const page = await newPage(cameraShowing(film));
  const url = await serve([join(folder, 'dist')]);
  const objections = objectionsIn(page, url);
  await page.goto(url);
  const answers = (text: RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 240_000 });
  const give = (label: RegExp, name: string) =>
    page.getByLabel(label).setInputFiles(join(host(), 'photographs', `${name}.jpg`));

  await answers(/Ready/);
  await give(/Enrol Ada/, 'ada');
  await answers(/^Ada is enrolled\.$/);
  await give(/Is this Ada/, 'ada-again');
  await answers(/^This is Ada: similarity 0\.\d\d/);
  await give(/Is this Ada/, 'stranger');
  await answers(/^This is not Ada: /);
  await page.getByRole('button', { name: /at the camera/ }).click();
  await answers(/^This is Ada: /);
  expect(objections).toEqual({ foreignRequests: [], errors: [] });
});

async function quickStart(): Promise<string> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  return readme.match(/```ts quick-start\n(.*?)```/s)![1]!;
}
