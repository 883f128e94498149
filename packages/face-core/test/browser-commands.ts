import type { BrowserCommand } from 'vitest/node';

/**
 * What tests in the browser ask of the browser itself: to list workers, to kill one, to withhold files. They run in Node;
 * `vitest.config.ts` registers them.
 */

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** The files that the page's workers run, those included that a worker started. */
    workers(): Promise<string[]>;
    /** Ends the youngest worker of an engine or a detector from the inside. */
    killWorker(way: WayToDie): Promise<void>;
    /** Lets requests for such files fail, or wait for ever. The pattern is Playwright's. */
    block(pattern: string, fate: 'fail' | 'stall'): Promise<void>;
    /** Kills the browser's GPU process, as a driver's fault does. */
    crashGpu(): Promise<void>;
    /** Serves all files again; what waited already goes on waiting. */
    unblock(): Promise<void>;
  }
}

export type WayToDie = keyof typeof waysToDie;

/** Each is run inside the worker. */
const waysToDie = {
  'an uncaught error': () => {
    setTimeout(() => {
      throw new Error('killed by a test');
    });
  },
  'an unreadable message': () => {
    self.dispatchEvent(new MessageEvent('messageerror'));
  },
  'a silent end': () => self.close(),
};

const workers: BrowserCommand<[]> = ({ page }) =>
  page.workers().map((worker) => new URL(worker.url()).pathname.split('/').at(-1));

const killWorker: BrowserCommand<[WayToDie]> = async ({ page }, way) => {
  const entries = page.workers().filter((worker) => /\/(worker|objects)\/worker\.ts/.test(worker.url()));
  // The worker may be gone before it can answer.
  await entries
    .at(-1)!
    .evaluate(waysToDie[way])
    .catch(() => {});
};

const block: BrowserCommand<[string, 'fail' | 'stall']> = async ({ page }, pattern, fate) => {
  await page.route(pattern, (route) => (fate === 'fail' ? route.abort() : undefined));
};

const unblock: BrowserCommand<[]> = async ({ page }) => {
  await page.unrouteAll();
};

const crashGpu: BrowserCommand<[]> = async ({ context }) => {
  const devTools = await context.browser()!.newBrowserCDPSession();
  await devTools.send('Browser.crashGpuProcess');
  await devTools.detach();
};

export const browserCommands = { workers, killWorker, block, unblock, crashGpu };
