import lighthouse from 'lighthouse';
import { type BrowserContext, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArgs, ensureBrowser } from '../scripts/browser.ts';
import { freePort } from '../scripts/free-port.ts';
import { createProfile, demo, noCamera } from './demo.ts';

/** Lighthouse's checks that do not depend on the machine; its performance is measured by `npm run bench -- --only visit`. */

let profile: Awaited<ReturnType<typeof createProfile>>;
let context: BrowserContext;
let port: number;

beforeAll(async () => {
  [profile, port] = await Promise.all([createProfile(), freePort()]);
  context = await chromium.launchPersistentContext(profile.path, {
    executablePath: ensureBrowser(),
    args: [...chromiumArgs, ...noCamera, `--remote-debugging-port=${port}`],
  });
});
afterAll(async () => {
  await context?.close();
  await profile?.remove();
});

test.each(['', '#/settings', '#/about'])('%s: accessibility 1, best practices at least 0.9', async (address) => {
  const result = await lighthouse(demo.url + address, {
    port,
    logLevel: 'error',
    onlyCategories: ['accessibility', 'best-practices'],
  });
  const { categories, audits } = result!.lhr;
  const poor = Object.values(audits).filter(({ score }) => score !== null && score < 1);
  const reasons = poor.map(({ id, title }) => `${id}: ${title}`);
  expect({ score: categories['accessibility']!.score, reasons }).toMatchObject({ score: 1 });
  expect(categories['best-practices']!.score, reasons.join('\n')).toBeGreaterThanOrEqual(0.9);
});
