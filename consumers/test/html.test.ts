import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { host, installed } from './app.ts';
import { expectToWork } from './expect-to-work.ts';
import { run } from './run.ts';
import { newPage, serve, visit } from './visit.ts';

/** A page without a bundler. Its import map is a script inside of it, which a strict policy has to allow by its digest. */

const entries = ['face-core', 'face-core/objects', 'facebank', 'facebank/matching', 'face-gate'];

let folder = '';
let importMap = '';
beforeAll(async () => {
  folder = await installed('html');
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const [, script] = page.match(/<script type="importmap">(.*?)<\/script>/s)!;
  importMap = `sha256-${createHash('sha256').update(script!).digest('base64')}`;
}, 600_000);

test('a page loads the packages by an import map', async () => {
  expectToWork(await visit(await serve([folder, host()], importMap)), 1);
});

describe.each([
  ['an engine', 'face-core', '({ FaceEngine }, options) => FaceEngine.create(options)'],
  [
    'a detector',
    'face-core/objects',
    '({ ObjectDetector }, options) => ObjectDetector.create({ model: new Uint8Array(8), ...options })',
  ],
])('%s says what to do', (_, entry, create) => {
  /** What `create` rejects with in a page that has the packages. */
  const refusal = async (folders: string[], options: object) => {
    const page = await newPage();
    // Without an app, the page is ours.
    await page.route('**/app.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    await page.goto(await serve(folders, importMap));
    return page.evaluate(`import('${entry}')
      .then((exports) => (${create})(exports, ${JSON.stringify(options)}))
      .then(() => null, ({ code, message }) => ({ code, message }))`);
  };

  test('where its worker is not in the folder of models', async () => {
    expect(await refusal([folder], {})).toEqual({
      code: 'model-load',
      message: expect.stringMatching(
        /\/models\/runtime\/face-core-\S+\.js could not be loaded .* Run npx face-core-models /,
      ),
    });
  });

  test('where that folder is on another origin', async () => {
    expect(await refusal([folder, host()], { modelBaseUrl: 'https://elsewhere.example/models' })).toEqual({
      code: 'model-load',
      message: expect.stringMatching(
        /^A browser starts a worker from the page's own origin .*, not from https:\/\/elsewhere\.example\.$/,
      ),
    });
  });
});

test('a server can import every entry', async () => {
  const script = `${entries.map((entry) => `import '${entry}';`).join('\n')}\nconsole.log('imported')`;
  await writeFile(join(folder, 'server.js'), script);
  expect(await run(folder, process.execPath, ['server.js'])).toBe('imported\n');
});

test.each(['nodenext', 'bundler'])(
  'every entry has types that are whole, with moduleResolution %s',
  async (resolution) => {
    const names = entries.map(
      (entry, i) => `import * as entry${i} from '${entry}';\nexport const keys${i} = Object.keys(entry${i});`,
    );
    const wrong =
      "import { FaceEngine } from 'face-core';\n// @ts-expect-error\nexport const engine: number = await FaceEngine.create();";
    await writeFile(join(folder, 'types.ts'), `${names.join('\n')}\n${wrong}\n`);
    const tsc = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url));
    const target = ['--target', 'es2023', '--module', resolution === 'nodenext' ? 'nodenext' : 'esnext'];
    await run(folder, tsc, [
      'types.ts',
      '--noEmit',
      '--strict',
      '--types',
      '',
      '--moduleResolution',
      resolution,
      ...target,
    ]);
  },
);
