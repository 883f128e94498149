import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright';
import { expect, onTestFinished } from 'vitest';
import { chromiumArgs, ensureBrowser } from '../browser.ts';

/** Holds of a page on disk: no violation of accessibility, nothing on the console, no request, and as wide as the screen. */
export async function canBeReadByEverybody(path: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: chromiumArgs });
  onTestFinished(() => browser.close());
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [390, 'dark'],
  ] as const) {
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => trouble.push(message.text()));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) trouble.push(request.url());
    });
    await page.goto(pathToFileURL(path).href);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
    expect(trouble).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
}
