import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type JSHandle, type Page } from 'playwright';
import { build, mergeConfig } from 'vite';
import { appConfig } from '../scripts/app-config.ts';
import { chromiumArgs, ensureBrowser } from '../scripts/browser.ts';
import { openPage } from '../scripts/browser-page.ts';
import { staticFolders } from '../scripts/static-folders.ts';
import { writeFrames } from './frames.ts';
import { RequestLog } from './request-log.ts';

/** The pages of the bench, built as the demo is, and served beside the peers and the frames. */
export interface Site {
  readonly url: string;
  readonly browserVersion: string;
  readonly requests: RequestLog;
  /** What a part writes into this folder is served as `/generated/`. */
  readonly generatedFolder: string;
  /** A page with a profile, and so with a process and caches, of its own. */
  newPage(): Promise<Page>;
  /** The same with its storage on the disk, as people's browsers have it, not in memory. */
  newProfile(): Promise<Page>;
  /** Navigates to a page of the bench, and waits for what it offers. */
  visit<Offer>(page: Page, path: string): Promise<JSHandle<Offer>>;
  /** Closes all pages that were made. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const documents = ['index', 'ours', 'human', 'raw', 'late', 'live', 'search', 'gallery', 'gate'].map((name) =>
  folder(`./page/${name}.html`),
);

export async function openSite(): Promise<Site> {
  const work = await mkdtemp(join(tmpdir(), 'bench-'));
  const [built, frames, generated] = [join(work, 'site'), join(work, 'frames'), join(work, 'generated')];
  const removeWork = () => rm(work, { recursive: true, force: true });
  try {
    await writeFrames(frames);
    await mkdir(generated);
    await build(
      mergeConfig(appConfig, {
        configFile: false,
        logLevel: 'error',
        root: folder('./page'),
        build: { outDir: built, emptyOutDir: true, rolldownOptions: { input: documents } },
      }),
    );
    const requests = new RequestLog();
    const served = staticFolders({
      '/frames/': frames,
      '/generated/': generated,
      '/peers/human/': folder('./node_modules/@vladmandic/human'),
      '/peers/hnswlib-wasm/': folder('./node_modules/hnswlib-wasm'),
      '/peers/tfjs-wasm/': folder('./node_modules/@tensorflow/tfjs-backend-wasm/dist'),
      '/': built,
    });
    const { page: blank, close } = await openPage(built, [requests.plugin, served]);
    const browser = blank.context().browser()!;
    const profiles: BrowserContext[] = [];
    return {
      url: blank.url(),
      browserVersion: browser.version(),
      requests,
      generatedFolder: generated,
      newPage: async () => (await browser.newContext()).newPage(),
      async newProfile() {
        const options = { executablePath: ensureBrowser(), args: chromiumArgs };
        const profile = await chromium.launchPersistentContext(await mkdtemp(join(work, 'profile-')), options);
        profiles.push(profile);
        return profile.newPage();
      },
      async visit<Offer>(page: Page, path: string) {
        const response = await page.goto(new URL(path, blank.url()).href);
        if (response!.status() >= 400) throw new Error(`${path} answered ${response!.status()}`);
        return page.evaluateHandle(() => (globalThis as unknown as { bench: Promise<Offer> }).bench);
      },
      async closePages() {
        const others = browser.contexts().filter((context) => context !== blank.context());
        await Promise.all([...others, ...profiles.splice(0)].map((context) => context.close()));
      },
      async close() {
        await close();
        await removeWork();
      },
    };
  } catch (error) {
    await removeWork();
    throw error;
  }
}
