import { describe, expect, test } from 'vitest';
import type { Faults } from '../src/capture/faults.ts';
import { type CapturePolicy, completePolicy } from '../src/capture/policy.ts';
import { judgeFace, judgeShot, templateIn, templateOf } from '../src/capture/shot.ts';
import type { AnalyzedFace } from '../src/types.ts';
import { analyzed, frameOf, notLive, parts, scored, wide } from './analyzed.ts';

const faultsUnder = (policy: CapturePolicy, ...faces: AnalyzedFace[]) =>
  judgeShot(frameOf(faces), completePolicy(policy)).faults;
const codesUnder = (policy: CapturePolicy, ...faces: AnalyzedFace[]) =>
  faultsUnder(policy, ...faces).map(({ code }) => code);

describe('a shot’s faults', () => {
  test('has nothing against a good shot', () => {
    expect(faultsUnder({}, analyzed())).toEqual([]);
  });

  test('nobody', () => {
    expect(faultsUnder({})).toEqual([
      { code: 'no-face', message: expect.stringContaining('No face'), details: { faces: 0 } },
    ]);
  });

  test('several, whatever else they are', () => {
    expect(codesUnder({}, analyzed(), analyzed())).toEqual(['multiple-faces']);
    expect(faultsUnder({}, analyzed(), analyzed(), analyzed({ liveness: notLive }))).toEqual([
      { code: 'multiple-faces', message: expect.stringContaining('3 faces'), details: { faces: 3 } },
    ]);
  });

  test('a small face', () => {
    expect(faultsUnder({}, analyzed(wide(79)))).toEqual([
      { code: 'face-too-small', message: expect.stringContaining('closer'), details: { width: 79, minimum: 80 } },
    ]);
    expect(codesUnder({}, analyzed(wide(80)))).toEqual([]);
    expect(codesUnder({ minimumFaceSize: 250 }, analyzed(wide(249)))).toEqual(['face-too-small']);
  });

  test('a poor picture, with the parts that made it so', () => {
    expect(faultsUnder({}, analyzed(scored(39.9, ['blurred'])))).toEqual([
      {
        code: 'low-quality',
        message: expect.stringContaining('too poor'),
        details: { score: 39.9, parts, reasons: ['blurred'], minimum: 40 },
      },
    ]);
    expect(codesUnder({}, analyzed(scored(40)))).toEqual([]);
    expect(codesUnder({ minimumQuality: 90 }, analyzed(scored(89)))).toEqual(['low-quality']);
  });

  test('a small image, whatever is in it', () => {
    const faultsIn = (width: number, height: number, faces: AnalyzedFace[], policy: CapturePolicy = {}) =>
      judgeShot(frameOf(faces, { width, height }), completePolicy(policy)).faults;
    const fault = {
      code: 'image-too-small',
      message: expect.stringContaining('150 pixels'),
      details: { width: 640, height: 149, minimum: 150 },
    };
    expect(faultsIn(640, 149, [analyzed()])).toEqual([fault]);
    expect(faultsIn(149, 640, [analyzed()])).toMatchObject([{ code: 'image-too-small' }]);
    expect(faultsIn(150, 150, [analyzed()])).toEqual([]);
    expect(faultsIn(640, 480, [analyzed()], { minimumImageSize: 481 })).toMatchObject([{ code: 'image-too-small' }]);
    expect(faultsIn(640, 149, [])).toMatchObject([{ code: 'no-face' }, fault]);
    expect(faultsIn(640, 149, [analyzed(), analyzed()])).toMatchObject([{ code: 'multiple-faces' }, fault]);
  });

  test('a face that could not be aligned, whatever quality is asked for', () => {
    const unaligned = analyzed({ embedding: null, modelId: null, digest: null, ...scored(0) });
    expect(codesUnder({ minimumQuality: 0 }, unaligned)).toEqual(['low-quality']);
  });

  test('a face that is not live', () => {
    expect(faultsUnder({}, analyzed({ liveness: notLive }))).toEqual([
      {
        code: 'not-live',
        message: expect.stringContaining('living'),
        details: { score: 0.2, threshold: 0.5, reasons: ['presentation-attack'] },
      },
    ]);
  });

  test('a face of which it is not sure: no accusation, and no other code', () => {
    expect(faultsUnder({}, analyzed({ liveness: { ...notLive, reasons: ['unsure'] } }))).toMatchObject([
      { code: 'not-live', message: expect.stringContaining('not sure') },
    ]);
  });

  test('a face too poorly seen to tell whether it is live: what would help, and no suspicion', () => {
    const unseen = analyzed({ liveness: { ...notLive, reasons: ['too-dark', 'blurred'] } });
    const fault = { code: 'low-quality', message: expect.stringContaining('find more light') };
    const small = analyzed({ liveness: { ...notLive, reasons: ['too-small'] } });
    expect(codesUnder({}, small)).toEqual(['face-too-small']);
    expect(faultsUnder({}, unseen)).toMatchObject([{ ...fault, details: { reasons: ['too-dark', 'blurred'] } }]);
  });

  test.each(['report', 'skip'] as const)('a face that is not live passes where liveness is to %s', (liveness) => {
    expect(codesUnder({ liveness }, analyzed({ liveness: notLive }))).toEqual([]);
    expect(codesUnder({ liveness }, analyzed({ liveness: null }))).toEqual([]);
    expect(codesUnder({ liveness }, analyzed({ liveness: notLive, ...wide(10) }))).toEqual(['face-too-small']);
  });

  test('everything at once, the gravest first', () => {
    const hopeless = analyzed({ liveness: notLive, ...wide(10), ...scored(5) });
    expect(codesUnder({}, hopeless)).toEqual(['not-live', 'face-too-small', 'low-quality']);
    const { faults } = judgeShot(frameOf([hopeless], { width: 100, height: 100 }), completePolicy({}));
    const codes = faults.map(({ code }) => code);
    expect(codes).toEqual(['not-live', 'image-too-small', 'face-too-small', 'low-quality']);
    expect(codesUnder({ liveness: 'report' }, hopeless)).toEqual(['face-too-small', 'low-quality']);
  });

  test('what is not known is held against the shot', () => {
    expect(codesUnder({}, analyzed({ liveness: null }))).toEqual(['not-live']);
    expect(codesUnder({}, analyzed({ quality: null }))).toEqual(['low-quality']);
    expect(codesUnder({}, analyzed(scored(Number.NaN)))).toEqual(['low-quality']);
    expect(codesUnder({}, analyzed(wide(Number.NaN)))).toEqual(['face-too-small']);
    const nothing = { minimumImageSize: Number.NaN, minimumFaceSize: Number.NaN, minimumQuality: Number.NaN };
    expect(codesUnder(nothing, analyzed())).toEqual(['image-too-small', 'face-too-small', 'low-quality']);
  });

  test('only the words that excuse a face from being live do so', () => {
    const dead = analyzed({ liveness: notLive });
    const odd = [undefined, null, 'required', 'off', false].map(
      (liveness) => ({ liveness }) as unknown as CapturePolicy,
    );
    for (const policy of odd) expect(codesUnder(policy, dead)).toEqual(['not-live']);
  });

  test('requires liveness, 80 pixels of a face, 150 of an image and a quality of 40 unless told', () => {
    const unsaid = { liveness: undefined, minimumFaceSize: undefined } as unknown as CapturePolicy;
    expect(completePolicy(unsaid)).toEqual(completePolicy({}));
    expect(completePolicy({})).toEqual({
      liveness: 'require',
      minimumFaceSize: 80,
      minimumImageSize: 150,
      minimumQuality: 40,
    });
  });
});

