import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, type Plugin, preview } from 'vite';

/** The demo, built and served as a host would. */

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const demo = folder('../demo');

export interface Site {
  url: string;
  /** False for a host on which they cannot be set. */
  sendsHeaders?: boolean;
  close(): Promise<void>;
}

/**
 * @param version noted in the document, so that two builds are not the same
 * @param plugins what else is to differ
 */
export async function buildDemo(outDir: string, version = 'one', plugins: Plugin[] = []): Promise<void> {
  const note: Plugin = {
    name: 'version',
    transformIndexHtml: () => [{ tag: 'meta', attrs: { name: 'version', content: version } }],
  };
  // Vitest says `test`, of which Vite would make a build for development.
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  await build({ root: demo, logLevel: 'error', plugins: [note, ...plugins], build: { outDir, emptyOutDir: true } });
  process.env['NODE_ENV'] = before;
}

/** Builds what tests do in the demo's pages beside a site, so that they run under its policy. */
export async function buildTools(site: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    base: '/tools/',
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    worker: { format: 'es' },
    build: {
      target: 'es2023',
      outDir: `${site}/tools`,
      emptyOutDir: true,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: folder('./tools/page.ts'), output: { entryFileNames: 'tools.js' } },
    },
  });
}

/**
 * Serves a build under the demo's Content-Security-Policy.
 *
 * @param port any that is free by default
 */
export async function serveBuilt(outDir: string, port = 0): Promise<Site> {
  const options = { host: '127.0.0.1', port, strictPort: true };
  const server = await preview({ root: demo, logLevel: 'error', build: { outDir }, preview: options });
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
}
