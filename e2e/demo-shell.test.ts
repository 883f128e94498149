import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { demo, expectQuiet, go, heading, settled, type Visit, visit } from './demo.ts';
import { expectFocused } from './keyboard.ts';

/** The frame of the demo, and the two pages that need no camera. */

let visited: Visit;
let page: Page;

beforeEach(async () => {
  visited = await visit();
  page = visited.page;
});
afterEach(() => visited.close());

test('pages have addresses, titles and code of their own; the focus goes to their headings', async () => {
  await heading(page).waitFor();
  expect(await page.title()).toBe('Check in · Face verification');
  await go(page, 'Settings');
  expect(page.url()).toMatch(/#\/settings$/);
  expect(await page.title()).toBe('Settings · Face verification');
  await expectFocused(heading(page));
  expect(await page.getByRole('link', { name: 'Settings', exact: true }).getAttribute('aria-current')).toBe('page');

  await go(page, 'About');
  await page.goBack();
  await expect.poll(() => heading(page).textContent()).toBe('Settings');
  await page.reload();
  await expect.poll(() => heading(page).textContent()).toBe('Settings');

  await page.goto(`${demo.url}#/no-such-page`);
  await expect.poll(() => heading(page).textContent()).toBe('Check in');

  await settled(page);
  expectQuiet(visited.record);
});

test('the keyboard skips the navigation', async () => {
  await heading(page).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  expect(page.url()).toBe(demo.url);
});

test('settings are kept over a reload, and what is damaged counts as nothing', async () => {
  await go(page, 'Settings');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await expect.poll(() => heading(page).textContent()).toBe('Einstellungen');
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await page.getByRole('radio', { name: 'Dunkel' }).check();
  await page.getByRole('radio', { name: 'Eine Falschtreffer-Rate' }).check();
  await page.getByRole('combobox', { name: 'Falschtreffer-Rate' }).selectOption({ index: 1 });
  await expect.poll(() => page.locator('.setting-value').textContent()).toBe('Ähnlichkeit ab 0,24');

  await page.reload();
  await expect.poll(() => heading(page).textContent()).toBe('Einstellungen');
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  expect(await page.locator('.setting-value').textContent()).toBe('Ähnlichkeit ab 0,24');

  await page.evaluate(() => {
    localStorage.setItem('face-demo.language', '"tlh"');
    localStorage.setItem('face-demo.theme', '{');
    localStorage.setItem('face-demo.threshold', '{"by":"fmr","fmr":0.5}');
  });
  await page.reload();
  await expect.poll(() => heading(page).textContent()).toBe('Settings');
  expect(await page.locator('html').getAttribute('data-theme')).toBeNull();
  expect(await page.locator('.setting-value').textContent()).toBe('Similarity from 0.38 on');
  await settled(page);
  expectQuiet(visited.record);
});

test('another device makes another engine; one that is not there is explained', async () => {
  await go(page, 'Settings');
  await settled(page);
  const figures = page.locator('.figures').first();
  expect(await figures.textContent()).toContain('Processor (WebAssembly)');
  await page.getByRole('radio', { name: 'Graphics processor (WebGPU)' }).check();
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('Choose another one in the settings');
  await page.getByRole('radio', { name: 'Processor (WebAssembly)' }).check();
  await settled(page);
  expect(await figures.textContent()).toContain('Processor (WebAssembly)');

  // For blinks a challenge needs two further models.
  expect([...visited.record.requests]).not.toContain('/models/eye-state.onnx');
  await page.getByRole('radio', { name: 'Follow prompts' }).check();
  await expect.poll(() => [...visited.record.requests]).toContain('/models/eye-state.onnx');
  await settled(page);
  expectQuiet(visited.record);
});

test('a passphrase is set, locks, opens, is changed and given up', async () => {
  const dialog = page.getByRole('dialog');
  const field = (name: string) => page.getByLabel(name, { exact: true });
  const button = (name: string) => page.getByRole('button', { name });
  const unlock = async (passphrase: string) => {
    await field('Passphrase').fill(passphrase);
    await button('Unlock').click();
  };
  const save = async (...passphrases: [field: string, text: string][]) => {
    for (const [name, text] of passphrases) await field(name).fill(text);
    await dialog.getByRole('button', { name: 'Save' }).click();
  };
  await go(page, 'Settings');

  await button('Use a passphrase').click();
  await save(['New passphrase', 'correct horse'], ['New passphrase again', 'correct hose']);
  await expect.poll(() => dialog.getByRole('alert').textContent()).toBe('The two are not the same.');
  await save(['New passphrase', 'short'], ['New passphrase again', 'short']);
  await expect.poll(() => dialog.getByRole('alert').textContent()).toContain('8 characters');
  await save(['New passphrase', 'correct horse'], ['New passphrase again', 'correct horse']);
  await page.getByText('The gallery has a passphrase now.').waitFor();

  await button('Lock now').click();
  await unlock('correct hose');
  await page.getByText('This is not the passphrase.').waitFor();
  await unlock('correct horse');
  await button('Change the passphrase').click();
  await save(
    ['Present passphrase', 'correct horse'],
    ['New passphrase', 'battery staple'],
    ['New passphrase again', 'battery staple'],
  );
  await page.getByText('The passphrase was changed.').waitFor();

  // Another retention opens the gallery anew, and so locks it.
  await page.getByLabel('Keep activity for').selectOption('30 days');
  await unlock('battery staple');
  await button('Use a key of this browser').click();
  await save();
  await page.getByText('The gallery opens without a passphrase now.').waitFor();
  await page.reload();
  await button('Use a passphrase').waitFor();
  expect(await page.getByLabel('Keep activity for').locator(':checked').textContent()).toBe('30 days');
  await settled(page);
  expectQuiet(visited.record);
});

test('everything is erased, after a word was typed, also while the gallery is locked', async () => {
  await go(page, 'Settings');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('button', { name: 'Use a passphrase' }).click();
  await page.getByLabel('New passphrase', { exact: true }).fill('correct horse');
  await page.getByLabel('New passphrase again').fill('correct horse');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Lock now' }).click();

  const confirm = page.getByRole('button', { name: 'Erase everything', exact: true });
  await page.getByRole('button', { name: 'Erase everything…' }).click();
  expect(await confirm.isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Unlock' }).isVisible()).toBe(true);

  await page.getByRole('button', { name: 'Erase everything…' }).click();
  await page.getByLabel('Type “erase” to confirm').fill('erase');
  await confirm.click();
  await page.getByText('Everything is erased.').waitFor();
  await page.getByRole('button', { name: 'Use a passphrase' }).waitFor();
  expect(await page.locator('html').getAttribute('data-theme')).toBeNull();
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await settled(page);
  expectQuiet(visited.record);
});

test('About names every model with its digest, and the policy that keeps everything here', async () => {
  await settled(page);
  await go(page, 'About');
  await page.getByText("connect-src 'self'").waitFor();
  const item = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  const arcFace = await item('arcface-mobilefacenet').textContent();
  expect(arcFace).toContain('in use');
  expect(arcFace).toContain('87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581');
  expect(await item('ssrnet-age').textContent()).toContain('not loaded');
  expect(await page.locator('dl').first().textContent()).toContain('Cross-origin isolation, for threadsyes');
  expectQuiet(visited.record);
});

test.each(['settings', 'about'])('%s meets WCAG 2.2 AA as far as axe can tell, at every width', async (name) => {
  await settled(page);
  await page.goto(`${demo.url}#/${name}`);
  await heading(page).waitFor();
  if (name === 'settings') await page.getByRole('radio', { name: 'A similarity of my own' }).check();
  else await page.getByText("connect-src 'self'").waitFor();
  for (const [colorScheme, width, height] of [
    ['light', 1440, 900],
    ['dark', 390, 844],
    ['light', 320, 640],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  expectQuiet(visited.record);
});
