import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import manifest from '../manifest.json' with { type: 'json' };
import ownPackage from '../package.json' with { type: 'json' };
import { distFolder } from '../prepare.ts';
import { prepareAsset } from '../prepare-asset.ts';

const modelsFolder = fileURLToPath(new URL('..', import.meta.url));
const assets = [...Object.values(manifest.models), ...Object.values(manifest.runtimes)];
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const nameOf = (dependency: string) => dependency.slice(0, dependency.lastIndexOf('@'));
const sourceOf = ({ source }: (typeof assets)[number]) =>
  readFileSync(join(modelsFolder, 'node_modules', nameOf(source.package), source.path));

describe('prepareAsset', () => {
  const source = new TextEncoder().encode('weights');
  const asset = {
    file: 'tiny.onnx',
    source: { package: 'some-package@1.2.3', path: 'model/tiny.onnx', sha256: sha256(source) },
    prepare: 'copy',
    sha256: sha256(source),
  };
  const blazeFace = manifest.models['blazeface-short-range'];

  test('copies, or adds metadata, as the manifest says', () => {
    expect(prepareAsset(asset, source)).toEqual(source);
    const prepared = prepareAsset(blazeFace, sourceOf(blazeFace));
    expect(sha256(prepared)).toBe(blazeFace.sha256);
    expect(prepared).toHaveLength(blazeFace.bytes);
  });

  test('refuses a source with one byte flipped, and shows both digests', () => {
    const flipped = Uint8Array.from(source);
    flipped[3]! ^= 0xff;
    const refusal = () => prepareAsset(asset, flipped);
    expect(refusal).toThrow(/some-package@1\.2\.3 model\/tiny\.onnx has a wrong digest/);
    expect(refusal).toThrow(`expected sha256 ${sha256(source)}`);
    expect(refusal).toThrow(`found    sha256 ${sha256(flipped)}`);

    const weights = Uint8Array.from(sourceOf(blazeFace));
    weights[weights.length - 1]! ^= 1;
    expect(() => prepareAsset(blazeFace, weights)).toThrow(/face_detection_short_range\.tflite has a wrong digest/);
  });

  test('refuses a prepared file with another digest, and shows both', () => {
    const wrong = 'a'.repeat(64);
    const refusal = () => prepareAsset({ ...blazeFace, sha256: wrong }, sourceOf(blazeFace));
    expect(refusal).toThrow(/^blazeface-short-range\.onnx has a wrong digest/);
    expect(refusal).toThrow(`expected sha256 ${wrong}`);
    expect(refusal).toThrow(`found    sha256 ${blazeFace.sha256}`);
  });

  test('refuses a step that it does not know', () => {
    expect(() => prepareAsset({ ...asset, prepare: 'quantise' }, source)).toThrow(
      /tiny\.onnx: the manifest names an unknown step, quantise/,
    );
  });
});

/**
 * Run on a copy of the folder: in `models/dist` a damaged file, even for a moment, would fall into the hands of the browsers
 * that other tests drive at the same time.
 */
