import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cameraShowing } from '../scripts/browser.ts';
import { readScene, writeFilm } from '../scripts/films/film.ts';
import { motionAt } from '../scripts/films/motion.ts';
import { expectAccessible } from './accessible.ts';
import { expectQuiet, noCamera, refusedCamera, type Visit, visit } from './demo.ts';
import { DirectedCamera, emptyRoom, type Reel, reelOf, stillOf } from './directed-camera.ts';
import { EnrolledPeople } from './enrolled.ts';
import { expectFocused, tabTo } from './keyboard.ts';
import { clara, dora, lookingAbout, two } from './turning-head.ts';

/** The page to check in on, with the default policy of liveness: two people whose photographs, moved, pass it. */

let people: EnrolledPeople;
let folder: string;
let visited: Visit;
let page: Page;
let camera: DirectedCamera;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-in-'));
  people = await EnrolledPeople.of({ Clara: clara.scene, Dora: dora.scene });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Opens the page in a browser of its own. */
async function open(flags: string[], size: { width?: number; height?: number } = {}): Promise<void> {
  visited = await visit({ camera: flags, ...size });
  page = visited.page;
}

/** Puts Clara and Dora into the gallery, and opens the page anew. */
async function enrolBoth(): Promise<void> {
  await people.putInto(page);
  await page.reload();
}

/** Opens it with Clara and Dora enrolled, before a camera that a test directs. */
async function openDirected(size: { width?: number; height?: number } = {}): Promise<void> {
  await open(noCamera, size);
  camera = await DirectedCamera.install(page);
  await enrolBoth();
  // It starts by itself where the browser allows it without asking.
  await page.locator('[data-camera=on]').waitFor();
}

const verdict = () => page.locator('.result h2');
const why = () => page.locator('.reasons').textContent();
const button = (name: string) => page.getByRole('button', { name, exact: true });
const choose = (mode: string) => page.getByRole('radio', { name: mode }).check();
const caption = () => page.locator('.camera-hint').textContent();

/** A verdict takes seconds of good frames, of which a busy machine sees few. */
const slowly = { timeout: 90_000 };

async function checkIn(): Promise<void> {
  await button('Check in').click();
  await verdict().waitFor(slowly);
}

describe('before a camera that a test directs', () => {
  let reels: Readonly<Record<'clara' | 'dora' | 'two' | 'still' | 'shaken' | 'nobody', Reel>>;

  beforeAll(async () => {
    reels = {
      clara: await reelOf(clara.scene, lookingAbout(clara)),
      dora: await reelOf(dora.scene, lookingAbout(dora)),
      two: await stillOf(two),
      still: await stillOf(clara.scene),
      shaken: await reelOf(clara.scene, (seconds) => motionAt('shaken', seconds)),
      nobody: await emptyRoom(),
    };
    await openDirected();
  });
  afterAll(() => visited?.close());
  afterEach(() => expectQuiet(visited.record));

  test('somebody checks in by name, and by face', async () => {
    await camera.show(reels.clara);
    await choose('By name');
    await page.getByLabel('Your name').fill('clara');
    await checkIn();
    expect(await verdict().textContent()).toBe('Welcome, Clara');
    // What came of it is the place to go on from.
    await expectFocused(verdict());
    await expectAccessible(page);
    expect(await page.locator('.result').textContent()).toMatch(
      /Similarity[01]\.\d\d \(from 0\.38 on\)Liveness[01]\.\d\d/,
    );

    await choose('By face');
    expect(await page.locator('.result').count()).toBe(0);
    await checkIn();
    expect(await verdict().textContent()).toBe('Welcome, Clara');
  });

  test('under the name of somebody else nobody gets in', async () => {
    await camera.show(reels.clara);
    await choose('By name');
    await page.getByLabel('Your name').fill('Nobody');
    await page.getByText('Nobody of this name is enrolled.').waitFor();
    expect(await button('Check in').isDisabled()).toBe(true);
    await page.getByLabel('Your name').fill('Dora');
    await checkIn();
    expect(await verdict().textContent()).toBe('This is not Dora');
  });

  test.each([
    ['that is fed in does not move', 'still', false, 'The picture does not move'],
    ['that is waved about is flat', 'shaken', true, 'flat as a picture'],
  ] as const)('a photograph %s, and does not get in', async (_, name, isNoisy, words) => {
    await camera.show(reels[name], { isNoisy });
    await choose('By face');
    await checkIn();
    expect(await verdict().textContent()).toBe('Not checked in');
    expect(await why()).toContain(words);
  });

  test.each([
    ['two people', 'two', 'Only one person, please.', 'Only one person, please.'],
    ['nobody', 'nobody', 'Look into the camera.', 'No face was found. Look into the camera.'],
  ] as const)('%s before the camera are told, and refused', async (_, name, hint, words) => {
    await camera.show(reels[name]);
    await choose('By face');
    await expect.poll(caption).toBe(hint);
    await checkIn();
    expect(await verdict().textContent()).toBe('Not checked in');
    expect(await why()).toBe(words);
  });

  test('it is given up by a button, by Escape, and by a camera that stops', async () => {
    await camera.show(reels.nobody);
    await choose('By face');
    await button('Check in').click();
    await expectFocused(button('Cancel'));
    await button('Cancel').click();
    await expect.poll(() => verdict().textContent()).toBe('Cancelled');

    await button('Check in').click();
    await button('Cancel').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => verdict().textContent()).toBe('Cancelled');

    await camera.show(reels.clara);
    await button('Check in').click();
    await expect.poll(caption).toBe('Keep looking into the camera.');
    await camera.unplug();
    await expect.poll(() => verdict().textContent()).toBe('The camera has stopped');
    expect(await why()).toContain('Nothing was decided.');
    expect(await page.locator('[data-camera=ended]').count()).toBe(1);
    expect(await button('Check in').isDisabled()).toBe(true);
    await button('Try again').click();
    await page.locator('[data-camera=on]').waitFor();
  });

  test('attendance: two people come, stay and come again, and each is logged once an interval', async () => {
    await camera.show(reels.nobody);
    await choose('Attendance');
    const logged = async (name: string) => {
      const names = await page.locator('.arrival-name').allTextContents();
      return names.filter((other) => other === name).length;
    };
    /** They come before the camera, are greeted, and go. */
    const comeAndGo = async (name: 'Clara' | 'Dora') => {
      await camera.show(name === 'Clara' ? reels.clara : reels.dora);
      await expect.poll(caption, slowly).toBe(`Welcome, ${name}`);
      await camera.show(reels.nobody);
      await expect.poll(caption).toBe('Look into the camera.');
    };
    const interval = page.getByLabel('Log each person once in');
    await interval.selectOption('1 hour');
    for (const name of ['Clara', 'Dora', 'Clara', 'Dora'] as const) await comeAndGo(name);
    // Whoever checked in before by name or face has arrived then.
    expect([await logged('Clara'), await logged('Dora')]).toEqual([1, 1]);

    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    // Clara stays.
    await interval.selectOption('5 seconds');
    const before = await logged('Clara');
    await camera.show(reels.clara);
    await expect.poll(() => logged('Clara'), slowly).toBeGreaterThanOrEqual(before + 2);
  });
});

