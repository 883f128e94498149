import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../models/manifest.json' with { type: 'json' };
import { fromJson } from '../report/measurements.ts';
import { differencesOf } from '../upgrade/differences.ts';
import { withRuntimes, withVersion } from '../upgrade/runtimes.ts';
import { testResultsOf } from '../upgrade/test-results.ts';
import { root } from './shell.ts';

const name = 'onnxruntime-web';
const release = { name, version: '1.31.0', integrity: 'sha512-new' };

describe('withVersion', () => {
  test('changes the version of one dependency, and nothing else', () => {
    const before =
      '{\n  "dependencies": {\n    "onnxruntime-web": "1.30.0",\n    "onnxruntime-web-x": "1.30.0"\n  }\n}\n';
    expect(withVersion(before, name, '1.31.0')).toBe(before.replace('"1.30.0"', '"1.31.0"'));
    expect(withVersion('{ "name": "demo" }', name, '1.31.0')).toBe('{ "name": "demo" }');
  });

  test('finds the dependency where the repository has it', () => {
    const models = readFileSync(join(root, 'models/package.json'), 'utf8');
    expect(JSON.parse(withVersion(models, name, '9.9.9')).dependencies[name]).toBe('9.9.9');
  });
});

describe('withRuntimes', () => {
  const content = new TextEncoder().encode('another runtime');
  const digest = createHash('sha256').update(content).digest('hex');
  const { file, source, sha256, bytes } = manifest.runtimes['onnx-wasm'];

  test('takes digests and sizes from the new package, and says what changed', () => {
    const result = withRuntimes(manifest, release, () => content);
    expect(result.missing).toEqual([]);
    expect(result.changed).toHaveLength(Object.keys(manifest.runtimes).length);
    expect(result.changed).toContainEqual({
      file,
      sha256: { from: sha256, to: digest },
      bytes: { from: bytes, to: content.length },
    });
    expect(result.manifest.runtimes['onnx-wasm']).toMatchObject({
      source: { package: `${name}@1.31.0`, path: source.path, sha256: digest },
      ...{ sha256: digest, bytes: content.length },
    });
    expect(result.manifest.models).toEqual(manifest.models);
  });

  test('takes the integrity of the new tarball', () => {
    const packages = { [`${name}@1.30.0`]: 'sha512-old', 'weights@1.0.0': 'sha512-weights' };
    const result = withRuntimes({ ...manifest, packages }, release, () => content);
    expect(result.manifest.packages).toEqual({ [`${name}@1.31.0`]: 'sha512-new', 'weights@1.0.0': 'sha512-weights' });
  });

  test('says which files the new package lacks', () => {
    const result = withRuntimes(manifest, release, (path) => (path === source.path ? null : content));
    expect(result.missing).toEqual([source.path]);
  });

  test('leaves the runtimes of other packages alone', () => {
    const result = withRuntimes(manifest, { ...release, name: 'another' }, () => content);
    expect(result).toEqual({ manifest, changed: [], missing: [] });
  });
});

describe('differencesOf', () => {
  const before = fromJson(readFileSync(join(root, 'docs/report.json'), 'utf8'));
  const scores = { genuine: [0.7, -Infinity], impostor: [0.1, 0.2] };
  const verification = { ...before.verification, threshold: 0.38, failuresToAcquire: 1, scores } as never;
  const leftOut = { leftOut: 'There is no image.' };

  test('finds none between a measurement and the same on another day', () => {
    const later = { ...before, detection: { ...before.detection, date: '2030-01-01' } as never };
    expect(differencesOf(before, later).figures).toEqual({});
  });

  test('has the largest change of a score, and the figures that are not the same', () => {
    const after = { ...scores, genuine: [0.3, -Infinity], impostor: [0.1, 0.25] };
    const { similarity, figures } = differencesOf(
      { ...before, verification },
      { ...before, verification: { ...(verification as object), scores: after } as never },
    );
    expect(similarity).toBeCloseTo(0.4, 12);
    expect(figures['verification.fnmr']).toEqual({ from: 1 / 2, to: 1 });
    expect(figures).not.toHaveProperty('verification.fmr');
  });

  test('compares no scores of other images', () => {
    const { similarity, livenessScore } = differencesOf(
      { ...before, verification },
      { ...before, verification: leftOut, liveness: leftOut },
    );
    expect([similarity, livenessScore]).toEqual([null, null]);
  });
});

test('testResultsOf counts tests, and a file that could not be run as a failure', () => {
  const file = (name: string, status: string, ...statuses: string[]) => ({
    ...{ name, status },
    assertionResults: statuses.map((each, index) => ({ fullName: `${name} ${index}`, status: each })),
  });
  const testResults = [
    file('golden', 'passed', 'passed', 'skipped'),
    file('engine', 'failed', 'failed', 'passed'),
    file('objects', 'failed'),
  ];
  expect(testResultsOf(JSON.stringify({ testResults }))).toEqual({
    ...{ passed: 2, skipped: 1, failed: ['engine 0', 'objects'] },
  });
});
