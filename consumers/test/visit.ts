import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Page } from 'playwright';
import sirv from 'sirv';
import { onTestFinished } from 'vitest';
import { type Objections, objectionsIn } from '../../e2e/objections.ts';
import { chromiumArgs, ensureBrowser } from '../../scripts/browser.ts';
import { isolationHeaders } from '../../scripts/static-folders.ts';

/** What an app has said, and what happened while it ran. */
export interface Visit extends Objections {
  result: Record<string, unknown>;
  /** The addresses of the workers that run at the end, without those that the models' folder has. */
  workers: string[];
}

/** Serves folders, the first that has a file, under the strictest policy that the packages run with. Returns the URL. */
export async function serve(folders: readonly string[], inlineScript?: string): Promise<string> {
  const scripts = ["'self'", "'wasm-unsafe-eval'", ...(inlineScript ? [`'${inlineScript}'`] : [])].join(' ');
  const headers = {
    ...isolationHeaders,
    'Content-Security-Policy': `default-src 'self'; script-src ${scripts}; connect-src 'self'`,
  };
  const hosts = folders.map((folder) => sirv(folder, { dev: true }));
  const listener: RequestListener = (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const missing = () => response.writeHead(404).end();
    hosts.reduceRight<() => void>((next, host) => () => host(request, response, next), missing)();
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Opens an app in a browser of its own, and waits until it has shown its result, or an error of its own. */
export async function visit(url: string): Promise<Visit> {
  const page = await newPage();
  const objections = objectionsIn(page, url);
  const failed = new Promise<never>((_, reject) => page.on('pageerror', reject));
  failed.catch(() => {});
  await page.goto(url);
  const text = await Promise.race([page.locator('output').textContent({ timeout: 240_000 }), failed]);
  const workers = page.workers().map((worker) => new URL(worker.url()).pathname);
  return { result: JSON.parse(text!), workers: workers.filter((path) => !path.startsWith('/models/')), ...objections };
}

/** An empty page in a browser of its own, which lives as long as the test. */
export async function newPage(flags: readonly string[] = []): Promise<Page> {
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: [...chromiumArgs, ...flags] });
  onTestFinished(() => browser.close());
  return browser.newPage();
}
