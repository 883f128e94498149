import type { Locator } from 'playwright';
import { expect } from 'vitest';

/** Whoever has no mouse. */

const isFocused = (target: Locator) => target.evaluate((found) => found === document.activeElement);

/** The focus comes there: pages move it after they were drawn. */
export async function expectFocused(target: Locator): Promise<void> {
  await expect.poll(() => isFocused(target)).toBe(true);
}

/** Goes on by the Tab key until the focus is there. @param most how many presses that may take */
export async function tabTo(target: Locator, most = 40): Promise<void> {
  for (let i = 0; i < most && !(await isFocused(target)); i++) await target.page().keyboard.press('Tab');
  expect(await isFocused(target)).toBe(true);
}
