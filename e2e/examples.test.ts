import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { readScene } from '../scripts/films/film.ts';
import { expectAccessible } from './accessible.ts';
import { ada } from './demo.ts';
import { emptyRoom, type Reel, reelOf, stillOf } from './directed-camera.ts';
import { type Example, openExample } from './example.ts';
import { expectFocused } from './keyboard.ts';
import { clara, dora, lookingAbout, type Sitter } from './turning-head.ts';

/** Each example, as its README says it works. */

let reels: Readonly<Record<'clara' | 'dora' | 'both' | 'still' | 'nobody', Reel>>;

beforeAll(async () => {
  reels = {
    clara: await reelOf(clara.scene, lookingAbout(clara)),
    dora: await reelOf(dora.scene, lookingAbout(dora)),
    both: await sideBySide(),
    still: await stillOf(clara.scene),
    nobody: await emptyRoom(),
  };
});

/** Clara and Dora, each as large as alone. */
async function sideBySide(): Promise<Reel> {
  const half = ({ scene }: Sitter) =>
    readScene(scene).extract({ left: 160, top: 0, width: 320, height: 480 }).toBuffer();
  const [left, right] = [await half(clara), await half(dora)];
  const picture = sharp({ create: { width: 640, height: 480, channels: 3, background: 'grey' } })
    .composite([
      { input: left, left: 0, top: 0 },
      { input: right, left: 320, top: 0 },
    ])
    .jpeg({ quality: 92 });
  return [(await picture.toBuffer()).toString('base64')];
}

/** A verdict takes seconds of good frames, of which a busy machine sees few. */
const slowly = { timeout: 90_000 };

async function open(name: Parameters<typeof openExample>[0]) {
  const example = await openExample(name);
  onTestFinished(() => example.close());
  const { page } = example;
  const status = page.getByRole('status');
  return { ...example, says: (words: string | RegExp) => status.filter({ hasText: words }).waitFor(slowly) };
}

/** In the other theme, and as narrow as a phone. */
async function onDarkPhone({ page }: Pick<Example, 'page'>): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
}

test('login: who signed up logs in by face; strangers and photographs do not', { timeout: 600_000 }, async () => {
  const { page, camera, says } = await open('login');
  const [logIn, signUp] = [page.locator('#log-in'), page.locator('#sign-up')];
  const inside = page.getByRole('heading', { name: 'Welcome' });
  const logInAs = async (name: string) => {
    await logIn.getByRole('textbox', { name: 'Name' }).fill(name);
    await logIn.getByRole('button').click();
  };
  await says('Ready.');
  await expectAccessible(page);

  await camera.show(reels.clara);
  await signUp.getByRole('textbox', { name: 'Name' }).fill('Clara');
  await signUp.getByRole('button', { name: 'Sign up' }).click();
  // Without consent nothing is done.
  await expectFocused(signUp.getByRole('checkbox'));
  await signUp.getByRole('checkbox').check();
  await signUp.getByRole('button', { name: 'Sign up' }).click();
  await says('You have signed up. Now log in.');

  await logInAs('Clara');
  await inside.waitFor(slowly);
  expect(await inside.textContent()).toBe('Welcome, Clara');
  await expectFocused(inside);
  expect(await page.locator('video').isVisible()).toBe(false);
  await onDarkPhone({ page });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expectAccessible(page);

  await camera.show(reels.dora);
  await logInAs('Clara');
  await says('This is not the person who is enrolled under this name.');
  // A picture that is fed in, without a camera's noise.
  await camera.show(reels.still, { isNoisy: false });
  await logInAs('Clara');
  await says('one living person');
  expect(await inside.isVisible()).toBe(false);

  const photograph = await readScene(dora.scene).jpeg().toBuffer();
  await signUp.getByRole('textbox', { name: 'Name' }).fill('Dora');
  await signUp
    .getByLabel('A photograph')
    .setInputFiles({ name: 'dora.jpg', mimeType: 'image/jpeg', buffer: photograph });
  await signUp.getByRole('button', { name: 'Sign up' }).click();
  await says('You have signed up. Now log in.');
  await camera.show(reels.dora);
  await logInAs('Dora');
  await inside.waitFor(slowly);
  await page.getByRole('button', { name: 'Delete my face and log out' }).click();
  await says('Your face is deleted.');
  await logInAs('Dora');
  await says('Nobody is enrolled under this name.');
});

