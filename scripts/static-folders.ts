import { cp } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import sirv from 'sirv';
import type { Connect, Plugin } from 'vite';

/**
 * What the documented hosts send with every response: cross-origin isolation, so that WASM may use threads. A worker whose
 * script comes without these headers is refused in an isolated page.
 */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What they send with the prepared models beside: the engine asks for them by addresses that change with their content. */
const keptForEver = 'public, max-age=31536000, immutable';

/**
 * A Vite plugin that serves folders from outside the app's root, byte for byte, in dev and preview; `build` copies them into
 * the output where asked to.
 *
 * @param folders URL prefix (with slashes at both ends) → folder on disk
 */
export function staticFolders(folders: Record<string, string>, { copy = false } = {}): Plugin {
  let outDir = '';
  const setHeaders = (response: ServerResponse) => {
    for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
  };
  const serve = (middlewares: Connect.Server) => {
    for (const [prefix, folder] of Object.entries(folders)) {
      middlewares.use(prefix.slice(0, -1), sirv(folder, { dev: true, etag: true, setHeaders }));
      middlewares.use(prefix.slice(0, -1), (_request, response) => {
        response.statusCode = 404;
        response.end('not found');
      });
    }
  };
  return {
    name: 'static-folders',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    configureServer: ({ middlewares }) => serve(middlewares),
    configurePreviewServer({ middlewares }) {
      if (!copy) return serve(middlewares);
      for (const prefix of Object.keys(folders)) {
        middlewares.use(prefix.slice(0, -1), (_request, response, next) => {
          response.setHeader('Cache-Control', keptForEver);
          next();
        });
      }
    },
    async closeBundle() {
      if (!copy || this.environment.config.command !== 'build') return;
      for (const [prefix, folder] of Object.entries(folders)) {
        await cp(folder, join(outDir, prefix), { recursive: true });
      }
    },
  };
}