describe('prepareModels', { timeout: 60_000 }, () => {
  const copy = mkdtempSync(join(realpathSync(tmpdir()), 'face-test-models-'));
  const dist = join(copy, 'dist');
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const tsx = createRequire(import.meta.url).resolve('tsx/cli');
  const prepare = async () => {
    const lines = (text: string) => text.split('\n').filter((line) => line !== '');
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [tsx, join(copy, 'prepare.ts')]);
      return { code: 0, stdout, lines: lines(stderr) };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout, lines: lines(stderr) };
    }
  };
  const digests = () => assets.map(({ file }) => [file, sha256(readFileSync(join(dist, file)))]);
  const wanted = assets.map(({ file, sha256: digest }) => [file, digest]);
  /** When each file was written, but for some. */
  const changedAt = (except: string[] = []) =>
    assets
      .filter(({ file }) => !except.includes(file))
      .map(({ file }) => statSync(join(dist, file), { bigint: true }).mtimeNs);
  const filesOf = (folder: string) =>
    (readdirSync(folder, { recursive: true }) as string[]).filter((name) => statSync(join(folder, name)).isFile());

  beforeAll(() => {
    for (const file of readdirSync(modelsFolder).filter((name) => /\.(ts|json)$/.test(name))) {
      copyFileSync(join(modelsFolder, file), join(copy, file));
    }
    symlinkSync(join(modelsFolder, 'node_modules'), join(copy, 'node_modules'), 'junction');
  });
  beforeEach(() => copyFileSync(join(modelsFolder, 'manifest.json'), join(copy, 'manifest.json')));

  test('writes every file, and nothing else, where there is none', async () => {
    expect(existsSync(dist)).toBe(false);
    const { code, stdout, lines } = await prepare();
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(lines).toHaveLength(assets.length + 1);
    expect(lines[0]).toBe('Preparing blazeface-short-range.onnx from @mediapipe/face_detection@0.4.1657300184');
    expect(lines.at(-1)).toBe(
      `Models: ${assets.length} files in models/dist, ${assets.length} written, every digest checked`,
    );
    expect(digests()).toEqual(wanted);
    expect(filesOf(dist).sort()).toEqual(assets.map(({ file }) => file).sort());
  });

  test('leaves good files alone', async () => {
    const before = changedAt();
    const { code, lines } = await prepare();
    expect({ code, lines }).toEqual({
      code: 0,
      lines: [`Models: ${assets.length} files in models/dist, 0 written, every digest checked`],
    });
    expect(changedAt()).toEqual(before);
  });

  test('keeps a model that was installed beside them', async () => {
    const [model, record] = [join(dist, 'deeppixbis.onnx'), join(dist, 'deeppixbis.json')];
    writeFileSync(model, 'weights');
    writeFileSync(record, '{}');
    rmSync(join(dist, 'minifasnet.onnx'));
    expect((await prepare()).code).toBe(0);
    expect([model, record].map((file) => readFileSync(file, 'utf8'))).toEqual(['weights', '{}']);
    for (const file of [model, record]) rmSync(file);
  });

  test('repairs a damaged file and a missing one, and those alone', async () => {
    const [damaged, missing] = ['blazeface-short-range.onnx', 'runtime/ort-wasm-simd-threaded.mjs'];
    const bytes = readFileSync(join(dist, damaged));
    bytes[bytes.length >> 1]! ^= 0xff;
    writeFileSync(join(dist, damaged), bytes);
    rmSync(join(dist, missing));
    const before = changedAt([damaged, missing]);

    const { code, lines } = await prepare();
    expect(code).toBe(0);
    expect(lines.slice(0, -1).map((line) => line.split(' ')[1])).toEqual([damaged, missing]);
    expect(lines.at(-1)).toMatch(/, 2 written, /);
    expect(digests()).toEqual(wanted);
    expect(changedAt([damaged, missing])).toEqual(before);
  });

  test('repairs a file that was cut short, and leaves no .part behind', async () => {
    const file = 'minifasnet.onnx';
    writeFileSync(join(dist, file), readFileSync(join(dist, file)).subarray(0, 1000));
    writeFileSync(join(dist, `${file}.part`), 'of an interrupted run');
    expect((await prepare()).code).toBe(0);
    expect(digests()).toEqual(wanted);
    expect(filesOf(dist).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('stops at weights that are not the listed ones: exit code 1, both digests, the old file untouched', async () => {
    const listed = manifest.models.minifasnet.source.sha256;
    const other = 'b'.repeat(64);
    const swapped = readFileSync(join(modelsFolder, 'manifest.json'), 'utf8').replaceAll(listed, other);
    writeFileSync(join(copy, 'manifest.json'), swapped);
    const { code, lines } = await prepare();
    expect(code).toBe(1);
    expect(lines.slice(-3)).toEqual([
      'faceplugin-face-recognition-js@0.0.1 model/fr_liveness.onnx has a wrong digest',
      `  expected sha256 ${other}`,
      `  found    sha256 ${listed}`,
    ]);
    expect(digests()).toEqual(wanted);
  });

  test('says what to do where a package is missing', async () => {
    rmSync(join(dist, 'minifasnet.onnx'));
    const renamed = readFileSync(join(modelsFolder, 'manifest.json'), 'utf8').replace('fr_liveness', 'fr_gone');
    writeFileSync(join(copy, 'manifest.json'), renamed);
    const { code, lines } = await prepare();
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/fr_gone\.onnx cannot be read: run the install again/);
    expect(existsSync(join(dist, 'minifasnet.onnx'))).toBe(false);
  });
});

describe('the manifest', () => {
  test.each(assets)('$file: prepared, with the listed size and digest; its source is installed', (asset) => {
    const bytes = readFileSync(join(distFolder, asset.file));
    expect(bytes).toHaveLength(asset.bytes);
    expect(sha256(bytes)).toBe(asset.sha256);
    expect(sha256(sourceOf(asset))).toBe(asset.source.sha256);
  });

  test.each(assets)(
    '$file: of the version that package.json locks, under the licence that the package states',
    (asset) => {
      const name = nameOf(asset.source.package);
      const dependencies: Record<string, string> = ownPackage.dependencies;
      expect(asset.source.package).toBe(`${name}@${dependencies[name]}`);
      const installed = JSON.parse(readFileSync(join(modelsFolder, 'node_modules', name, 'package.json'), 'utf8'));
      expect(asset.source.package).toBe(`${name}@${installed.version}`);
      expect(asset.licence).not.toBe('');
      expect(asset.licence).toBe(installed.license);
    },
  );

  test('names each file once, and each model by its id', () => {
    const files = assets.map(({ file }) => file);
    expect(new Set(files).size).toBe(files.length);
    expect(files.length).toBeGreaterThanOrEqual(8);
    for (const [id, model] of Object.entries(manifest.models)) {
      expect(model.id).toBe(id);
      expect(model.file).toMatch(new RegExp(`^${id}\\.(onnx|tflite)$`));
      expect(model.card).toMatch(/^https:\/\//);
      for (const text of [model.version, model.computes, model.input, model.output]) expect(text).not.toBe('');
    }
  });

  test('locks every dependency to one version', () => {
    for (const version of Object.values(ownPackage.dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
