import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vite';
import { appConfig, headers } from '../scripts/app-config.ts';
import { serviceWorker } from '../scripts/service-worker-plugin.ts';

export default mergeConfig(appConfig, {
  plugins: [
    serviceWorker({
      entry: fileURLToPath(new URL('./service-worker/service-worker.ts', import.meta.url)),
      headers,
    }),
  ],
  optimizeDeps: { include: ['papaparse'] },
});