test('attendance: each is logged once an hour, and strangers are not', { timeout: 600_000 }, async () => {
  const { page, camera, says } = await open('attendance');
  await page.clock.setFixedTime(new Date('2026-03-02T09:00:00'));
  const frames = () => page.locator('.frame').allTextContents();
  const arrivals = () => page.locator('tbody tr td:first-child').allTextContents();
  const add = async (name: string) => {
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Add' }).click();
  };
  const come = async (name: 'clara' | 'dora', shown: string) => {
    await camera.show(reels[name]);
    await expect.poll(frames, slowly).toEqual([shown]);
  };
  const go = async () => {
    await camera.show(reels.nobody);
    await expect.poll(frames, slowly).toEqual([]);
  };
  await page.getByText('Nobody yet.').waitFor(slowly);
  await expectAccessible(page);

  await come('clara', 'Not known here');
  await add('Clara');
  await says('Welcome, Clara');
  await go();
  await come('dora', 'Not known here');
  await add('Clara');
  await says('Somebody else is enrolled under this name.');
  expect(await arrivals()).toEqual(['Clara']);
  await page.clock.setFixedTime(new Date('2026-03-02T09:01:00'));
  await add('Dora');
  await says('Welcome, Dora');
  await expect.poll(arrivals).toEqual(['Dora', 'Clara']);

  await go();
  await come('clara', 'Clara');
  expect(await arrivals()).toEqual(['Dora', 'Clara']);
  await go();
  await page.clock.setFixedTime(new Date('2026-03-02T10:02:00'));
  await come('clara', 'Clara');
  await expect.poll(arrivals, slowly).toEqual(['Clara', 'Dora', 'Clara']);
  await camera.show(reels.both);
  await expect.poll(async () => (await frames()).sort(), slowly).toEqual(['Clara', 'Dora']);
  await expect.poll(arrivals, slowly).toEqual(['Dora', 'Clara', 'Dora', 'Clara']);
  await onDarkPhone({ page });
  await expectAccessible(page);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  const rows = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(rows.map((row) => row.split(',')[2])).toEqual(['label', 'Dora', 'Clara', 'Dora', 'Clara']);

  await page.reload();
  await expect.poll(arrivals, slowly).toEqual(['Dora', 'Clara', 'Dora', 'Clara']);
  await page.getByRole('button', { name: 'Remove Clara' }).click();
  await expect.poll(arrivals, slowly).toEqual(['Dora', 'Dora']);
});

test('group photo: who is named by the keyboard in one photograph is known in the next', async () => {
  const { page, says } = await open('group-photo');
  const names = () => page.locator('.frame').allTextContents();
  const choose = (buffer: Buffer) =>
    page.getByLabel('Choose a photograph').setInputFiles({ name: 'group.jpg', mimeType: 'image/jpeg', buffer });
  await says('Ready.');
  await choose(Buffer.from('this is no photograph'));
  await says('Choose an image');
  await choose(await readFile(ada.photograph));
  await says('3 faces, 0 known.');
  await expectAccessible(page);

  await page.getByLabel('Name of face 2').focus();
  await page.keyboard.type('Ada');
  expect(await page.locator('.frame.chosen').allTextContents()).toEqual(['2']);
  for (const key of ['Tab', 'Space', 'Tab', 'Enter']) await page.keyboard.press(key);
  await says('Ada is known now. 3 faces, 1 known.');
  expect(await names()).toEqual(['1', 'Ada', '3']);
  await expectFocused(page.getByLabel('Name of face 1'));

  // Another photograph of two of them, that somebody drops.
  const other = await sharp(ada.photograph)
    .extract({ left: 866, top: 0, width: 1054, height: 900 })
    .resize(800)
    .modulate({ brightness: 1.1 })
    .jpeg({ quality: 80 })
    .toBuffer();
  await page.evaluate((text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], 'other.jpg', { type: 'image/jpeg' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, other.toString('base64'));
  await says(/^\d faces?, 1 known\.$/);
  expect(await names()).toContain('Ada');
  await onDarkPhone({ page });
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Forget Ada' }).click();
  await says('Ada is forgotten.');
  expect(await names()).not.toContain('Ada');
});
