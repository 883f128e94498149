import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import manifest from '../../models/manifest.json' with { type: 'json' };
import { writeOnnx } from '../../models/onnx-model.ts';
import { seededDeepPixBis } from '../../models/test/seeded-deeppixbis.ts';
import { patchMeans } from '../../packages/face-core/test/generated-deeppixbis.ts';
import { addModel } from '../models/add.ts';
import { root, shell } from './shell.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

/** Small models of the contract, whose weights differ. */
const [good, other] = [writeOnnx(patchMeans()), writeOnnx(patchMeans({ bias: 0.4 }))];
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What a host may answer with: path → answer. */
const answers: Record<string, (response: ServerResponse) => void> = {
  '/good.onnx': (response) => response.writeHead(200, { 'Content-Length': good.length }).end(good),
  '/moved.onnx': (response) => response.writeHead(302, { Location: '/good.onnx' }).end(),
  '/unknown-length.onnx': (response) => response.writeHead(200).end(good),
  '/other.onnx': (response) => response.end(other),
  '/page.onnx': (response) => response.end('<!doctype html><title>Sign in</title>'),
  '/broken-off.onnx': (response) => {
    response.writeHead(200, { 'Content-Length': good.length });
    response.write(good.slice(0, 100), () => response.destroy());
  },
  '/half.onnx': (response) => response.end(good.slice(0, good.length >> 1)),
};
let requests: string[] = [];
const server = createServer((request, response) => {
  requests.push(request.url!);
  const answer = answers[request.url!];
  if (answer === undefined) response.writeHead(404).end();
  else answer(response);
});
let host = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const parent = temporaryFolder();
let folder = '';
let count = 0;
beforeEach(() => {
  folder = join(parent, String(count++));
  requests = [];
});

const listed = manifest.optional.deeppixbis;
const silent = () => {};
const add = (path: string) => addModel({ ...listed, url: `${host}${path}` }, folder, undefined, silent);
const addFile = (content: Uint8Array) =>
  addModel(listed, folder, write(parent, `given-${count}.onnx`, content), silent);
const installed = () => readFileSync(join(folder, 'deeppixbis.onnx'));
const recorded = () => JSON.parse(readFileSync(join(folder, 'deeppixbis.json'), 'utf8'));

describe('the first time', () => {
  test('downloads, checks, and records what an engine takes', async () => {
    const steps: [number, number | null][] = [];
    const url = `${host}/good.onnx`;
    const record = await addModel({ ...listed, url }, folder, undefined, (...step) => steps.push(step));
    const digest = sha256(good);
    expect(record).toEqual({
      id: 'deeppixbis',
      version: listed.version,
      weights: { url: `deeppixbis.onnx?v=${digest.slice(0, 8)}`, sha256: digest, bytes: good.length },
      source: url,
    });
    expect(recorded()).toEqual(record);
    expect(sha256(installed())).toBe(digest);
    expect(readdirSync(folder).sort()).toEqual(['deeppixbis.json', 'deeppixbis.onnx']);
    expect(steps.at(-1)).toEqual([good.length, good.length]);
  });

  test.each(['/moved.onnx', '/unknown-length.onnx'])('follows a host that answers with %s', async (path) => {
    expect(await add(path)).toMatchObject({ weights: { sha256: sha256(good) } });
  });

  test('takes a file that the user has, and does not say where it was', async () => {
    expect(await addFile(good)).toMatchObject({ source: null, weights: { bytes: good.length } });
    expect(JSON.stringify(recorded())).not.toContain(parent);
    expect(requests).toEqual([]);
  });
});

describe('from then on', () => {
  test('is not downloaded again', async () => {
    const record = await add('/good.onnx');
    requests = [];
    expect(await add('/other.onnx')).toEqual(record);
    expect(requests).toEqual([]);
  });

  test('another digest is refused, and nothing overwritten', async () => {
    const record = await add('/good.onnx');
    const message = new RegExp(`sha256 ${sha256(other)}; recorded is ${sha256(good)}.*deeppixbis\\.json`);
    await expect(addFile(other)).rejects.toMatchObject({
      code: 'model-corrupt',
      message: expect.stringMatching(message),
    });
    writeFileSync(join(folder, 'deeppixbis.onnx'), 'damaged');
    await expect(add('/other.onnx')).rejects.toMatchObject({ code: 'model-corrupt' });
    expect(installed().toString()).toBe('damaged');
    expect(recorded()).toEqual(record);
  });

  test('a damaged or lost file is replaced by the recorded one', async () => {
    const record = await add('/good.onnx');
    writeFileSync(join(folder, 'deeppixbis.onnx'), 'damaged');
    expect(await add('/good.onnx')).toEqual(record);
    expect(sha256(installed())).toBe(sha256(good));
  });

  test.each(['', '{}', '{"weights":{"sha256":"abc"}}'])(
    'a damaged record is no leave to take any file: %j',
    async (text) => {
      mkdirSync(folder);
      writeFileSync(join(folder, 'deeppixbis.json'), text);
      await expect(add('/good.onnx')).rejects.toMatchObject({ code: 'model-corrupt' });
      expect(existsSync(join(folder, 'deeppixbis.onnx'))).toBe(false);
    },
  );
});

