import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readScene } from '../scripts/films/film.ts';
import {
  ada,
  berta,
  createProfile,
  expectQuiet,
  noCamera,
  refusedCamera,
  type Site,
  serveDemo,
  visit,
} from './demo.ts';

let site: Site;
let folder: string;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photographs-'));
  site = await serveDemo();
  await writeFile(file('ada.jpg'), await readScene(ada).jpeg({ quality: 90 }).toBuffer());
  await writeFile(
    file('ada-again.jpg'),
    await readScene(ada).resize(400, 300).modulate({ brightness: 1.1 }).jpeg().toBuffer(),
  );
  await writeFile(file('berta.jpg'), await readScene(berta).jpeg({ quality: 90 }).toBuffer());
  await writeFile(file('text.jpg'), 'this is no photograph');
});

afterAll(async () => {
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ['refused', refusedCamera, 'The camera was not allowed'],
  ['missing', noCamera, 'No camera was found'],
])('a %s camera is explained, and a photograph does instead', async (_, camera, explanation) => {
  const profile = await createProfile();
  const { page, record, close } = await visit(site, { profile: profile.path, camera });
  const verdict = () => page.locator('#verdict').textContent();
  const notice = () => page.locator('#notice').textContent();

  await page.getByRole('button', { name: 'Start the camera' }).click();
  await expect.poll(notice).toContain(explanation);

  await page.locator('#file').setInputFiles(file('text.jpg'));
  await expect.poll(notice).toBe('text.jpg cannot be read as an image.');

  await page.getByLabel('Accept only a living person').uncheck();
  await page.locator('#file').setInputFiles(file('ada.jpg'));
  await page.getByLabel('Name').fill('Ada');
  await page.getByRole('button', { name: 'Enrol' }).and(page.locator(':enabled')).waitFor();
  await page.getByLabel('Name').press('Enter');
  await expect.poll(verdict).toBe('Ada is enrolled');
  expect(await notice()).toBe('');

  await page.locator('#file').setInputFiles(file('ada-again.jpg'));
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect.poll(verdict).toBe('Welcome, Ada');

  await page.locator('#file').setInputFiles(file('berta.jpg'));
  // A verdict does not outlive the picture that it was about.
  await expect.poll(verdict).toBe('Nobody checked yet');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect.poll(verdict).toBe('This is not Ada');

  await close();
  await profile.remove();
  expectQuiet(record);
});

test.each([
  ['light', 1280, 900],
  ['dark', 390, 844],
] as const)('the %s page meets WCAG 2.2 AA as far as axe can tell', async (colorScheme, width, height) => {
  const profile = await createProfile();
  const { page, record, close } = await visit(site, { profile: profile.path, camera: noCamera, width, height });
  await page.emulateMedia({ colorScheme });
  await page.getByRole('button', { name: 'Use a photograph' }).and(page.locator(':enabled')).waitFor();
  await page.locator('#file').setInputFiles(file('ada.jpg'));
  await page.getByLabel('Accept only a living person').uncheck();
  await page.getByLabel('Name').fill('Ada');
  await page.getByRole('button', { name: 'Enrol' }).click();
  await page.getByText('Ada is enrolled').waitFor();

  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations).toEqual([]);
  // No sideways scrolling on a phone.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);

  await close();
  await profile.remove();
  expectQuiet(record);
});
