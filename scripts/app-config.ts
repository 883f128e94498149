import { fileURLToPath } from 'node:url';
import { defaultClientConditions, type UserConfig } from 'vite';
import { isolationHeaders, staticFolders } from './static-folders.ts';

/** What the pages are served with: nothing is loaded from, or sent to, another origin. */
const contentSecurityPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

export const headers = { ...isolationHeaders, 'Content-Security-Policy': contentSecurityPolicy };

/** How the apps of this repository are built and served: the demo, the examples, and pages that are to run as they do. */
export const appConfig: UserConfig = {
  plugins: [staticFolders({ '/models/': fileURLToPath(new URL('../models/dist', import.meta.url)) }, { copy: true })],
  // The runtimes are served with the models: without this condition the bundler would emit ONNX Runtime's a second time.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  // All of the packages' dependencies but one are ES modules, and left alone.
  optimizeDeps: { noDiscovery: true, include: ['facebank > papaparse'] },
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 800 },
  server: { headers: isolationHeaders },
  preview: { headers },
};
