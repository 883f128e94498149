import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import sirv from 'sirv';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readScene } from '../scripts/films/film.ts';
import { buildDemo, serveBuilt } from './build.ts';
import { createProfile, demo, expectQuiet, heading, kept, settled, type Visit, visit } from './demo.ts';
import { clara } from './turning-head.ts';

/** The app once it is kept by its service worker. */

let folder: string;
let profile: Awaited<ReturnType<typeof createProfile>>;
let visits: Visit[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offline-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  profile = await createProfile();
});
afterEach(async () => {
  await Promise.all(visits.map((visited) => visited.close()));
  visits = [];
  await profile.remove();
});

async function open(url: string, sendsHeaders = true): Promise<Visit> {
  const visited = await visit({ site: { url, sendsHeaders }, profile: profile.path, isKept: true });
  visits.push(visited);
  return visited;
}

const version = (page: Page) => page.locator('meta[name=version]').getAttribute('content');
const prompt = (page: Page) => page.getByRole('button', { name: 'Load it now' });

async function portrait() {
  const buffer = await readScene(clara.scene).jpeg({ quality: 92 }).toBuffer();
  return { name: 'clara.jpg', mimeType: 'image/jpeg', buffer };
}

/** Everything but to confirm it. */
async function enrolByPhotograph(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Enrol', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Clara');
  await page.getByLabel('agrees to that').check();
  await page.getByRole('radio', { name: 'Photographs' }).check({ force: true });
  await page.locator('input[type=file]:not([webkitdirectory])').setInputFiles(await portrait());
  await page.getByText('1 of 1 photograph taken').waitFor();
}

/** The path of everything in Cache Storage. */
function storedPaths(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(stores.map((store) => store.keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
}

test('after one visit everything works without a network, each file kept once', async () => {
  const site = await serveBuilt(demo.folder);
  const first = await open(site.url);
  await kept(first.page);
  await settled(first.page);
  expectQuiet(first.record);
  await first.close();
  visits = [];
  await site.close();

  const second = await open(site.url);
  const { page } = second;
  await settled(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await enrolByPhotograph(page);
  await page.getByRole('button', { name: 'Enrol', exact: true }).click();
  await page.getByRole('heading', { name: 'Clara is enrolled' }).waitFor();
  await page.getByRole('link', { name: 'Check in', exact: true }).first().click();
  await page.getByRole('radio', { name: 'By face' }).check({ force: true });
  await page.locator('input[type=file]').setInputFiles(await portrait());
  await page.getByRole('heading', { name: 'This is Clara' }).waitFor();
  for (const name of ['Enrol', 'People', 'Activity', 'Lab', 'Settings', 'About', 'Check in']) {
    await page.getByRole('link', { name, exact: true }).click();
    await expect.poll(() => heading(page).textContent()).toBe(name);
  }
  // What the first visit never used is here too.
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('radio', { name: 'Follow prompts' }).check();
  await expect.poll(() => [...second.record.requests]).toContain('/models/eye-state.onnx');
  await settled(page);
  expectQuiet(second.record);

  const stored = await storedPaths(page);
  expect(stored).toContain('/models/arcface-mobilefacenet.onnx');
  expect(stored).toEqual([...new Set(stored)]);
});

test('a newer version is fetched, asks, and is loaded only when wanted', async () => {
  const site = await serveBuilt(demo.folder);
  const port = Number(new URL(site.url).port);
  const { page, record } = await open(site.url);
  await kept(page);
  await page.reload();
  await settled(page);
  expect(await prompt(page).count()).toBe(0);
  await site.close();

  const next = join(folder, 'next');
  await buildDemo(next, 'two');
  const updated = await serveBuilt(next, port);
  try {
    // In the midst of an enrolment nobody is asked.
    await enrolByPhotograph(page);
    await page.evaluate(async () => {
      document.dispatchEvent(new Event('visibilitychange'));
      const registration = await navigator.serviceWorker.ready;
      while (registration.waiting === null) await new Promise((resolve) => setTimeout(resolve, 100));
    });
    expect(await prompt(page).count()).toBe(0);
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await prompt(page).waitFor();
    expect(await version(page)).toBe('one');
    await page.getByRole('button', { name: 'Later' }).click();
    await expect.poll(() => prompt(page).count()).toBe(0);

    // It waits over a reload as well, and another window learns that it is gone from under its feet.
    await page.reload();
    await prompt(page).waitFor();
    expect(await version(page)).toBe('one');
    const other = await page.context().newPage();
    await other.goto(site.url);
    await prompt(other).waitFor();
    await prompt(page).click();
    await expect.poll(() => version(page)).toBe('two');
    await other.getByText('Another window has loaded a new version').waitFor();
    expect(await version(other)).toBe('one');
    await prompt(other).click();
    await expect.poll(() => version(other)).toBe('two');
    await settled(page);
    expect(await prompt(page).count()).toBe(0);
    expectQuiet(record);
  } finally {
    await updated.close();
  }
});

test('on a host that sends no headers, threads come with the second visit', async () => {
  const server = createServer(sirv(demo.folder));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  try {
    const { page, record } = await open(`http://127.0.0.1:${port}/`, false);
    await settled(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await kept(page);
    await page.reload();
    await settled(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expectQuiet(record);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
