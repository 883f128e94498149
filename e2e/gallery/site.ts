import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { build, type Plugin, preview } from 'vite';
import { onTestFinished } from 'vitest';
import { chromiumArgs, ensureBrowser } from '../../scripts/browser.ts';
import { isolationHeaders } from '../../scripts/static-folders.ts';
import type { Site } from '../build.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Answers to what a page posts: path → what becomes of the JSON. */
export type Answers = Record<string, (posted: unknown) => unknown>;

/** Builds the page and serves it, cross-origin isolated. */
export async function serveGallery(answers: Answers = {}): Promise<Site> {
  const outDir = await mkdtemp(join(tmpdir(), 'gallery-page-'));
  const config = {
    root,
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { target: 'es2023', outDir, emptyOutDir: true },
  } as const;
  await build(config);
  const server = await preview({
    ...config,
    plugins: [answering(answers)],
    preview: { host: '127.0.0.1', port: 0, headers: isolationHeaders },
  });
  return {
    url: server.resolvedUrls!.local[0]!,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}

function answering(answers: Answers): Plugin {
  return {
    name: 'answering',
    configurePreviewServer({ middlewares }) {
      middlewares.use(async (request, response, next) => {
        const answer = answers[request.url!];
        if (answer === undefined) return next();
        try {
          response.end(JSON.stringify(answer(await json(request))));
        } catch (error) {
          next(error);
        }
      });
    },
  };
}

/** A browser with a profile on disk; it is closed when the test is over, if it is still there. */
export async function launch(profile: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureBrowser(),
    args: chromiumArgs,
    // What a browser that was killed leaves behind goes with its profile.
    env: { ...process.env, TMPDIR: profile } as Record<string, string>,
  });
  onTestFinished(() => context.close());
  return context;
}

/** A new page of the site, ready for use. */
export async function openTab(context: BrowserContext, { url }: Site): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'tools' in globalThis);
  return page;
}
