import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { createServer, type Plugin } from 'vite';
import { chromiumArgs, ensureBrowser } from './browser.ts';
import { isolationHeaders, staticFolders } from './static-folders.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** Where a page that a command opens finds the prepared models. */
export const modelPrefix = '/prepared/';

/**
 * Serves a folder with a page, its sources as they are, and opens it in a Chromium of its own, cross-origin isolated.
 *
 * @returns the page, and the requests to other origins that it or a worker has made: there are to be none
 */
export async function openPage(
  root: string,
  plugins: Plugin[],
): Promise<{ page: Page; foreignRequests: readonly string[]; close(): Promise<void> }> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [staticFolders({ [modelPrefix]: `${repository}models/dist` }), ...plugins],
    // But for one, every dependency is an ES module already, and a late discovery would reload the page.
    optimizeDeps: { noDiscovery: true, include: ['facebank > papaparse'] },
    server: { host: '127.0.0.1', port: 0, headers: isolationHeaders, hmr: false, fs: { allow: [repository] } },
  });
  const closers = [() => server.close()];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    await server.listen();
    const browser = await chromium.launch({ executablePath: ensureBrowser(), args: chromiumArgs });
    closers.push(() => browser.close());
    const page = await browser.newPage();
    const url = server.resolvedUrls!.local[0]!;
    const foreignRequests: string[] = [];
    page.context().on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== 'data:' && origin !== new URL(url).origin) foreignRequests.push(request.url());
    });
    await page.goto(url);
    return { page, foreignRequests, close };
  } catch (error) {
    await close();
    throw error;
  }
}
