import { describe, expect, test } from 'vitest';
import { type FaceTemplate, parseTemplate } from '../src/template.ts';
import { syntheticPerson, templateOf } from './synthetic.ts';

const refused = expect.objectContaining({ name: 'FacebankError', code: 'bad-template' });

describe('parseTemplate', () => {
  test('returns an equal copy', () => {
    const template = syntheticPerson(1).shot();
    const parsed = parseTemplate(template);
    expect(parsed).toEqual(template);
    template.embedding.fill(0);
    template.liveness!.live = false;
    expect(parsed).toEqual(syntheticPerson(1).shot());
  });

  test('keeps six fields, and of a view only what it shows', () => {
    const shared = new Float32Array(1000);
    shared.set([0.6, 0.8], 500);
    const view = { ...templateOf([]), embedding: shared.subarray(500, 502), note: 'private' };
    const parsed = parseTemplate(view);
    expect(Object.keys(parsed).sort()).toEqual(['capturedAt', 'digest', 'embedding', 'liveness', 'modelId', 'quality']);
    expect(parsed.embedding.buffer.byteLength).toBe(8);
  });

  test('accepts the edges', () => {
    const norm = (length: number) => templateOf([length, 0]);
    expect(parseTemplate(norm(1.0009))).toBeDefined();
    expect(parseTemplate(norm(0.9991))).toBeDefined();
    expect(parseTemplate(templateOf([1, 0], { quality: 0, liveness: null, capturedAt: 0 }))).toBeDefined();
    expect(parseTemplate(templateOf([1, 0], { quality: 100 }))).toBeDefined();
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['a bare embedding', Float32Array.of(1, 0)],
    ['an empty embedding', templateOf([])],
    ['a zero embedding', templateOf([0, 0])],
    ['NaN', templateOf([NaN, 1])],
    ['Infinity', templateOf([Infinity, 0])],
    ['-Infinity', templateOf([-Infinity, 0])],
    ['a norm too large', templateOf([1.0011, 0])],
    ['a norm too small', templateOf([0.9989, 0])],
    ['an embedding that is a plain array', { ...templateOf([1, 0]), embedding: [1, 0] }],
    ['an embedding of 64-bit numbers', { ...templateOf([1, 0]), embedding: Float64Array.of(1, 0) }],
    ['no modelId', templateOf([1, 0], { modelId: '' })],
    ['no digest', templateOf([1, 0], { digest: '' })],
    ['a digest of bytes', { ...templateOf([1, 0]), digest: Uint8Array.of(1) }],
    ['a quality above 100', templateOf([1, 0], { quality: 100.1 })],
    ['a quality below 0', templateOf([1, 0], { quality: -0.1 })],
    ['a quality of NaN', templateOf([1, 0], { quality: NaN })],
    ['a quality in words', { ...templateOf([1, 0]), quality: '80' }],
    ['no liveness, not even null', { ...templateOf([1, 0]), liveness: undefined }],
    ['a liveness without a verdict', { ...templateOf([1, 0]), liveness: { score: 1 } }],
    ['a liveness of NaN', templateOf([1, 0], { liveness: { score: NaN, live: true } })],
    ['no time', templateOf([1, 0], { capturedAt: NaN })],
    ['a Date', { ...templateOf([1, 0]), capturedAt: new Date() }],
  ])('refuses %s', (_, template) => {
    expect(() => parseTemplate(template as FaceTemplate)).toThrow(refused);
  });

  test('says which template it was, and the numbers', () => {
    expect(() => parseTemplate(templateOf([2, 0]), 3)).toThrow(
      expect.objectContaining({ details: { index: 3, norm: 2, tolerance: 1e-3 } }),
    );
    expect(() => parseTemplate(templateOf([2, 0]), 3)).toThrow(/Template 3 .* length 2/);
  });
});
