import type { Page } from 'playwright';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { violationsOn } from './accessible.ts';
import { demo, expectQuiet, heading, kept, settled, type Visit, visit } from './demo.ts';

/** What holds for every page that the navigation leads to, whichever these are. */

let visited: Visit;
let page: Page;

beforeEach(async () => {
  visited = await visit({ isKept: true });
  page = visited.page;
  await heading(page).waitFor();
});
afterEach(() => visited.close());

const links = () => page.getByRole('navigation', { name: 'Pages' }).getByRole('link').all();

test.each([
  ['phone', 390, 844],
  ['desk', 1440, 900],
] as const)('on a %s every page meets WCAG 2.2 AA as far as axe can tell, light and dark', async (_, width, height) => {
  await page.setViewportSize({ width, height });
  await settled(page);
  const found: object[] = [];
  for (const link of await links()) {
    await link.click();
    const name = await link.textContent();
    await expect.poll(() => link.getAttribute('aria-current')).toBe('page');
    await expect.poll(() => page.title()).toContain(name);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const violations = await violationsOn(page);
      found.push(
        ...violations.map(({ id, nodes }) => ({ name, colorScheme, id, html: nodes.map(({ html }) => html) })),
      );
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wider > width) found.push({ name, wider });
  }
  expect(found).toEqual([]);
  expectQuiet(visited.record);
});

test('by keyboard alone every page is come to, in the order of the navigation and with the focus in sight', async () => {
  const names = await Promise.all((await links()).map((link) => link.textContent()));
  expect(names.length).toBeGreaterThanOrEqual(7);
  for (const [index, name] of names.entries()) {
    await page.goto('about:blank');
    await page.goto(demo.url);
    await heading(page).waitFor();
    // Past the link to the content and the app's name.
    for (let press = 0; press < index + 3; press++) await page.keyboard.press('Tab');
    const focused = page.locator(':focus-visible');
    expect(await focused.textContent()).toBe(name);
    expect(await focused.evaluate((link) => getComputedStyle(link).outlineStyle)).not.toBe('none');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.title()).toContain(name);
    await expect
      .poll(() => page.evaluate(() => document.querySelector('main')!.contains(document.activeElement)))
      .toBe(index > 0);
  }
  await settled(page);
  expectQuiet(visited.record);
});

test('the browser finds the app fit to be installed, and every icon as large as it is said to be', async () => {
  await settled(page);
  await kept(page);
  const devtools = await page.context().newCDPSession(page);
  const { url, errors } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect((await devtools.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);

  const { icons } = (await (await fetch(url)).json()) as { icons: { src: string; sizes: string; purpose?: string }[] };
  const drawn = icons.filter(({ sizes }) => sizes !== 'any');
  const sizes = drawn.map(async ({ src }) => {
    const { width, height } = await sharp(await (await fetch(new URL(src, url))).arrayBuffer()).metadata();
    return `${width}x${height}`;
  });
  expect(await Promise.all(sizes)).toEqual(drawn.map((icon) => icon.sizes));
  expect(drawn.map(({ purpose }) => purpose)).toContain('maskable');
  expectQuiet(visited.record);
});
