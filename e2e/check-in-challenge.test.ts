import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cameraShowing } from '../scripts/browser.ts';
import { writeFilm } from '../scripts/films/film.ts';
import type { Displacement } from '../scripts/films/motion.ts';
import { expectAccessible } from './accessible.ts';
import { expectQuiet, noCamera, type Visit, visit } from './demo.ts';
import { DirectedCamera, type Reel, reelOf } from './directed-camera.ts';
import { EnrolledPeople } from './enrolled.ts';
import { clara, dora, lookingAbout, turned } from './turning-head.ts';

/** Checking in by following prompts. */

let people: EnrolledPeople;
let folder: string;
let visited: Visit;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'films-'));
  people = await EnrolledPeople.of({ Clara: clara.scene });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  await visited?.close();
  expectQuiet(visited.record);
});

/** Opens the page with Clara enrolled, and challenges chosen. */
async function open(
  flags: string[],
  size: { width?: number; height?: number } = {},
  prepare: () => Promise<unknown> = async () => {},
): Promise<void> {
  visited = await visit({ camera: flags, ...size });
  page = visited.page;
  await page.evaluate(() => localStorage.setItem('face-demo.liveness-check', '"challenge"'));
  await prepare();
  await people.putInto(page);
  await page.reload();
  await page.locator('[data-camera=on]').waitFor();
  expect(await page.getByLabel('Your name').inputValue()).toBe('Clara');
}

const verdict = () => page.locator('.result h2');
const why = () => page.locator('.reasons').textContent();
const button = (name: string) => page.getByRole('button', { name, exact: true });
const slowly = { timeout: 90_000 };

test.each([
  ['of a photograph', 'still', 2, 'The picture does not move'],
  // So few frames that even a slow machine soon sees some again.
  ['of a moment, again and again', 'warped', 0.4, 'The picture repeats itself'],
] as const)('a film %s fails, and is told why', async (_, motion, seconds, words) => {
  const film = join(folder, `${motion}-${seconds}.mjpeg`);
  await writeFilm(film, [clara.scene], motion, seconds);
  await open(cameraShowing(film));
  await button('Check in').click();
  await verdict().waitFor(slowly);
  expect(await verdict().textContent()).toBe('Not checked in');
  expect(await why()).toContain(words);
});

test('whoever takes another one’s place fails, and is told why', async () => {
  const [first, second] = await Promise.all([clara, dora].map((sitter) => reelOf(sitter.scene, lookingAbout(sitter))));
  let camera!: DirectedCamera;
  await open(noCamera, {}, async () => {
    camera = await DirectedCamera.install(page);
  });
  await camera.show(first!);
  await button('Check in').click();
  await page.locator('.prompt').waitFor(slowly);
  await camera.show(second!);
  await verdict().waitFor(slowly);
  expect(await verdict().textContent()).toBe('Not checked in');
  expect(await why()).toContain('Another person took your place');
});

/** How far a head goes, and on the way there and back. */
const away = (displacementAt: (share: number) => Displacement) =>
  reelOf(clara.scene, (seconds) => displacementAt(Math.min(1, seconds / 0.9)), 1);

/** Everything of the picture comes nearer, about the head. */
const nearer = (growth: number): Displacement => {
  const [cx, cy] = [clara.head.x / 320 - 1, clara.head.y / 240 - 1];
  return (x, y) => [cx + (x - cx) / growth, cy + (y - cy) / growth];
};

test('whoever does what is asked gets in; what is left out is not asked for; it can be given up', async () => {
  const movements: Record<string, Reel> = {
    'turn-left': await away((share) => turned(clara.head, { yaw: 28 * share, pitch: 0 })),
    'turn-right': await away((share) => turned(clara.head, { yaw: -28 * share, pitch: 0 })),
    'move-closer': await away((share) => nearer(1 + 0.5 * share)),
  };
  const rest = [movements['turn-left']![0]!];
  let camera!: DirectedCamera;
  await open(noCamera, { width: 390, height: 844 }, async () => {
    camera = await DirectedCamera.install(page);
  });
  await camera.show(rest);
  await page.getByText('I cannot…').click();
  for (const name of ['nod', 'close my eyes']) await page.getByLabel(name).check();
  await expectAccessible(page);

  const prompt = page.locator('.prompt');
  await button('Check in').click();
  await prompt.waitFor(slowly);
  expect(await prompt.textContent()).toContain('Look straight into the camera');
  await expectAccessible(page);
  // No sideways scrolling.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.keyboard.press('Escape');
  await expect.poll(() => verdict().textContent()).toBe('Cancelled');

  await button('Check in').click();
  await prompt.waitFor(slowly);
  let asked = 'look-straight';
  const prompts: string[] = [];
  while ((await verdict().count()) === 0) {
    const step = await prompt.getAttribute('data-step', { timeout: 500 }).catch(() => null);
    if (step === null || step === asked) continue;
    // What comes sooner than 0.3 s after its prompt is no answer to it.
    await page.waitForTimeout(500);
    if (step === 'look-straight') await camera.show(movements[asked]!.toReversed(), { isOnce: true });
    else await camera.show(movements[step]!, { isOnce: true });
    prompts.push(step);
    asked = step;
  }
  expect(await verdict().textContent()).toBe('Welcome, Clara');
  const steps = prompts.filter((step) => step !== 'look-straight');
  expect(steps.length).toBeGreaterThanOrEqual(3);
  expect(Object.keys(movements)).toEqual(expect.arrayContaining(steps));

  // One movement alone is no secret.
  for (const name of ['turn my head left', 'turn my head right']) await page.getByLabel(name).check();
  await page.getByText('Two movements have to be left').waitFor();
  expect(await button('Check in').isDisabled()).toBe(true);
});
