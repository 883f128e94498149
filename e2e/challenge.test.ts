import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFilm } from '../scripts/films/film.ts';
import { ada, berta, cameraShowing, createProfile, expectQuiet, type Site, serveDemo, visit } from './demo.ts';

let site: Site;
let folder: string;
const film = (name: string) => join(folder, `${name}.mjpeg`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'films-'));
  [site] = await Promise.all([
    serveDemo(),
    writeFilm(film('still'), [ada], 'still', 2),
    // Longer than a challenge that has all its time: ten seconds for the rest, and ten for a step. It does not start again.
    writeFilm(film('shaken'), [ada], 'shaken', 30),
    writeFilm(film('swaying'), [ada], 'warped', 25),
    // So few frames that even a slow machine soon sees some again.
    writeFilm(film('short'), [ada], 'warped', 0.4),
    writeFilm(film('cut'), [ada, berta], 'warped', 14),
  ]);
});

afterAll(async () => {
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

const verdict = (page: Page) => page.locator('#verdict').textContent();
const reason = (page: Page) => page.locator('#reason').textContent();

async function startCamera(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start the camera' }).click();
}

/** Starts a challenge, and says how the page was when it first prompted: the prompt may be gone before a test can look. */
async function startChallenge(page: Page): Promise<{ prompt: string; focus: string; width: number }> {
  const prompted = page.evaluate(() => {
    const prompt = document.getElementById('prompt')!;
    return new Promise<{ prompt: string; focus: string; width: number }>((resolve) => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        resolve({
          prompt: document.getElementById('prompt-step')!.textContent,
          focus: document.activeElement!.id,
          width: document.documentElement.scrollWidth,
        });
      });
      watch.observe(prompt, { attributeFilter: ['data-step'] });
    });
  });
  await page.locator('#challenge-button:enabled').click();
  return prompted;
}

async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  expect((await new AxeBuilder({ page }).withTags(tags).analyze()).violations).toEqual([]);
}

test.each([
  ['light', 1280, 800],
  ['dark', 390, 844],
] as const)(
  'a still photograph is told from a camera, on a %s page %i pixels wide',
  async (colorScheme, width, height) => {
    const profile = await createProfile();
    const { page, record, close } = await visit(site, {
      profile: profile.path,
      camera: cameraShowing(film('still')),
      width,
      height,
    });
    await page.emulateMedia({ colorScheme });
    await startCamera(page);
    const prompted = await startChallenge(page);
    expect(prompted).toMatchObject({ prompt: 'Look straight into the camera', focus: 'prompt' });
    expect(prompted.width).toBeLessThanOrEqual(width);
    await expect.poll(() => verdict(page)).toBe('That did not prove it');
    expect(await reason(page)).toContain('The picture does not move');
    // The prompt is gone, and what came of it is the place to go on from.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('verdict');
    expect(await page.locator('#prompt').isHidden()).toBe(true);
    await expectAccessible(page);
    await close();
    await profile.remove();
    expectQuiet(record);
  },
);

test.each([
  ['of a moment, again and again', 'short', 'The picture repeats itself'],
  ['that is cut to another person', 'cut', 'Another person took your place'],
  ['of a shaken photograph', 'shaken', 'not done in time'],
])('a film %s fails, and is told why', async (_what, name, words) => {
  const profile = await createProfile();
  const { page, record, close } = await visit(site, { profile: profile.path, camera: cameraShowing(film(name)) });
  await startCamera(page);
  await startChallenge(page);
  await expect.poll(() => verdict(page), { timeout: 60_000 }).toBe('That did not prove it');
  expect(await reason(page)).toContain(words);
  await close();
  await profile.remove();
  expectQuiet(record);
});

test('what is left out is not asked for; it can be cancelled; a photograph that sways proves nothing', async () => {
  const profile = await createProfile();
  const { page, record, close } = await visit(site, { profile: profile.path, camera: cameraShowing(film('swaying')) });
  for (const name of ['nod', 'close my eyes', 'come closer']) await page.getByLabel(name).check();
  await startCamera(page);
  await startChallenge(page);
  await expectAccessible(page);
  await page.getByText(/Turn your head to your (left|right)/).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Give up' }).click();
  await expect.poll(() => verdict(page)).toBe('Cancelled');

  await startChallenge(page);
  await expect.poll(() => verdict(page), { timeout: 60_000 }).toBe('That did not prove it');
  expect(await page.locator('#figures').textContent()).toContain('Steps done0');

  for (const name of ['turn my head left', 'turn my head right']) await page.getByLabel(name).check();
  await page.locator('#challenge-button:enabled').click();
  await expect.poll(() => reason(page)).toContain('two steps');
  await close();
  await profile.remove();
  expectQuiet(record);
});
