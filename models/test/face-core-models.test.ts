import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { temporaryFolder, write } from '../../scripts/test/temporary-folder.ts';
import type { Asset, Assets } from '../assets.ts';
import { type Catalogue, runCommand } from '../command/command.ts';
import { configuredRegistry, tarballOf } from '../command/registry.ts';

/** Two packages, as a registry has them, and the scripts of a package of our own. */
const digest = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes);
const sha256 = (bytes: Uint8Array) => digest('sha256', bytes).digest('hex');
const integrity = (bytes: Uint8Array) => `sha512-${digest('sha512', bytes).digest('base64')}`;
const tarball = (files: Record<string, Uint8Array>) =>
  gzipSync(createTar(Object.entries(files).map(([name, data]) => ({ name: `package/${name}`, data }))));

const [eye, ear, runtime, worker] = [randomBytes(300_000), randomBytes(2_000), randomBytes(900), randomBytes(400)];
const packages: Record<string, Uint8Array> = {
  '@scope/weights@1.0.0': tarball({ 'package.json': Buffer.from('{}'), 'model/eye.onnx': eye, 'ear.onnx': ear }),
  'runtime@2.0.0-rc.1': tarball({ 'dist/runtime.wasm': runtime }),
};
const asset = (file: string, from: string, path: string, bytes: Uint8Array): Asset => ({
  file,
  source: { package: from, path, sha256: sha256(bytes) },
  prepare: 'copy',
  sha256: sha256(bytes),
  bytes: bytes.length,
  licence: 'MIT',
});
const workerFile = `runtime/worker-${sha256(worker).slice(0, 8)}.js`;
const catalogue = {
  weights: {
    eye: asset('eye.onnx', '@scope/weights@1.0.0', 'model/eye.onnx', eye),
    ear: asset('ear.onnx', '@scope/weights@1.0.0', 'ear.onnx', ear),
  },
  runtimes: { wasm: asset('runtime/runtime.wasm', 'runtime@2.0.0-rc.1', 'dist/runtime.wasm', runtime) },
  workers: { worker: asset(workerFile, 'face-core@0.1.0', 'workers/worker.js', worker) },
  integrityOf: Object.fromEntries(Object.entries(packages).map(([name, bytes]) => [name, integrity(bytes)])),
} satisfies Catalogue;
const contents = { 'eye.onnx': eye, 'ear.onnx': ear, 'runtime/runtime.wasm': runtime, [workerFile]: worker };

const weightsPath = '/npm/@scope/weights/-/weights-1.0.0.tgz';
const runtimePath = '/npm/runtime/-/runtime-2.0.0-rc.1.tgz';
type Answer = (response: ServerResponse) => void;
const whole =
  (bytes: Uint8Array): Answer =>
  (response) =>
    response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);
let answers: Record<string, Answer> = {};
let requests: string[] = [];
const server = createServer((request, response) => {
  requests.push(request.url!);
  const answer = answers[request.url!];
  if (answer === undefined) response.writeHead(404).end('{"error":"Not found"}');
  else answer(response);
});

const parent = temporaryFolder();
let folder = '';
let count = 0;
let [out, err] = ['', ''];
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  folder = join(parent, String(count++));
  requests = [];
  [out, err] = ['', ''];
  answers = {
    [weightsPath]: whole(packages['@scope/weights@1.0.0']!),
    [runtimePath]: whole(packages['runtime@2.0.0-rc.1']!),
  };
  vi.stubEnv('npm_config_registry', `http://127.0.0.1:${(server.address() as AddressInfo).port}/npm`);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const run = (args: string[], changed: Partial<Catalogue> = {}, signal = new AbortController().signal) =>
  runCommand(
    args,
    { ...catalogue, ...changed },
    async (path) => (path === 'workers/worker.js' ? worker : Buffer.alloc(0)),
    signal,
  );
const filesIn = (path: string) =>
  existsSync(path)
    ? (readdirSync(path, { recursive: true }) as string[]).filter((name) => statSync(join(path, name)).isFile()).sort()
    : [];
