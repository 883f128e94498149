import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { expect, inject } from 'vitest';
import { chromiumArgs, ensureBrowser } from '../scripts/browser.ts';
import type { Scene } from '../scripts/films/film.ts';
import type { Site } from './build.ts';
import { type Objections, objectionsIn } from './objections.ts';

/** Browsers that look at the built demo. */

const samples = fileURLToPath(new URL('../node_modules/@vladmandic/face-api/demo', import.meta.url));

/** Two people, each alone in what the camera sees of a photograph that the tests have everywhere. */
export const ada: Scene = {
  photograph: join(samples, 'sample3.jpg'),
  region: { x: 866, y: 147, width: 600, height: 450 },
};
export const berta: Scene = {
  photograph: join(samples, 'sample6.jpg'),
  region: { x: 116, y: 452, width: 480, height: 360 },
};

/** The built demo, which `global-setup.ts` serves to all files. */
export const demo = inject('demo');

/** The service worker is installed: it has everything. */
export async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/** What happened while a page was open. */
export interface Record extends Objections {
  /** Paths of this site that were asked for, by the page or a worker; not what the service worker fetches to keep. */
  requests: Set<string>;
}

export interface Visit {
  page: Page;
  record: Record;
  close(): Promise<void>;
}

/** A profile folder on disk, so that the gallery outlives a browser. */
export async function createProfile(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'face-profile-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Launch flags for a camera that nobody allows, or that is not there. */
export const refusedCamera = ['--use-fake-device-for-media-stream'];
export const noCamera = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=0'];

/** The strict policy under which everything here runs. */
const expectedHeaders = {
  'content-security-policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

interface VisitOptions {
  /** The demo by default. */
  site?: Pick<Site, 'url' | 'sendsHeaders'>;
  /** A folder of a profile that outlives the visit; a new one by default. */
  profile?: string;
  /** Launch flags. */
  camera?: string[];
  /** Whether the service worker may keep the app, which fetches all of it once more; it may not by default. */
  isKept?: boolean;
  width?: number;
  height?: number;
}

/** Opens the site in a browser of its own. */
export async function visit(options: VisitOptions = {}): Promise<Visit> {
  const { camera = noCamera, isKept = false, width = 1280, height = 900 } = options;
  const { url, sendsHeaders = true }: NonNullable<VisitOptions['site']> = options.site ?? demo;
  const own = options.profile === undefined ? await createProfile() : null;
  const context = await chromium.launchPersistentContext(options.profile ?? own!.path, {
    executablePath: ensureBrowser(),
    args: [...chromiumArgs, ...camera],
    viewport: { width, height },
    serviceWorkers: isKept ? 'allow' : 'block',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const record = observe(page, url);
  const response = await page.goto(url);
  if (sendsHeaders) expect(response!.headers()).toMatchObject(expectedHeaders);
  return {
    page,
    record,
    async close() {
      await context.close();
      await own?.remove();
    },
  };
}

export const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Every model is there, so nothing is loaded any more. */
export const settled = (page: Page) => page.locator('.engine-status').waitFor({ state: 'detached', timeout: 120_000 });

/** Follows a link of the navigation. */
export async function go(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).first().click();
  await expect.poll(() => heading(page).textContent()).toBe(name);
}

/** Puts what a test does by `demoTools` into the page. */
export async function addTools(page: Page): Promise<void> {
  await page.addScriptTag({ url: '/tools/tools.js', type: 'module' });
  await page.waitForFunction(() => 'demoTools' in globalThis);
}

/** Notes what is asked of the site, and what is not to be. */
function observe(page: Page, url: string): Record {
  const { origin } = new URL(url);
  const requests = new Set<string>();
  page.context().on('request', (request) => {
    const { origin: asked, pathname } = new URL(request.url());
    if (asked === origin && request.serviceWorker() === null) requests.add(pathname);
  });
  return { requests, ...objectionsIn(page, url) };
}

/** Nothing left the origin, no error was shown, and the requests of the worker and its threads were among those seen. */
export function expectQuiet({ requests, foreignRequests, errors }: Record): void {
  expect({ foreignRequests, errors }).toEqual({ foreignRequests: [], errors: [] });
  expect(requests).toContain('/models/runtime/ort-wasm-simd-threaded.mjs');
  expect(requests).toContain('/models/runtime/ort-wasm-simd-threaded.wasm');
}
