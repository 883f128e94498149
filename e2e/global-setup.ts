import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildDemo, buildTools, serveBuilt } from './build.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the demo is served, and the folder that it was built into. */
    demo: { url: string; folder: string };
  }
}

/** Builds and serves the demo once, for all files. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-'));
  await buildDemo(folder);
  await buildTools(folder);
  const site = await serveBuilt(folder);
  project.provide('demo', { url: site.url, folder });
  return async () => {
    await site.close();
    await rm(folder, { recursive: true });
  };
}