const contentsOf = (path: string) =>
  Object.fromEntries(filesIn(path).map((name) => [name.replaceAll('\\', '/'), readFileSync(join(path, name))]));

describe('filling a folder', () => {
  test('writes every file, from each package once, and tells how far it is in bytes', async () => {
    expect(await run([folder])).toBe(0);
    expect(contentsOf(folder)).toEqual(contents);
    expect(requests).toEqual([weightsPath, runtimePath]);
    expect(err).toContain('@scope/weights@1.0.0: 0.3 of 0.3 MB');
    expect(err.trimEnd().split('\n').at(-1)).toBe(`${folder}: 4 files, 4 written, every digest checked`);
    expect(out).toBe('');
  });

  test('asks for nothing where everything is right, and for one package where one file is not', async () => {
    await run([folder]);
    requests = [];
    expect(await run([folder])).toBe(0);
    expect(requests).toEqual([]);
    writeFileSync(join(folder, 'runtime/runtime.wasm'), 'damaged');
    expect(await run([folder])).toBe(0);
    expect(requests).toEqual([runtimePath]);
    expect(contentsOf(folder)).toEqual(contents);
  });

  test.each([[['--only', 'ear']], [['--only=ear,ear']], [['--only', 'ear', '--only', 'ear']]])(
    'of the models only those of %j',
    async (only) => {
      expect(await run([folder, ...only])).toBe(0);
      expect(filesIn(folder)).toEqual(['ear.onnx', 'runtime/runtime.wasm', workerFile].sort());
    },
  );

  test('removes the worker scripts of other versions, and nothing else of an app', async () => {
    write(folder, 'runtime/worker-00000000.js', 'earlier');
    write(folder, 'runtime/worker-mine.js', 'of the app');
    write(folder, 'eye-2.onnx', 'of the app');
    expect(await run([folder])).toBe(0);
    expect(filesIn(folder)).toEqual([...Object.keys(contents), 'runtime/worker-mine.js', 'eye-2.onnx'].sort());
  });

  test('follows a redirection, and needs no length', async () => {
    answers[weightsPath] = (response) => response.writeHead(302, { Location: '/elsewhere.tgz' }).end();
    answers['/elsewhere.tgz'] = (response) => response.writeHead(200).end(packages['@scope/weights@1.0.0']);
    expect(await run([folder])).toBe(0);
    expect(contentsOf(folder)).toEqual(contents);
  });
});

describe('nothing is written', () => {
  const damaged = Uint8Array.from(packages['@scope/weights@1.0.0']!);
  damaged[damaged.length >> 1]! ^= 1;

  test.each<[string, Answer, RegExp]>([
    [
      'of a damaged package',
      whole(damaged),
      /weights-1\.0\.0\.tgz is not the package that is expected; nothing of it was used\n {2}expected sha512-\S+\n {2}found {4}sha512-/,
    ],
    [
      'of one that is missing',
      (response) => response.writeHead(404).end(),
      /weights-1\.0\.0\.tgz answered 404\. Check the network/,
    ],
    [
      'where a login is asked for',
      (response) => response.writeHead(401).end(),
      /answered 401\. .* npm_config_registry=/,
    ],
    [
      'of one that breaks off',
      (response) => {
        response.writeHead(200, { 'Content-Length': damaged.length });
        response.write(damaged.slice(0, 100), () => response.destroy());
      },
      /broke off after 100 of \d+ bytes/,
    ],
    [
      'of a page instead of a package',
      (response) => response.end('<!doctype html>'),
      /is not the package that is expected/,
    ],
  ])('%s', async (_, answer, message) => {
    answers[weightsPath] = answer;
    expect(await run([folder])).toBe(1);
    expect(err).toMatch(message);
    expect(filesIn(folder)).toEqual([]);
  });

  test('of a file that is not the listed one', async () => {
    const other: Assets = {
      eye: { ...catalogue.weights.eye, source: { ...catalogue.weights.eye.source, sha256: 'a'.repeat(64) } },
    };
    expect(await run([folder], { weights: other })).toBe(1);
    expect(err).toMatch(/@scope\/weights@1\.0\.0 model\/eye\.onnx has a wrong digest/);
    expect(filesIn(folder)).toEqual([]);
  });

  test('where the registry cannot be reached', async () => {
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
    expect(await run([folder])).toBe(1);
    expect(err).toMatch(/could not be reached \(.+\)\. Check the network/);
  });

  test('where the folder is none', async () => {
    const file = write(parent, `file-${count}`, '');
    expect(await run([file])).toBe(1);
    expect(err).toMatch(/The folder cannot be written: /);
  });

  test('after an interruption, which is no failure', async () => {
    const controller = new AbortController();
    answers[weightsPath] = (response) => {
      response.writeHead(200, { 'Content-Length': damaged.length });
      response.write(damaged.slice(0, 100), () => controller.abort());
    };
    expect(await run([folder], {}, controller.signal)).toBe(130);
    expect(err).toMatch(/Interrupted\. What was written is whole; run the command again/);
    expect(filesIn(folder)).toEqual([]);
  });
});

