import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright';
import { chromiumArgs, ensureBrowser } from '../scripts/browser.ts';

/**
 * A browser with an empty profile on disk, as people have one: a private window keeps its HTTP cache in memory, and there
 * no file of several megabytes.
 */
export async function withProfile<T>(task: (context: BrowserContext) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-profile-'));
  try {
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: ensureBrowser(),
      args: chromiumArgs,
    });
    try {
      return await task(context);
    } finally {
      await context.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
