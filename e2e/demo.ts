import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { build, type Plugin, preview } from 'vite';
import { expect } from 'vitest';
import { chromiumArgs, ensureBrowser } from '../scripts/browser.ts';
import type { Scene } from '../scripts/films/film.ts';

/** The built demo, served as a host would, and browsers that look at it. */

const demoFolder = fileURLToPath(new URL('../demo', import.meta.url));
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

export interface Site {
  url: string;
  /** False for a host on which they cannot be set. */
  sendsHeaders?: boolean;
  close(): Promise<void>;
}

/** Builds the demo and serves it under its Content-Security-Policy. */
export async function serveDemo(): Promise<Site> {
  const outDir = join(demoFolder, 'dist');
  await buildDemo(outDir);
  return serveBuilt(outDir);
}

/** @param version noted in the document, so that two builds are not the same */
export async function buildDemo(outDir: string, version = 'one'): Promise<void> {
  const note: Plugin = {
    name: 'version',
    transformIndexHtml: () => [{ tag: 'meta', attrs: { name: 'version', content: version } }],
  };
  // Vitest says `test`, of which Vite would make a build for development.
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  await build({ root: demoFolder, logLevel: 'error', plugins: [note], build: { outDir, emptyOutDir: true } });
  process.env['NODE_ENV'] = before;
}

/** @param port any that is free by default */
export async function serveBuilt(outDir: string, port = 0): Promise<Site> {
  const options = { host: '127.0.0.1', port, strictPort: true };
  const server = await preview({ root: demoFolder, logLevel: 'error', build: { outDir }, preview: options });
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
}

/** The service worker is installed: it has everything. */
export async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/** What happened while a page was open. */
export interface Record {
  /** Paths of this site that were asked for, by the page or a worker; not what the service worker fetches to keep. */
  requests: Set<string>;
  foreignRequests: string[];
  /** What the page or its policy objected to. */
  errors: string[];
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

/** Opens the site in a browser of its own. */
export async function visit(
  { url, sendsHeaders = true }: Pick<Site, 'url' | 'sendsHeaders'>,
  {
    profile,
    camera,
    width = 1280,
    height = 900,
  }: { profile: string; camera: string[]; width?: number; height?: number },
): Promise<Visit> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureBrowser(),
    args: [...chromiumArgs, ...camera],
    viewport: { width, height },
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const record = observe(context, page, new URL(url).origin);
  const response = await page.goto(url);
  if (sendsHeaders) expect(response!.headers()).toMatchObject(expectedHeaders);
  return { page, record, close: () => context.close() };
}

/** Notes every request to another origin, from the page or any worker, and every error of the page or its policy. */
function observe(context: BrowserContext, page: Page, origin: string): Record {
  const record: Record = { requests: new Set(), foreignRequests: [], errors: [] };
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin) record.foreignRequests.push(request.url());
    else if (request.serviceWorker() === null) record.requests.add(url.pathname);
  });
  page.on('pageerror', (error) => record.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') record.errors.push(`${message.text()} ${message.location().url}`);
  });
  return record;
}

/** Nothing left the origin, no error was shown, and the requests of the worker and its threads were among those seen. */
export function expectQuiet({ requests, foreignRequests, errors }: Record): void {
  expect({ foreignRequests, errors }).toEqual({ foreignRequests: [], errors: [] });
  expect(requests).toContain('/models/runtime/ort-wasm-simd-threaded.mjs');
  expect(requests).toContain('/models/runtime/ort-wasm-simd-threaded.wasm');
}
