/// <reference types="vite/client" />
import type { ModelChoice } from '../packages/face-core/src/worker/models.ts';

/**
 * What `npm run models` has installed, for `FaceEngine.create({ models })`; nothing where nothing is. For pages that Vite
 * serves or builds: the records are part of the page, which so need not ask for files that may not be there.
 */
export const installedModels: ModelChoice = Object.fromEntries(
  Object.entries(import.meta.glob('./dist/*.json', { eager: true, import: 'default' })).map(([path, record]) => [
    path.slice('./dist/'.length, -'.json'.length),
    record,
  ]),
);
