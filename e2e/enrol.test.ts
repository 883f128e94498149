import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readScene } from '../scripts/films/film.ts';
import { motionAt } from '../scripts/films/motion.ts';
import { expectAccessible } from './accessible.ts';
import { ada, berta, demo, expectQuiet, noCamera, refusedCamera, settled, type Visit, visit } from './demo.ts';
import { DirectedCamera, emptyRoom, type Reel, reelOf } from './directed-camera.ts';
import { expectFocused, tabTo } from './keyboard.ts';
import { clara, turned } from './turning-head.ts';

let folder: string;
let visited: Visit;
let page: Page;
let camera: DirectedCamera;

const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'enrol-'));
  const portrait = await readScene(ada).jpeg({ quality: 90 }).toBuffer();
  await writeFile(file('ada.jpg'), portrait);
  await sharp(portrait).resize(400, 300).modulate({ brightness: 1.1 }).jpeg().toFile(file('ada-again.jpg'));
  await readScene(berta).jpeg({ quality: 90 }).toFile(file('berta.jpg'));
  await cp(ada.photograph, file('group.jpg'));
  await sharp(portrait).resize(120, 90).jpeg().toFile(file('small.jpg'));
  await sharp({ create: { width: 300, height: 300, channels: 3, background: '#789' } }).toFile(file('nobody.png'));
  await writeFile(file('broken.jpg'), portrait.subarray(0, 400));
  await writeFile(file('text.jpg'), 'this is no photograph');
  await writeFile(file('phone.heic'), '\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  await mkdir(file('album/inner'), { recursive: true });
  await cp(file('ada.jpg'), file('album/ada.jpg'));
  await cp(file('ada-again.jpg'), file('album/inner/again.jpg'));
  await writeFile(file('album/.hidden'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => visited.close());

async function open(flags: string[], viewport: { width?: number; height?: number } = {}): Promise<void> {
  visited = await visit({ camera: flags, ...viewport });
  page = visited.page;
  page.setDefaultTimeout(90_000);
  await page.goto(`${demo.url}#/enrol`);
}

/** Opens it before a camera that a test directs. */
async function openDirected(viewport: { width?: number; height?: number } = {}): Promise<void> {
  await open(noCamera, viewport);
  camera = await DirectedCamera.install(page);
  await page.reload();
  await page.locator('[data-camera=on]').waitFor();
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const label = () => page.getByLabel('Name', { exact: true });
const consent = () => page.getByLabel('agrees to that');
const shots = () => page.locator('.shot');
const result = (name: string) => page.locator('.file-results > li').filter({ hasText: name });
const enrolled = (name: string) => page.getByRole('heading', { name: `${name} is enrolled` }).waitFor();

/** Gives the name and the consent, and goes to the photographs. */
async function usePhotographsOf(name: string): Promise<void> {
  await label().fill(name);
  await consent().check();
  await page.getByText('Photographs', { exact: true }).click();
}

async function choose(...names: string[]): Promise<void> {
  await button('Choose photographs').and(page.locator(':enabled')).waitFor();
  await page.locator('input[type=file][multiple]').setInputFiles(names.map(file));
}

/** How many pictures lie in the gallery. */
async function storedPictures(): Promise<number> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('facebank'));
    const count = await settled(database.transaction('pictures').objectStore('pictures').count());
    database.close();
    return count;
  });
}

/** How far Clara turns her head when she is asked to: well into the pose, from wherever she looked straight before. */
const held = {
  'Look straight into the camera': { yaw: 5, pitch: 0 },
  'Turn a little to your left': { yaw: 21, pitch: 0 },
  'Turn a little to your right': { yaw: -14, pitch: 0 },
  'Raise your chin a little': { yaw: 5, pitch: -13 },
};

/** Clara as she looks about, and as she holds her head for each prompt. */
async function reelsOfClara(): Promise<Readonly<Record<string, Reel>>> {
  const reels: Record<string, Reel> = {};
  for (const [prompt, turn] of Object.entries(held))
    reels[prompt] = await reelOf(clara.scene, () => turned(clara.head, turn), 0.1);
  const about = (seconds: number) => ({ yaw: 5 + 7 * Math.sin(Math.PI * seconds), pitch: 0 });
  return { ...reels, about: await reelOf(clara.scene, (seconds) => turned(clara.head, about(seconds))) };
}

const hint = () => page.locator('.camera-hint').textContent();
const skip = () => button('Skip this one');

/**
 * Does as the page asks, for as long as it asks for it, until there is a shot of each pose. A machine that sees too few frames in
 * time to tell a living person by has to try again.
 */
