import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { go } from '../demo.ts';

/** What the tests of People and Activity do on these pages. */

export const dialog = (page: Page) => page.getByRole('dialog');

/** Opens the dialog and chooses a file; on the page People. */
export async function chooseFile(page: Page, buffer: Buffer, name = 'people.facebank'): Promise<void> {
  await page.getByRole('button', { name: 'Import…' }).click();
  const file = { name, mimeType: 'application/octet-stream', buffer };
  await dialog(page).getByLabel('Choose a file').setInputFiles(file);
}

/** Imports a file that is not encrypted; on any page. */
export async function importFile(page: Page, buffer: Buffer): Promise<void> {
  await go(page, 'People');
  await chooseFile(page, buffer);
  await dialog(page).getByRole('button', { name: 'Preview' }).click();
  await dialog(page).getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText(/^Imported: /).waitFor();
}

/** Closes the dialog by the keyboard. Its owner is told of that a moment after it is gone, and can then open it again. */
export async function closeByEscape(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('.dialog button').count()).toBe(0);
}

/** What is downloaded by an act. */
export async function downloadOf(page: Page, act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}
