import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFilm } from '../scripts/films/film.ts';
import {
  ada,
  berta,
  cameraShowing,
  createProfile,
  expectQuiet,
  type Site,
  serveDemo,
  type Visit,
  visit,
} from './demo.ts';

/** Longer than any flow below, so that no film starts again in the midst of one. In seconds. */
const filmLength = 24;

let site: Site;
let folder: string;
let profile: Awaited<ReturnType<typeof createProfile>>;
const film = (name: string) => join(folder, `${name}.mjpeg`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'films-'));
  profile = await createProfile();
  [site] = await Promise.all([
    serveDemo(),
    writeFilm(film('ada'), [ada], 'warped', filmLength),
    writeFilm(film('berta'), [berta], 'warped', filmLength),
  ]);
});

afterAll(async () => {
  await site?.close();
  await profile?.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Starts the camera. The films are of photographs, so these tests of identity do not ask for a living person. */
async function useCamera(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start the camera' }).click();
  await page.getByLabel('Accept only a living person').uncheck();
  await page.getByRole('button', { name: 'Enrol' }).and(page.locator(':enabled')).waitFor();
}

const weightsOf = ({ requests }: Visit['record']) => [...requests].filter((path) => /\.onnx$/.test(path));

const verdict = (page: Page) => page.locator('#verdict');

test('a person enrols, reloads the page and is verified; another person is not; remove forgets', async () => {
  const first = await visit(site, { profile: profile.path, camera: cameraShowing(film('ada')) });
  {
    const { page } = first;
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await useCamera(page);
    await page.getByLabel('Name').fill('Ada');
    await page.getByRole('button', { name: 'Enrol' }).click();
    await expect.poll(() => verdict(page).textContent()).toBe('Ada is enrolled');
    expect(await page.locator('#figures').textContent()).toContain('Shots added3');

    await page.reload();
    await expect.poll(() => page.locator('#people').textContent()).toContain('Ada · 3 shots');
    await useCamera(page);
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect.poll(() => verdict(page).textContent()).toBe('Welcome, Ada');
    await page.getByRole('button', { name: 'Who is this?' }).click();
    await expect.poll(() => verdict(page).textContent()).toBe('This is Ada');
    // This film shows traces of its making, and a living person is asked for: three tries, and no more.
    await page.getByLabel('Accept only a living person').check();
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect.poll(() => verdict(page).textContent()).toBe('That did not work');
    expect(await page.locator('#reason').textContent()).toContain('living person');

    await first.close();
    expectQuiet(first.record);
    expect(weightsOf(first.record)).toHaveLength(6);
  }

  const second = await visit(site, { profile: profile.path, camera: cameraShowing(film('berta')) });
  {
    const { page } = second;
    await useCamera(page);
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect.poll(() => verdict(page).textContent()).toBe('This is not Ada');
    await page.getByRole('button', { name: 'Who is this?' }).click();
    await expect.poll(() => verdict(page).textContent()).toBe('Nobody who is enrolled here');

    page.on('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', { name: 'Remove Ada' }).click();
    await expect.poll(() => page.locator('#people').textContent()).toBe('');
    await page.reload();
    await expect.poll(() => page.locator('#nobody').isVisible()).toBe(true);
    await expect.poll(() => page.locator('#device').textContent()).toContain('wasm');
    expect(await page.locator('#people').textContent()).toBe('');
    await second.close();
    expectQuiet(second.record);
    // They were kept on the first visit.
    expect(weightsOf(second.record)).toEqual([]);
  }
});
