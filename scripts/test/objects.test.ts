import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeOnnx } from '../../models/onnx-model.ts';
import { colourNames, squareFinder } from '../../packages/face-core/test/generated-objects.ts';
import { refusal, shell } from './shell.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

/** `npm run objects -- check`: each run of a model starts a browser of its own. */

const folder = temporaryFolder();

describe.concurrent('bad arguments', { timeout: 120_000 }, () => {
  test.for([
    ['nothing', [], /^Usage:/],
    ['no model', ['check'], /^Usage:/],
    ['two models', ['check', 'a.onnx', 'b.onnx'], /^Usage:/],
    ['another action', ['train', 'a.onnx'], /^Usage:/],
    ['an unknown option', ['check', 'a.onnx', '--fast'], /--fast/],
    ['an empty name', ['check', 'a.onnx', '--classes', 'cup,,plate'], /--classes has a name that is empty/],
    ['no such file', ['check', '/no/where.onnx'], /where\.onnx is not a file/],
  ] as const)('%s', async ([, args, message], { expect }) => {
    expect(await shell('objects', ...args)).toEqual(refusal('bad-arguments', message));
  });
});

describe('a model', { timeout: 120_000 }, () => {
  const named = write(folder, 'named.onnx', writeOnnx(squareFinder({ layout: 'yolov8' })));
  const unnamed = write(folder, 'unnamed.onnx', writeOnnx(squareFinder({ layout: 'yolov5', metadata: {} })));

  test('is run once, and described on stdout and in --json FILE', async () => {
    const json = join(folder, 'objects.json');
    const { code, stdout, stderr, result } = await shell('objects', 'check', named, '--json', json);
    expect({ code, result }).toEqual({
      code: 0,
      result: { layout: 'yolov8', input: [192, 128], classes: colourNames, device: 'wasm' },
    });
    expect(stdout).toBe(`${JSON.stringify(result)}\n`);
    expect(readFileSync(json, 'utf8')).toBe(stdout);
    expect(stderr).toContain(named);
  });

  test('without names is refused, and taken with --classes', async () => {
    expect(await shell('objects', 'check', unnamed)).toEqual(refusal('model-unsupported', /pass classes/));
    const { code, result } = await shell('objects', 'check', unnamed, '--classes', 'red, green,blue');
    expect({ code, result }).toMatchObject({
      code: 0,
      result: { layout: 'yolov5', classes: ['red', 'green', 'blue'] },
    });
  });

  test('that is no model is refused', async () => {
    const text = write(folder, 'text.onnx', 'Dear reader, this is a text.');
    expect(await shell('objects', 'check', text)).toEqual(refusal('model-corrupt', /damaged, or no ONNX file/));
  });
});
