import { fileURLToPath } from 'node:url';

/** The folder of `@vladmandic/face-api`'s photographs, for tests that run in Node. */
export const samplesFolder = fileURLToPath(new URL('../../../node_modules/@vladmandic/face-api/demo', import.meta.url));