describe('--check', () => {
  test('downloads and changes nothing: what is missing, and what is wrong', async () => {
    await run([folder]);
    requests = [];
    [out, err] = ['', ''];
    expect(await run([folder, '--check'])).toBe(0);
    expect(out).toBe(`${folder}: 4 files, every digest is right\n`);
    writeFileSync(join(folder, 'eye.onnx'), 'damaged');
    mkdirSync(join(folder, 'other'));
    expect(
      await run(['--check', folder], {
        workers: { worker: { ...catalogue.workers.worker, file: 'runtime/worker-11111111.js' } },
      }),
    ).toBe(1);
    expect(err).toContain(`${join(folder, 'eye.onnx')} has other content\n`);
    expect(err).toContain(`${join(folder, 'runtime/worker-11111111.js')} is missing\n`);
    expect(err).toContain(`Put them there: npx face-core-models ${folder}`);
    expect(readFileSync(join(folder, 'eye.onnx'), 'utf8')).toBe('damaged');
    expect(requests).toEqual([]);
  });

  test('asks for no more than --only', async () => {
    await run([folder, '--only', 'ear']);
    expect(await run([folder, '--check'])).toBe(1);
    expect(await run([folder, '--check', '--only', 'ear'])).toBe(0);
  });
});

test('--list names every file, with its size, licence and source', async () => {
  expect(await run(['--list'])).toBe(0);
  const lines = out.trimEnd().split('\n');
  expect(lines.map((line) => line.split(/\s{2,}/))).toEqual([
    ['eye', '0.3 MB', 'MIT', 'eye.onnx', '@scope/weights@1.0.0 model/eye.onnx'],
    ['ear', '0.0 MB', 'MIT', 'ear.onnx', '@scope/weights@1.0.0 ear.onnx'],
    ['wasm', '0.0 MB', 'MIT', 'runtime/runtime.wasm', 'runtime@2.0.0-rc.1 dist/runtime.wasm'],
    ['worker', '0.0 MB', 'MIT', workerFile, 'face-core@0.1.0 workers/worker.js'],
  ]);
});

test('--help tells of every option', async () => {
  expect(await run(['--help'])).toBe(0);
  for (const option of ['--only', '--list', '--check']) expect(out).toContain(option);
});

test.each([[[]], [['a', 'b']], [['a', '--onyl', 'eye']], [['a', '--only', 'nose']]])('%j is refused', async (args) => {
  expect(await run(args)).toBe(1);
  expect(err).toMatch(/Name one folder|Unknown option|There is no model "nose"; there are eye, ear/);
  expect(requests).toEqual([]);
});

test('a registry is the one of the environment, else npm’s, with a slash at its end', () => {
  expect(configuredRegistry()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/npm\/$/);
  vi.stubEnv('npm_config_registry', undefined);
  expect(configuredRegistry()).toMatch(/^https?:\/\/.+\/$/);
  expect(tarballOf('https://r.example/', '@scope/name@1.2.3')).toBe('https://r.example/@scope/name/-/name-1.2.3.tgz');
});
