import { join } from 'node:path';
import { bundle, type Script } from './bundle.ts';

/**
 * facebank: its two entries, and beside them the worker that searches a large gallery. It is one file of its own, so that who has
 * a bundler that leaves it behind can copy it to where the page's script is.
 */
export async function buildFacebank(root: string): Promise<Script[]> {
  const source = (path: string) => join(root, 'packages/facebank/src', path);
  const entries = await bundle({
    entries: { index: source('index.ts'), matching: source('matching/index.ts') },
    plugins: [
      {
        name: 'published-worker',
        transform(code, id) {
          if (id !== source('search/worker-index.ts')) return null;
          const published = code.replace("'./worker.ts'", "'./search-worker.js'");
          if (published === code) throw new Error(`${id} starts no worker from ./worker.ts`);
          return published;
        },
      },
    ],
  });
  const worker = await bundle({ entries: { 'search-worker': source('search/worker.ts') }, minify: true });
  return [...entries, ...worker];
}