describe('templateOf', () => {
  test('takes what a gallery needs, and nothing else', () => {
    expect(templateOf(analyzed(), 1234)).toEqual({
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
    const { capturedAt } = templateOf(analyzed());
    expect(capturedAt).toBeGreaterThanOrEqual(before);
    expect(capturedAt).toBeLessThanOrEqual(Date.now());
  });

  test('keeps a liveness that was not looked at as null, and one that failed as failed', () => {
    expect(templateOf(analyzed({ liveness: null })).liveness).toBeNull();
    expect(templateOf(analyzed({ liveness: notLive })).liveness).toEqual({ score: 0.2, live: false });
  });

  test.each(['embedding', 'modelId', 'digest', 'quality'] as const)('refuses an analysis without %s', (part) => {
    expect(() => templateOf(analyzed({ [part]: null }))).toThrow(
      expect.objectContaining({ name: 'FaceError', code: 'internal' }),
    );
  });
});

describe('judgeFace', () => {
  test('gives a face with its template, or with its faults, whoever else is in the picture', () => {
    const [good, poor] = [analyzed(), analyzed(scored(10))];
    const group = frameOf([good, poor]);
    const policy = completePolicy({});
    const accepted = judgeFace(good, group, policy);
    expect(accepted).toEqual({
      face: good,
      template: { ...templateOf(good), capturedAt: expect.any(Number) },
      faults: [],
    });
    expect(judgeFace(poor, group, policy)).toMatchObject({
      face: poor,
      template: null,
      faults: [{ code: 'low-quality' }],
    });
  });
});

describe('templateIn', () => {
  test('is a good shot’s template', () => {
    const shot = judgeShot(frameOf([analyzed()]), completePolicy({}));
    expect(templateIn(shot)).toBe(shot.template);
  });

  test('throws all the faults of a bad one', () => {
    const hopeless = analyzed({ liveness: notLive, ...wide(10), ...scored(5) });
    const shot = judgeShot(frameOf([hopeless]), completePolicy({}));
    const [{ details }, ...others] = shot.faults as Faults;
    expect(others).toHaveLength(2);
    const message = shot.faults.map((fault) => fault.message).join(' ');
    expect(() => templateIn(shot)).toThrow(
      expect.objectContaining({ name: 'FaceError', code: 'not-live', details, faults: shot.faults, message }),
    );
  });
});
