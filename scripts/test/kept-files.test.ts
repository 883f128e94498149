import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { bundled } from '../../packages/face-core/src/models/descriptor.ts';
import { keptFiles } from '../service-worker-plugin.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const folder = temporaryFolder();
write(folder, 'index.html', 'page');
write(folder, 'assets/page-Ab3.js', 'code');
write(folder, 'models/a.onnx', 'weights');
write(folder, 'models/runtime/a.wasm', 'runtime');
write(folder, 'service-worker.js', 'of the last build');

test('every file but the service worker itself is kept, under the address that it is asked for by', async () => {
  const version = (text: string) => digestOf(text).slice(0, 8);
  expect(await keptFiles(folder)).toEqual([
    { url: '/assets/page-Ab3.js', revision: null },
    { url: '/index.html', revision: digestOf('page') },
    { url: `/models/a.onnx?v=${version('weights')}`, revision: null },
    { url: `/models/runtime/a.wasm?v=${version('runtime')}`, revision: null },
  ]);
});

test('a model is kept under the address that the engine asks for', async () => {
  const model = { id: 'a', version: '1', file: 'a.onnx', sha256: digestOf('weights'), bytes: 7 };
  const { url } = bundled(model).weights as { url: string };
  expect((await keptFiles(folder)).map((file) => file.url)).toContain(`/models/${url}`);
});
