import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { type BrowserContext, chromium, type Page, type Request } from 'playwright';
import { buildDemo, serveBuilt } from '../../e2e/build.ts';
import { clara } from '../../e2e/turning-head.ts';
import { cameraShowing, chromiumArgs, ensureBrowser } from '../../scripts/browser.ts';
import { say } from '../../scripts/command.ts';
import { readScene, writeFilm } from '../../scripts/films/film.ts';
import { freePort } from '../../scripts/free-port.ts';
import { type Download, downloadOf } from '../download.ts';
import { median, type Summary, summary } from '../statistics.ts';

const rounds = 5;

/** A visit of the demo, as it is deployed, with nothing of it in any cache. Somebody is enrolled, or it would have nobody to check in. */
export interface Visit {
  /** From the navigation until the camera's picture is on the page and faces can be found in it, in milliseconds. */
  previewMs: Summary;
  /** Until a photograph that is given as soon as the page takes one is told to be somebody's. */
  verdictMs: Summary;
  /** What was fetched for that, and what the service worker fetches after it for visits without a network. */
  download: Download;
  kept: Download;
  /** Lighthouse's score for performance on its emulated phone, 0–1. */
  performance: number;
}

/** The way to the demo's first verdict on a first visit. */
export async function measureVisit(): Promise<{ visit: Visit }> {
  const work = await mkdtemp(join(tmpdir(), 'bench-visit-'));
  const outDir = join(work, 'demo');
  await buildDemo(outDir);
  const site = await serveBuilt(outDir);
  const { url } = site;
  let context: BrowserContext | null = null;
  try {
    const film = join(work, 'webcam.mjpeg');
    await writeFilm(film, [clara.scene], 'still', 30);
    const port = await freePort();
    context = await chromium.launchPersistentContext(join(work, 'profile'), {
      executablePath: ensureBrowser(),
      args: [...chromiumArgs, ...cameraShowing(film), `--remote-debugging-port=${port}`],
    });
    const page = context.pages()[0]!;
    const photograph = await portrait();
    await enrol(page, url, photograph);
    say(`visit: ${rounds} first visits of the demo`);
    const visits = [];
    for (let round = 0; round < rounds; round++) visits.push(await visitAnew(page, url, photograph));
    say('visit: Lighthouse, and compressing what was downloaded');
    // Lighthouse opens a page of its own: this one's live loop would be in its way.
    await page.goto('about:blank');
    const scores = [];
    for (let round = 0; round < 3; round++) scores.push(await performanceOf(url, port));
    const [{ files, keptFiles }] = visits as [(typeof visits)[0]];
    return {
      visit: {
        previewMs: summary(visits.map(({ previewMs }) => previewMs)),
        verdictMs: summary(visits.map(({ verdictMs }) => verdictMs)),
        download: await downloadOf(files),
        kept: await downloadOf(keptFiles.filter((file) => !files.includes(file))),
        performance: median(scores),
      },
    };
  } finally {
    await context?.close();
    await site.close();
    await rm(work, { recursive: true, force: true });
  }
}

async function portrait() {
  return { name: 'clara.jpg', mimeType: 'image/jpeg', buffer: await readScene(clara.scene).jpeg().toBuffer() };
}
type Photograph = Awaited<ReturnType<typeof portrait>>;

async function enrol(page: Page, url: string, photograph: Photograph): Promise<void> {
  await page.goto(`${url}#/enrol/Clara`);
  await page.locator('.engine-status').waitFor({ state: 'detached' });
  await page.getByLabel('agrees to that').check();
  await page.getByRole('radio', { name: 'Photographs' }).check({ force: true });
  await page.locator('input[type=file]:not([webkitdirectory])').setInputFiles(photograph);
  await page.getByText('1 of 1 photograph taken').waitFor();
  await page.getByRole('button', { name: 'Enrol', exact: true }).click();
  await page.getByRole('heading', { name: 'Clara is enrolled' }).waitFor();
}

/** A visit with all caches empty, and the gallery as it was. */
async function visitAnew(page: Page, url: string, photograph: Photograph) {
  const devtools = await page.context().newCDPSession(page);
  await page.goto('about:blank');
  await devtools.send('Network.clearBrowserCache');
  const storageTypes = 'service_workers,cache_storage,shader_cache';
  await devtools.send('Storage.clearDataForOrigin', { origin: new URL(url).origin, storageTypes });

  const [files, keptFiles] = [new Set<string>(), new Set<string>()];
  const context = page.context();
  const note = (request: Request) => (request.serviceWorker() === null ? files : keptFiles).add(request.url());
  context.on('request', note);
  const elapsed = () => page.evaluate(() => performance.now());
  await page.goto(url);
  await page.getByRole('radio', { name: 'By face' }).check({ force: true });
  await page.locator('[data-camera=on]').waitFor();
  await page.getByText('Ready.').waitFor();
  const previewMs = await elapsed();
  await page.getByRole('button', { name: 'Use a photograph' }).and(page.locator(':enabled')).waitFor();
  await page.locator('input[type=file]').setInputFiles(photograph);
  await page.getByRole('heading', { name: 'This is Clara' }).waitFor();
  const verdictMs = await elapsed();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  context.off('request', note);
  return { previewMs, verdictMs, files: [...files], keptFiles: [...keptFiles] };
}

async function performanceOf(url: string, port: number): Promise<number> {
  const result = await lighthouse(url, { port, logLevel: 'error', onlyCategories: ['performance'] });
  return result!.lhr.categories['performance']!.score!;
}