async function takeAll(reels: Readonly<Record<string, Reel>>): Promise<void> {
  const again = page.getByRole('button', { name: /^Take the (shots|others)$/ });
  let shown: Reel | undefined;
  const obey = async () => {
    if (await again.isVisible()) await again.press('Enter');
    const asked = (await skip().isVisible()) ? ((await hint()) ?? '') : 'about';
    const wanted = reels[asked] ?? shown;
    if (wanted !== undefined && wanted !== shown) await camera.show(wanted);
    shown = wanted;
    return shots().count();
  };
  await expect.poll(obey, { timeout: 300_000, interval: 500 }).toBe(4);
  await button('Take them again').waitFor();
}

async function done(): Promise<void> {
  await settled(page);
  expectQuiet(visited.record);
}

test('a living person is led through four poses by keyboard alone, takes one again, and is there after a reload', {
  timeout: 700_000,
}, async () => {
  const reels = await reelsOfClara();
  await openDirected();
  await camera.show(reels['about']!);
  expect(await button('Take the shots').isDisabled()).toBe(true);
  await tabTo(label());
  await page.keyboard.type('Ada');
  await tabTo(consent());
  await page.keyboard.press('Space');
  await button('Take the shots').and(page.locator(':enabled')).waitFor();
  await tabTo(button('Take the shots'));
  await page.keyboard.press('Enter');
  // The button that was pressed is the one that gives up now.
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
  await takeAll(reels);
  for (const pose of ['Straight', 'Left', 'Right', 'Up']) await page.getByRole('img', { name: pose }).waitFor();
  await expectAccessible(page);

  await tabTo(button('Retake: Left'));
  await page.keyboard.press('Enter');
  await expect.poll(() => shots().count()).toBe(3);
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
  await takeAll(reels);
  await tabTo(button('Remove: Up'));
  await page.keyboard.press('Enter');
  await expect.poll(() => shots().count()).toBe(3);
  await tabTo(button('Enrol'));
  await page.keyboard.press('Enter');
  await enrolled('Ada');
  await expectFocused(page.getByRole('heading', { name: 'Ada is enrolled' }));
  await page.getByText('3 shots stored.').waitFor();
  expect(await storedPictures()).toBe(0);
  await expectAccessible(page);

  await page.goto(`${demo.url}#/enrol/Ada`);
  await page.reload();
  await page.getByText('Ada is enrolled already, with 3 shots.').waitFor();
  expect(await label().inputValue()).toBe('Ada');
  // Consent was given: it is not asked for again.
  await page.getByText('Consent was given on').waitFor();
  await done();
});

test('a photograph before the camera is no living person', async () => {
  await openDirected();
  await camera.show(await reelOf(ada, (seconds) => motionAt('shaken', seconds)));
  await label().fill('Ada');
  await consent().check();
  await button('Take the shots').click();
  await expect
    .poll(() => page.locator('.enrol-capture').getByRole('alert').textContent(), { timeout: 60_000 })
    .toMatch(/not look like a living person|flat as a picture|did not move|too few/);
  expect(await shots().count()).toBe(0);
  await button('Take the shots').waitFor();
  await done();
});

test('what cannot be done can be skipped', async () => {
  await openDirected();
  await camera.show(await emptyRoom());
  await label().fill('Ada');
  await consent().check();
  await page.getByLabel('Only a living person').uncheck();
  await button('Take the shots').click();
  await skip().focus();
  for (const prompt of Object.keys(held).slice(1)) {
    await page.keyboard.press('Enter');
    // At once, and only then again what is seen.
    expect(await hint()).toMatch(new RegExp(`${prompt}|No face was found`));
  }
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Take the shots');
  expect(await skip().count()).toBe(0);
  await done();
});

test('a camera that stops in the midst of it leaves the shots that are taken, and the others to be taken', async () => {
  const reels = await reelsOfClara();
  await openDirected();
  await camera.show(reels['Look straight into the camera']!);
  await label().fill('Clara');
  await consent().check();
  await page.getByLabel('Only a living person').uncheck();
  await button('Take the shots').click();
  await expect.poll(hint).toBe('Turn a little to your left');
  await camera.unplug();
  await page.getByText('The camera has stopped').waitFor();
  expect(await shots().count()).toBe(1);
  expect(await hint()).toBe('');
  await expectAccessible(page);
  await button('Try again').click();
  await camera.show(reels['Look straight into the camera']!);
  await button('Take the others').and(page.locator(':enabled')).waitFor();
  await takeAll(reels);
  await button('Enrol').click();
  await enrolled('Clara');
  await page.getByText('4 shots stored.').waitFor();
  await done();
});

