import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { de } from '../demo/src/text/de/index.ts';
import { en } from '../demo/src/text/en/index.ts';
import { expectAccessible } from './accessible.ts';
import { addTools, demo, expectQuiet, heading, settled, type Visit, visit } from './demo.ts';
import { threePeople } from './people/subjects.ts';

/** Every page once in German: nothing is left that the catalogue has in English. */

let visited: Visit;
let page: Page;

beforeAll(async () => {
  visited = await visit();
  page = visited.page;
  await page.evaluate(() => localStorage.setItem('face-demo.language', '"de"'));
  await page.reload();
  await settled(page);
  await addTools(page);
  const gallery = (await threePeople()).toString('base64');
  await page.evaluate((gallery) => demoTools.importGallery(gallery), gallery);
});
afterAll(() => visited?.close());

/** Every text without parameters. */
function textsOf(catalogue: unknown): string[] {
  if (typeof catalogue === 'string') return [catalogue];
  if (typeof catalogue !== 'object' || catalogue === null) return [];
  return Object.values(catalogue).flatMap(textsOf);
}

const german = new Set(textsOf(de));
const english = new Set(textsOf(en).filter((text) => !german.has(text)));

/** What a person sees or hears of a page: texts and the attributes that are read out. */
function textsShown(): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '');
    for (const element of document.querySelectorAll('*')) {
      for (const name of ['aria-label', 'aria-valuetext', 'alt', 'title', 'placeholder']) {
        texts.push(element.getAttribute(name) ?? '');
      }
    }
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  });
}

test.each([
  ['check-in', de.checkIn.title, '.camera-placeholder'],
  ['enrol', de.enrol.title, '.camera-placeholder'],
  ['people', de.people.title, '.people'],
  ['people/Zo%C3%AB', 'Zoë', '.templates'],
  ['activity', de.activity.title, '.events'],
  ['lab', de.lab.title, '.card'],
  ['lab/group', de.lab.title, '.drop-zone'],
  ['lab/rates', de.lab.title, '.histogram'],
  ['lab/speed', de.lab.title, '.card'],
  ['scene', de.scene.title, '.card'],
  ['settings', de.settings.title, '.setting-value'],
  ['about', de.about.title, '.figures'],
])('%s', async (address, title, content) => {
  await page.goto(`${demo.url}#/${address}`);
  await expect.poll(() => heading(page).textContent()).toBe(title);
  await page.locator('main').locator(content).first().waitFor();
  const shown = await textsShown();
  expect(shown.filter((text) => english.has(text))).toEqual([]);
  // The look was not in vain.
  expect(shown.filter((text) => german.has(text)).length).toBeGreaterThan(5);
  await expectAccessible(page);
  expectQuiet(visited.record);
});
