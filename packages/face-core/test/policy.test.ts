import { describe, expect, test } from 'vitest';
import { type CapturePolicy, completePolicy, faultsOf, templateOf } from '../src/capture/policy.ts';
import { FaceError } from '../src/errors.ts';
import type { QualityParts } from '../src/quality/quality.ts';
import type { AnalyzedFace } from '../src/types.ts';
import { faceAt } from './synthetic.ts';

const parts: QualityParts = { sharpness: 0.8, brightness: 1, contrast: 1, size: 1, pose: 0.9, framing: 1 };
const live = { score: 0.9, live: true, threshold: 0.5 };
const notLive = { score: 0.2, live: false, threshold: 0.5 };

/** A shot that the default policy has nothing against, but for what is said. */
function shot(overrides: Partial<AnalyzedFace> = {}): AnalyzedFace {
  return {
    ...faceAt(300, 300, 200),
    embedding: Float32Array.of(0.6, 0.8),
    modelId: 'a-model@1',
    digest: 'abc',
    liveness: live,
    quality: { score: 75, parts, reasons: [] },
    ...overrides,
  };
}

/** A box of a width. */
const wide = (width: number) => ({ box: { x: 0, y: 0, width, height: 200 } });
const scored = (score: number) => ({ quality: { score, parts, reasons: ['blurred' as const] } });

const faultsUnder = (policy: CapturePolicy, ...faces: AnalyzedFace[]) => faultsOf(faces, completePolicy(policy));
const codesUnder = (policy: CapturePolicy, ...faces: AnalyzedFace[]) =>
  faultsUnder(policy, ...faces).map(({ code }) => code);

describe('faultsOf', () => {
  test('has nothing against a good shot', () => {
    expect(faultsUnder({}, shot())).toEqual([]);
  });

  test('nobody', () => {
    expect(faultsUnder({})).toEqual([
      { code: 'no-face', message: expect.stringContaining('No face'), details: { faces: 0 } },
    ]);
  });

  test('several, whatever else they are', () => {
    expect(codesUnder({}, shot(), shot())).toEqual(['multiple-faces']);
    expect(faultsUnder({}, shot(), shot(), shot({ liveness: notLive }))).toEqual([
      { code: 'multiple-faces', message: expect.stringContaining('3 faces'), details: { faces: 3 } },
    ]);
  });

  test('a small face', () => {
    expect(faultsUnder({}, shot(wide(79)))).toEqual([
      { code: 'face-too-small', message: expect.stringContaining('closer'), details: { width: 79, minimum: 80 } },
    ]);
    expect(codesUnder({}, shot(wide(80)))).toEqual([]);
    expect(codesUnder({ minimumFaceSize: 250 }, shot(wide(249)))).toEqual(['face-too-small']);
  });

  test('a poor picture, with the parts that made it so', () => {
    expect(faultsUnder({}, shot(scored(39.9)))).toEqual([
      {
        code: 'low-quality',
        message: expect.stringContaining('too poor'),
        details: { score: 39.9, parts, reasons: ['blurred'], minimum: 40 },
      },
    ]);
    expect(codesUnder({}, shot(scored(40)))).toEqual([]);
    expect(codesUnder({ minimumQuality: 90 }, shot(scored(89)))).toEqual(['low-quality']);
  });

  test('a face that is not live', () => {
    expect(faultsUnder({}, shot({ liveness: notLive }))).toEqual([
      { code: 'not-live', message: expect.stringContaining('living'), details: { score: 0.2, threshold: 0.5 } },
    ]);
  });

  test.each(['report', 'skip'] as const)('a face that is not live passes where liveness is to %s', (liveness) => {
    expect(codesUnder({ liveness }, shot({ liveness: notLive }))).toEqual([]);
    expect(codesUnder({ liveness }, shot({ liveness: null }))).toEqual([]);
    expect(codesUnder({ liveness }, shot({ liveness: notLive, ...wide(10) }))).toEqual(['face-too-small']);
  });

  test('everything at once, the gravest first', () => {
    const hopeless = shot({ liveness: notLive, ...wide(10), ...scored(5) });
    expect(codesUnder({}, hopeless)).toEqual(['not-live', 'face-too-small', 'low-quality']);
    expect(codesUnder({ liveness: 'report' }, hopeless)).toEqual(['face-too-small', 'low-quality']);
  });

  test('what is not known is held against the shot', () => {
    expect(codesUnder({}, shot({ liveness: null }))).toEqual(['not-live']);
    expect(codesUnder({}, shot({ quality: null }))).toEqual(['low-quality']);
    expect(codesUnder({}, shot(scored(Number.NaN)))).toEqual(['low-quality']);
    expect(codesUnder({}, shot(wide(Number.NaN)))).toEqual(['face-too-small']);
    expect(codesUnder({ minimumFaceSize: Number.NaN, minimumQuality: Number.NaN }, shot())).toEqual([
      'face-too-small',
      'low-quality',
    ]);
  });

  test('only the words that excuse a face from being live do so', () => {
    const dead = shot({ liveness: notLive });
    const odd = [undefined, null, 'required', 'off', false].map(
      (liveness) => ({ liveness }) as unknown as CapturePolicy,
    );
    for (const policy of odd) expect(codesUnder(policy, dead)).toEqual(['not-live']);
  });

  test('requires liveness, 80 pixels and a quality of 40 unless told', () => {
    const unsaid = { liveness: undefined, minimumFaceSize: undefined } as unknown as CapturePolicy;
    expect(completePolicy(unsaid)).toEqual(completePolicy({}));
    expect(completePolicy({})).toEqual({ liveness: 'require', minimumFaceSize: 80, minimumQuality: 40 });
  });
});

describe('templateOf', () => {
  test('takes what a gallery needs, and nothing else', () => {
    expect(templateOf(shot(), 1234)).toEqual({
      embedding: Float32Array.of(0.6, 0.8),
      modelId: 'a-model@1',
      digest: 'abc',
      quality: 75,
      liveness: { score: 0.9, live: true },
      capturedAt: 1234,
    });
  });

  test('is captured now unless told', () => {
    const before = Date.now();
    const { capturedAt } = templateOf(shot());
    expect(capturedAt).toBeGreaterThanOrEqual(before);
    expect(capturedAt).toBeLessThanOrEqual(Date.now());
  });

  test('keeps a liveness that was not looked at as null, and one that failed as failed', () => {
    expect(templateOf(shot({ liveness: null })).liveness).toBeNull();
    expect(templateOf(shot({ liveness: notLive })).liveness).toEqual({ score: 0.2, live: false });
  });

  test.each(['embedding', 'modelId', 'digest', 'quality'] as const)('refuses an analysis without %s', (part) => {
    expect(() => templateOf(shot({ [part]: null }))).toThrow(
      expect.objectContaining({ name: 'FaceError', code: 'internal' }),
    );
  });
});

describe('a policy’s faults as an error', () => {
  test('are all there', () => {
    const [first, ...others] = faultsUnder({}, shot({ liveness: notLive, ...wide(10), ...scored(5) }));
    const error = FaceError.fromFaults([first!, ...others]);
    expect(error).toMatchObject({ code: 'not-live', details: first!.details, faults: [first, ...others] });
    for (const { message } of error.faults) expect(error.message).toContain(message);
  });
});
