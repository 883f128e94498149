import { fileURLToPath } from 'node:url';
import { defaultClientConditions, mergeConfig, type UserConfig } from 'vite';
import { serviceWorker } from '../scripts/service-worker-plugin.ts';
import { isolationHeaders, staticFolders } from '../scripts/static-folders.ts';

/** What the pages are served with: nothing is loaded from, or sent to, another origin. */
const contentSecurityPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const headers = { ...isolationHeaders, 'Content-Security-Policy': contentSecurityPolicy };

/** How the app is built and served, but for its service worker: for pages that are to run as the app's do. */
export const appConfig: UserConfig = {
  plugins: [staticFolders({ '/models/': fileURLToPath(new URL('../models/dist', import.meta.url)) }, { copy: true })],
  // The runtimes are served with the models: without this condition the bundler would emit ONNX Runtime's a second time.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  // All dependencies but one are ES modules, and left alone.
  optimizeDeps: { noDiscovery: true, include: ['facebank > papaparse', 'papaparse'] },
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 800 },
  server: { headers: isolationHeaders },
  preview: { headers },
};

export default mergeConfig(appConfig, {
  plugins: [
    serviceWorker({
      entry: fileURLToPath(new URL('./service-worker/service-worker.ts', import.meta.url)),
      headers,
    }),
  ],
});