describe('leaves nothing behind', () => {
  test.each([
    ['a file that is not there', '/gone.onnx', 'model-load', /answered 404.*--file/],
    ['a download that breaks off', '/broken-off.onnx', 'model-load', /broke off after 100 of \d+ bytes/],
    ['half a file', '/half.onnx', 'model-corrupt', /expected an ONNX model, found \d+ bytes/],
    ['a web page', '/page.onnx', 'model-corrupt', /expected an ONNX model, found 37 bytes from "<!doctype html>/],
  ])('%s', async (_what, path, code, message) => {
    await expect(add(path)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(existsSync(folder)).toBe(false);
  });

  test('no network', async () => {
    const url = 'http://127.0.0.1:1/deeppixbis.onnx';
    await expect(addModel({ ...listed, url }, folder, undefined, silent)).rejects.toMatchObject({
      code: 'model-load',
      message: expect.stringMatching(/could not be reached \(.+\)\. Check the network/),
    });
    expect(existsSync(folder)).toBe(false);
  });

  test.each([
    ['random weights', () => seededDeepPixBis(), /found input \[1,3,224,224\] to seeded_output_pixel \[1,1,14,14\]/],
    ['another input', () => patchMeans({ size: 112 }), /expected input \[1,3,224,224\].*found input \[1,3,112,112\]/],
    [
      'another map',
      () => patchMeans({ side: 7 }),
      /expected .*output_pixel \[1,1,14,14\].*found .*output_pixel \[1,1,7,7\]/,
    ],
    ['logits', () => patchMeans({ bias: 3 }), /expected output_pixel in 0 to 1, found 3/],
    ['NaN', () => patchMeans({ bias: Number.NaN }), /expected output_pixel in 0 to 1, found NaN/],
  ])('a model of %s', async (_what, graph, message) => {
    await expect(addFile(writeOnnx(graph()))).rejects.toMatchObject({
      code: 'model-corrupt',
      message: expect.stringMatching(message),
    });
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the command', { timeout: 60_000 }, () => {
  const dist = join(root, 'models/dist');
  const installedNow = () => [existsSync(join(dist, 'deeppixbis.onnx')), existsSync(join(dist, 'deeppixbis.json'))];

  test.for([
    ['nothing', []],
    ['no name', ['add']],
    ['a name that is not listed', ['add', 'arcface-mobilefacenet']],
    ['another verb', ['remove', 'deeppixbis']],
    ['two names', ['add', 'deeppixbis', 'deeppixbis']],
    ['an unknown option', ['add', 'deeppixbis', '--from', 'x']],
    ['a file that is not there', ['add', 'deeppixbis', '--file', '/no/where.onnx']],
  ] as const)('%s: bad arguments, as one line of JSON', async ([, args]) => {
    const there = installedNow();
    const { code, stdout, result } = await shell('models', ...args);
    expect({ code, result }).toMatchObject({ code: 1, result: { error: { code: 'bad-arguments' } } });
    expect(stdout).toMatch(/^[^\n]+\n$/);
    expect(installedNow()).toEqual(there);
  });

  test('refuses a wrong file, and says whose the weights are', async () => {
    const there = installedNow();
    const file = write(parent, 'wrong.onnx', writeOnnx(patchMeans({ side: 7 })));
    const { code, stderr, result } = await shell('models', 'add', 'deeppixbis', '--file', file);
    expect({ code, result }).toMatchObject({ code: 1, result: { error: { code: expect.stringMatching(/^model-/) } } });
    expect(stderr).toContain('research weights by Idiap');
    expect(installedNow()).toEqual(there);
  });
});
