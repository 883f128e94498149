import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { build, type Plugin } from 'vite';

/** A file that the service worker keeps. One whose address changes with its content needs no revision. */
export interface KeptFile {
  url: string;
  revision: string | null;
}

interface Options {
  entry: string;
  /** Set on every answer of the service worker, for hosts that cannot send them. */
  headers: Record<string, string>;
}

/**
 * A Vite plugin that builds a service worker beside the app, as a script of its own, and tells it by the constants `FILES` and
 * `HEADERS` what to keep: all that was built and copied. Another content of any file so makes another service worker.
 */
export function serviceWorker({ entry, headers }: Options): Plugin {
  let outDir = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      // After the folders that are copied.
      order: 'post',
      sequential: true,
      async handler() {
        const files = await keptFiles(outDir);
        await build({
          configFile: false,
          logLevel: 'error',
          publicDir: false,
          define: {
            FILES: JSON.stringify(files),
            HEADERS: JSON.stringify(headers),
            // Workbox is quiet in production.
            'process.env.NODE_ENV': '"production"',
          },
          build: {
            outDir,
            emptyOutDir: false,
            target: 'es2023',
            rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: 'service-worker.js' } },
          },
        });
      },
    },
  };
}

/** Every file of a built site, with the address that the app asks for it by. */
export async function keptFiles(folder: string): Promise<KeptFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const files = await Promise.all(
    paths.map(async (path): Promise<KeptFile> => {
      const digest = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      const url = path.slice(folder.length).replaceAll(sep, '/');
      // The engine's addresses of models and runtimes; Vite's of what it built.
      if (url.startsWith('/models/')) return { url: `${url}?v=${digest.slice(0, 8)}`, revision: null };
      return { url, revision: url.startsWith('/assets/') ? null : digest };
    }),
  );
  return files.filter(({ url }) => url !== '/service-worker.js').sort((a, b) => (a.url < b.url ? -1 : 1));
}