test('the first visitor is told to enrol', async () => {
  await open(noCamera, { width: 390, height: 844 });
  await page.getByRole('heading', { name: 'Nobody is enrolled yet' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Enrol somebody' }).click();
  await expect.poll(() => page.url()).toMatch(/#\/enrol$/);
  await visited.close();
});

// A busy machine takes minutes for a film.
test('by the keyboard alone somebody checks in before a film', { timeout: 400_000 }, async () => {
  const film = join(folder, 'clara.mjpeg');
  await writeFilm(film, [clara.scene], lookingAbout(clara), 14);
  await open(cameraShowing(film));
  await enrolBoth();
  await expect.poll(caption, slowly).toBe('Ready.');
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  expect(await page.getByRole('radio', { name: 'By face' }).isChecked()).toBe(true);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Clara');
  await tabTo(button('Check in'), 10);
  await page.keyboard.press('Enter');
  await verdict().waitFor(slowly);
  expect(await verdict().textContent()).toBe('Welcome, Clara');
  await visited.close();
  expectQuiet(visited.record);
});

test.each([
  ['that nobody allows', refusedCamera, 'The camera is not allowed', 'light', 1440, 900],
  ['that is not there', noCamera, 'No camera was found', 'dark', 390, 844],
] as const)('a camera %s is explained, and a photograph does instead', async (...what) => {
  const [, flags, title, colorScheme, width, height] = what;
  await open([...flags], { width, height });
  await page.emulateMedia({ colorScheme });
  await enrolBoth();
  const start = page.getByRole('button', { name: 'Start the camera' });
  if (flags === refusedCamera) await start.click();
  await page.getByText(title).waitFor();
  await expectAccessible(page);

  await page.getByLabel('Your name').fill('Clara');
  expect(await button('Check in').isDisabled()).toBe(true);
  const give = async (name: string, bytes: Buffer) => {
    // Before the engine is there, nothing can be given by hand either.
    await button('Use a photograph').and(page.locator(':enabled')).waitFor();
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/jpeg', buffer: bytes });
    await verdict().waitFor(slowly);
  };
  const photograph = await readScene(clara.scene).jpeg({ quality: 92 }).toBuffer();
  await give('text.jpg', Buffer.from('this is no photograph'));
  expect(await verdict().textContent()).toBe('Not checked in');
  expect(await why()).toContain('This cannot be read as an image.');
  await button('Use a photograph').waitFor();
  await give('clara.jpg', photograph);
  await expect.poll(() => verdict().textContent()).toBe('This is Clara');
  expect(await why()).toContain('not that they are here');
  await expectAccessible(page);
  await page.getByLabel('Your name').fill('Dora');
  await give('clara.jpg', photograph);
  await expect.poll(() => verdict().textContent()).toBe('This is not Dora');
  // No sideways scrolling.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await visited.close();
  expectQuiet(visited.record);
});
