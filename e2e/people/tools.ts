import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { build } from 'vite';

const entry = fileURLToPath(new URL('../gallery/page.ts', import.meta.url));
let script: Promise<string> | undefined;

/** Gives a page of the demo `tools`, by which a test acts on the same gallery as another tab would. */
export async function bringTools(page: Page): Promise<void> {
  script ??= bundle();
  await page.evaluate(await script);
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { target: 'es2023', write: false, lib: { entry, formats: ['iife'], name: 'page' } },
  });
  const outputs = Array.isArray(built) ? built : [built];
  for (const output of outputs) {
    if (!('output' in output)) continue;
    for (const part of output.output) if (part.type === 'chunk' && part.isEntry) return part.code;
  }
  throw new Error('Nothing was built.');
}
