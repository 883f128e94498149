import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserCommands } from './packages/face-core/test/browser-commands.ts';
import { damagedModels } from './packages/face-core/test/damaged-models.ts';
import { generatedModels } from './packages/face-core/test/generated-models.ts';
import { oddImages } from './packages/face-core/test/odd-images.ts';
import { chromiumArgs, ensureBrowser, softwareWebGpuArgs } from './scripts/browser.ts';
import { snippetModules } from './scripts/docs/snippets/plugin.ts';
import { isolationHeaders, staticFolders } from './scripts/static-folders.ts';

/** `measureUserAgentSpecificMemory` collects garbage and answers, instead of waiting until the browser collects some. */
const measureMemoryAtOnce = '--enable-blink-features=ForceEagerMeasureMemory';

/**
 * A page keeps its WebGPU, however often its tests crash the GPU process. Otherwise Chromium gives none for minutes after the
 * second crash, and none at all after the third.
 */
const webGpuAfterCrashes = ['--disable-domain-blocking-for-3d-apis', '--disable-gpu-process-crash-limit'];

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{packages/*,models,scripts,scripts/docs,bench}/test/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
          // Beside those in the browser, one file each at a time: neither needs two processors for long.
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
          // Five seconds, the default, would time a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        plugins: [
          staticFolders({
            // Not /models/: that is where Vite serves the workspace package of that name.
            '/prepared/': folder('./models/dist'),
            '/faces/': folder('../shared/faces'),
            '/samples/': folder('./node_modules/@vladmandic/face-api/demo'),
          }),
          damagedModels(folder('./models/dist')),
          generatedModels(),
          oddImages(folder('./node_modules/@vladmandic/face-api/demo')),
          snippetModules(),
        ],
        // None is to be discovered late, which would reload a test. All but one are ES modules, and left alone.
        optimizeDeps: {
          include: ['facebank > papaparse'],
          exclude: ['@msgpack/msgpack', 'comlink', 'idb', 'image-dimensions', 'onnxruntime-web', 'pbf'],
        },
        server: { headers: isolationHeaders },
        test: {
          name: 'browser',
          include: ['packages/*/test/**/*.browser.test.ts', 'scripts/docs/snippets/*.browser.test.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // One origin, one storage: files that fill or clear it must not meet.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: browserCommands,
            provider: playwright({
              launchOptions: {
                executablePath: ensureBrowser(),
                args: [...chromiumArgs, ...softwareWebGpuArgs, ...webGpuAfterCrashes, measureMemoryAtOnce],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          // After all others: what a person does before a camera has time limits.
          sequence: { groupOrder: 2 },
          include: ['e2e/**/*.test.ts'],
          globalSetup: 'e2e/global-setup.ts',
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        test: {
          name: 'consumers',
          environment: 'node',
          globalSetup: 'consumers/test/setup.ts',
          sequence: { groupOrder: 3 },
          include: ['consumers/test/*.test.ts'],
          env: { NEXT_TELEMETRY_DISABLED: '1' },
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