test('each photograph is taken, or refused for every reason there is', async () => {
  await open(noCamera);
  await page.getByText('Photographs', { exact: true }).click();
  expect(await button('Choose photographs').isDisabled()).toBe(true);
  expect(await button('Enrol').isDisabled()).toBe(true);
  await page.getByText('Confirm the consent first.').waitFor();
  await usePhotographsOf('Ada');
  await choose('ada.jpg', 'small.jpg', 'nobody.png', 'broken.jpg', 'text.jpg', 'phone.heic', 'berta.jpg');
  await page.getByText('1 of 7 photographs taken').waitFor();
  const words = async (name: string) => await result(name).textContent();
  expect(await words('ada.jpg')).toContain('is taken');
  expect(await words('small.jpg')).toContain('The picture is too small');
  expect(await words('small.jpg')).toContain('The face is too small');
  expect(await words('nobody.png')).toContain('No face was found');
  expect(await words('broken.jpg')).toContain('cannot be read as an image');
  expect(await words('text.jpg')).toContain('cannot be read as an image');
  expect(await words('phone.heic')).toContain('HEIC');
  expect(await words('berta.jpg')).toContain('another person');
  await expectAccessible(page);

  await choose('ada.jpg', 'ada-again.jpg');
  await page.getByText('2 of 9 photographs taken').waitFor();
  expect(await result('ada.jpg').first().textContent()).toContain('This very shot');
  await button('Remove: ada-again.jpg').click();
  expect(await result('ada-again.jpg').textContent()).toContain('was removed again');
  expect(await shots().count()).toBe(1);

  await page.getByLabel('Keep these small pictures').check();
  await button('Enrol').click();
  await enrolled('Ada');
  await page.getByText('1 shot stored.').waitFor();
  expect(await storedPictures()).toBe(1);
  await done();
});

test('on a group photograph is chosen whose face it is; a face under a second name is asked about', async () => {
  await open(noCamera);
  await usePhotographsOf('Ada');
  await choose('group.jpg');
  const faces = result('group.jpg').getByRole('button');
  await expect.poll(() => faces.count()).toBe(3);
  await expectAccessible(page);
  await faces.first().click();
  await page.getByText('is taken').waitFor();
  await button('Enrol').click();
  await enrolled('Ada');

  await button('Enrol somebody else').click();
  await usePhotographsOf('Eve');
  await choose('group.jpg');
  await faces.first().click();
  await button('Enrol').click();
  const dialog = page.getByRole('dialog', { name: 'This face is known here' });
  await dialog.waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect.poll(() => dialog.count()).toBe(0);
  await button('Enrol').click();
  await dialog.getByRole('button', { name: 'Enrol all the same' }).click();
  await enrolled('Eve');
  await page.getByText('The same face is enrolled as Ada.').waitFor();

  // Another person does not come under a name that somebody has.
  await button('Enrol somebody else').click();
  await usePhotographsOfExisting('Ada');
  await choose('berta.jpg');
  await page.getByText('is taken').waitFor();
  await button('Enrol').click();
  await page.getByText('These pictures are not all of one person.').waitFor();
  await done();
});

async function usePhotographsOfExisting(name: string): Promise<void> {
  await label().fill(name);
  await page.getByText('Consent was given on').waitFor();
  await page.getByText('Photographs', { exact: true }).click();
}

test('a folder is dropped, or chosen, with those in it', async () => {
  await open(noCamera);
  await usePhotographsOf('Ada');
  await button('Choose photographs').and(page.locator(':enabled')).waitFor();
  // Nothing above it is to change its size any more.
  await settled(page);
  const zone = page.locator('.drop-zone');
  await zone.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await zone.boundingBox())!;
  const devtools = await page.context().newCDPSession(page);
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') => {
    const data = { items: [], files: [file('album')], dragOperationsMask: 1 };
    return devtools.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data });
  };
  await drag('dragEnter');
  await expect.poll(() => drag('dragOver').then(() => zone.getAttribute('class'))).toContain('over');
  await drag('drop');
  await page.getByText('2 of 2 photographs taken').waitFor();
  await page.locator('input[type=file]:not([multiple])').setInputFiles(file('album'));
  // The same again: one after another is refused.
  await expect.poll(() => page.locator('.file-results > li').filter({ hasText: 'This very shot' }).count()).toBe(2);
  await result('album/inner/again.jpg').first().waitFor();
  await done();
});

test('where the camera is refused, photographs do', async () => {
  await open(refusedCamera);
  await label().fill('Ada');
  await consent().check();
  await button('Start the camera').click();
  await page.getByText('The camera is not allowed').waitFor();
  await button('Use photographs instead').click();
  await choose('ada.jpg');
  await page.getByText('is taken').waitFor();
  await button('Enrol').click();
  await enrolled('Ada');
  await done();
});

describe.each([
  ['light', 1440, 900],
  ['dark', 390, 844],
] as const)('%s, %i pixels wide', (colorScheme, width, height) => {
  test('the page meets WCAG 2.2 AA as far as axe can tell', async () => {
    await openDirected({ width, height });
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
    await usePhotographsOf('Ada');
    await choose('ada.jpg', 'nobody.png', 'group.jpg');
    await page.getByText('1 of 3 photographs taken').waitFor();
    await expectAccessible(page);
    await done();
  });
});
