import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright';
import sharp from 'sharp';
import { preview } from 'vite';
import { clara, dora, lookingAbout } from '../e2e/turning-head.ts';
import { cameraShowing, chromiumArgs, ensureBrowser } from './browser.ts';
import { say } from './command.ts';
import { readScene, type Scene, writeFilm } from './films/film.ts';

/**
 * `npm run screenshots`: pictures of every page of the built demo for docs/screenshots, and the recording of a check-in. The camera
 * shows a film; everybody on it comes from the samples of `@vladmandic/face-api` (MIT).
 */

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const demo = folder('../demo');
const docs = folder('../docs');
const samples = folder('../node_modules/@vladmandic/face-api/demo');

const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } } as const;
const themes = ['light', 'dark'] as const;

const people = {
  Ada: around(3, 1166, 372),
  Berta: around(6, 356, 632),
  Clara: clara.scene,
  Dora: dora.scene,
  Emma: around(1, 484, 498),
  Frida: around(6, 1580, 424),
};
type Name = keyof typeof people;

/** A page's name and address, and what makes it worth looking at. */
interface Subject {
  name: string;
  address: string;
  prepare?: (page: Page) => Promise<void>;
  /** What has to be in the picture, where that is not the top of the page. */
  shows?: string;
}

/** In this order: what one does, the next shows. */
const subjects: Subject[] = [
  { name: 'check-in', address: '#/check-in', prepare: checkInByFace, shows: '.result' },
  { name: 'enrol', address: '#/enrol', prepare: beginEnrolment, shows: '.camera' },
  { name: 'people', address: '#/people' },
  { name: 'person', address: '#/people/Clara' },
  { name: 'activity', address: '#/activity' },
  { name: 'lab-compare', address: '#/lab', prepare: compareTwo, shows: '.compared' },
  { name: 'lab-group', address: '#/lab/group', prepare: recogniseGroup, shows: '.pair' },
  { name: 'lab-rates', address: '#/lab/rates', shows: 'main svg' },
  { name: 'scene', address: '#/scene' },
  { name: 'settings', address: '#/settings' },
  { name: 'about', address: '#/about' },
];

const work = await mkdtemp(join(tmpdir(), 'screenshots-'));
const server = await preview({ root: demo, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
const url = server.resolvedUrls!.local[0]!;
let browser: BrowserContext | null = null;
try {
  say('Writing a film for the camera');
  // Named without a folder, as the camera is called what its file is.
  process.chdir(work);
  await writeFilm('webcam.mjpeg', [clara.scene], lookingAbout(clara), 30);
  browser = await openBrowser('webcam.mjpeg');
  const page = browser.pages()[0]!;
  await page.goto(url);
  for (const name of Object.keys(people) as Name[]) {
    say(`Enrolling ${name}`);
    await enrol(page, name);
  }
  await mkdir(join(docs, 'screenshots'), { recursive: true });
  for (const subject of subjects) await portray(page, subject);
  await record(page);
} finally {
  await browser?.close();
  await server.close();
  await rm(work, { recursive: true, force: true });
}

function openBrowser(film: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(join(work, 'profile'), {
    executablePath: ensureBrowser(),
    args: [...chromiumArgs, ...cameraShowing(film)],
    locale: 'en-GB',
    viewport: sizes.desk,
  });
}

async function portray(page: Page, { name, address, prepare, shows = 'main' }: Subject): Promise<void> {
  say(`Taking ${name}`);
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    // Away and back: a page as it is when somebody comes to it.
    await page.goto('about:blank');
    await page.goto(url + address);
    await settled(page);
    await prepare?.(page);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      await bringIntoView(page.locator(shows).first());
      const png = await page.screenshot({ animations: 'disabled' });
      const file = join(docs, 'screenshots', `${name}-${size}-${colorScheme}.png`);
      await sharp(png).png({ palette: true, quality: 85, effort: 10, compressionLevel: 9 }).toFile(file);
    }
  }
}

/** In the midst of what the bars at the top and the bottom leave free, or the top of it where it is larger. */
async function bringIntoView(part: Locator): Promise<void> {
  await part.evaluate((element) => {
    const { top, height } = element.getBoundingClientRect();
    const free = innerHeight - 140;
    scrollTo(0, scrollY + top - 70 - Math.max(0, (free - height) / 2));
  });
}

