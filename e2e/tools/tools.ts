import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { build, defaultClientConditions } from 'vite';
import { isolationHeaders } from '../../scripts/static-folders.ts';

/** Tools of the tests in the demo's own pages, under its policy: as if its host had served them. */
export interface Tools {
  /** Puts them into a page: `page.evaluate(() => demoTools.events())`. */
  add(page: Page): Promise<void>;
  remove(): Promise<void>;
}

const types: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

export async function buildTools(): Promise<Tools> {
  const outDir = await mkdtemp(join(tmpdir(), 'demo-tools-'));
  await build({
    configFile: false,
    logLevel: 'error',
    base: '/tools/',
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    worker: { format: 'es' },
    build: {
      target: 'es2023',
      outDir,
      emptyOutDir: true,
      chunkSizeWarningLimit: 2000,
      rollupOptions: {
        input: fileURLToPath(new URL('./page.ts', import.meta.url)),
        output: { entryFileNames: 'tools.js' },
      },
    },
  });
  return {
    async add(page) {
      await page.route('**/tools/**', async (route) => {
        const path = new URL(route.request().url()).pathname.slice('/tools/'.length);
        const body = await readFile(join(outDir, path));
        await route.fulfill({ body, contentType: types[extname(path)]!, headers: isolationHeaders });
      });
      await page.addScriptTag({ url: '/tools/tools.js', type: 'module' });
      await page.waitForFunction(() => 'demoTools' in globalThis);
    },
    remove: () => rm(outDir, { recursive: true }),
  };
}