/** The engine has every model, and the page is there. */
async function settled(page: Page): Promise<void> {
  await page.locator('.engine-status').waitFor({ state: 'detached', timeout: 120_000 });
  await page.getByRole('heading', { level: 1 }).waitFor();
}

async function enrol(page: Page, name: Name): Promise<void> {
  await page.goto(`${url}#/enrol/${name}`);
  await settled(page);
  await page.getByLabel('agrees to that').check();
  await choose(page, 'Photographs');
  await page.locator('input[type=file]:not([webkitdirectory])').setInputFiles(await shotsOf(name));
  await page.getByText('3 of 3 photographs taken').waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Enrol', exact: true }).click();
  await page.getByRole('heading', { name: `${name} is enrolled` }).waitFor();
}

/** One of several, whose button is drawn over the radio. */
async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name }).check({ force: true });
}

/** Three shots of a person: nearer, farther, and in less light. */
async function shotsOf(name: Name) {
  const near = await readScene(people[name]).jpeg({ quality: 92 }).toBuffer();
  const far = await sharp(near)
    .resize(480)
    .extend({ left: 80, right: 80, top: 60, bottom: 60, background: '#777' })
    .jpeg({ quality: 92 })
    .toBuffer();
  const dim = await sharp(near).modulate({ brightness: 0.8 }).jpeg({ quality: 92 }).toBuffer();
  return Object.entries({ near, far, dim }).map(([shot, buffer]) => ({
    name: `${name}-${shot}.jpg`,
    mimeType: 'image/jpeg',
    buffer,
  }));
}

/** What a camera sees of a sample around a point, in the sample's pixels. */
function around(sample: number, x: number, y: number): Scene {
  const [width, height] = [480, 360];
  return {
    photograph: join(samples, `sample${sample}.jpg`),
    region: { x: x - width / 2, y: y - height / 2, width, height },
  };
}

async function checkInByFace(page: Page): Promise<void> {
  await choose(page, 'By face');
  await page.locator('[data-camera=on]').waitFor();
  await page.getByRole('button', { name: 'Check in', exact: true }).click();
  await page.getByRole('heading', { name: 'Welcome, Clara' }).waitFor({ timeout: 60_000 });
}

async function beginEnrolment(page: Page): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
  await page.getByLabel('agrees to that').check();
  await page.locator('[data-camera=on]').waitFor();
}

async function compareTwo(page: Page): Promise<void> {
  const [near, far] = await shotsOf('Clara');
  const inputs = page.locator('input[type=file]:not([webkitdirectory])');
  await inputs.nth(0).setInputFiles(near!);
  await inputs.nth(1).setInputFiles(far!);
  await page.locator('.compared').waitFor();
}

async function recogniseGroup(page: Page): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(join(samples, 'sample3.jpg'));
  await page.locator('.recognised').waitFor();
}

/** A check-in on a phone, in the tempo in which it happened, as a film that a README shows. */
async function record(page: Page): Promise<void> {
  say('Recording a check-in');
  const [stepMs, width] = [200, 320];
  await page.setViewportSize(sizes.phone);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('about:blank');
  await page.goto(`${url}#/check-in`);
  await settled(page);
  await choose(page, 'By face');
  await page.locator('[data-camera=on]').waitFor();
  const shots: { at: number; png: Buffer }[] = [];
  let isOver = false;
  const filming = (async () => {
    while (!isOver) {
      const [png] = await Promise.all([page.screenshot(), page.waitForTimeout(stepMs)]);
      shots.push({ at: performance.now(), png });
    }
  })();
  await page.getByRole('button', { name: 'Check in', exact: true }).click();
  await page.getByRole('heading', { name: 'Welcome, Clara' }).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2000);
  isOver = true;
  await filming;
  const frames = await Promise.all(shots.map(({ png }) => sharp(png).resize({ width }).png().toBuffer()));
  const delay = shots.map(({ at }, i) => Math.round((shots[i + 1]?.at ?? at + 3000) - at));
  const film = await sharp(frames, { join: { animated: true } })
    .webp({ quality: 60, effort: 6, delay, loop: 0 })
    .toBuffer();
  await writeFile(join(docs, 'check-in.webp'), film);
}
