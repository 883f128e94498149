import { describe, expect, test } from 'vitest';
import { centroidOf, compare, confidence, matchPerson, rankCandidates } from '../src/matching/index.ts';
import { MODEL, templateOf } from './synthetic.ts';

const vector = (...numbers: number[]) => Float32Array.from(numbers);
const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

describe('compare', () => {
  test('says match, similarity, distance, threshold and confidence', () => {
    const same = compare(templateOf([0.6, 0.8]), templateOf([1, 0]));
    expect(same).toEqual({
      match: true,
      similarity: expect.closeTo(0.6, 6),
      distance: expect.closeTo(0.4, 6),
      threshold: 0.38,
      confidence: expect.closeTo(100 / (1 + Math.exp(-0.22 / 0.075)), 4),
    });
    const stricter = compare(templateOf([0.6, 0.8]), templateOf([1, 0]), { threshold: 0.7 });
    expect(stricter).toEqual({ ...same, match: false, threshold: 0.7 });
  });

  test('matches from the threshold on', () => {
    // A cosine of exactly 1.
    const [a, b] = [templateOf([1, 0]), templateOf([1, 0])];
    expect(compare(a, b, { threshold: 1 })).toMatchObject({ match: true, similarity: 1, distance: 0 });
  });

  test('has its confidence about the default threshold, and about the one passed only where there is no default', () => {
    const shots = (modelId: string) => [templateOf([0.6, 0.8], { modelId }), templateOf([1, 0], { modelId })] as const;
    for (const threshold of [undefined, 0.1, 0.9, { targetFmr: 1e-2 }, { minimumConfidence: 85 }]) {
      expect(compare(...shots(MODEL), { threshold }).confidence).toBe(
        confidence(compare(...shots(MODEL)).similarity, 0.38),
      );
    }
    const { similarity } = compare(...shots('other@1'), { threshold: 0.2 });
    expect(compare(...shots('other@1'), { threshold: similarity })).toMatchObject({ match: true, confidence: 50 });
  });

  test('refuses two models, and a model without a threshold', () => {
    const [a, b] = [templateOf([1, 0], { modelId: 'a@1' }), templateOf([1, 0], { modelId: 'b@1' })];
    expect(() => compare(a, b, { threshold: 0.4 })).toThrow(withCode('model-mismatch'));
    expect(() => compare(a, a)).toThrow(withCode('bad-options'));
    expect(compare(a, a, { threshold: 0.4 }).match).toBe(true);
  });

  test('never matches a NaN', () => {
    expect(() => compare(templateOf([NaN, 0]), templateOf([NaN, 0]))).toThrow(withCode('bad-template'));
  });
});

describe('matchPerson', () => {
  const templates = [templateOf([1, 0]), templateOf([0.8, 0.6])];
  const centroid = centroidOf(templates.map(({ embedding }) => embedding)); // (1.8, 0.6) / 1.8974 = (0.94868, 0.31623)

  test('decides by the centroid and reports the rest', () => {
    const verification = matchPerson({ centroid, templates }, templateOf([0.6, 0.8]), { threshold: 0.82 });
    expect(verification).toEqual({
      match: true,
      similarity: expect.closeTo(0.82219, 4), // 0.6 · 0.94868 + 0.8 · 0.31623
      distance: expect.closeTo(0.17781, 4),
      centroid: expect.closeTo(0.82219, 4),
      best: expect.closeTo(0.96, 6),
      mean: expect.closeTo(0.78, 6),
      min: expect.closeTo(0.6, 6),
      threshold: 0.82,
      confidence: expect.closeTo(confidence(0.82219, 0.38), 2),
    });
    expect(verification.similarity).toBe(verification.centroid);
    // The best template (0.96) does not save a probe whose similarity to the centroid is too small.
    expect(matchPerson({ centroid, templates }, templateOf([0.6, 0.8]), { threshold: 0.83 }).match).toBe(false);
  });

  test('refuses a person without templates, and a probe of another model', () => {
    expect(() => matchPerson({ centroid, templates: [] }, templateOf([1, 0]))).toThrow(withCode('bad-template'));
    const foreign = templateOf([1, 0], { modelId: 'b@1' });
    expect(() => matchPerson({ centroid, templates }, foreign, { threshold: 0.4 })).toThrow(withCode('model-mismatch'));
  });
});

describe('rankCandidates', () => {
  const entry = (label: string, numbers: number[], modelId = MODEL) => ({
    label,
    modelId,
    centroid: vector(...numbers),
  });
  const gallery = [entry('north', [0, 1]), entry('east', [1, 0]), entry('north-east', [0.6, 0.8])];

  test('ranks people by the similarity of their centroid', () => {
    const { match, candidates } = rankCandidates(gallery, templateOf([0.8, 0.6]));
    expect(candidates.map(({ label }) => label)).toEqual(['north-east', 'east', 'north']);
    expect(candidates.map(({ similarity }) => similarity)).toEqual([0.96, 0.8, 0.6].map((n) => expect.closeTo(n, 6)));
    expect(match).toEqual(candidates[0]);
    expect(match).toEqual({
      label: 'north-east',
      similarity: expect.closeTo(0.96, 6),
      distance: expect.closeTo(0.04, 6),
      confidence: expect.closeTo(confidence(0.96, 0.38), 4),
    });
  });

  test('is an open set: a stranger matches nobody, but has candidates', () => {
    const { match, candidates } = rankCandidates(gallery, templateOf([0.8, 0.6]), { threshold: 0.97 });
    expect(match).toBeNull();
    expect(candidates).toHaveLength(3);
  });

  test('takes a policy for a threshold, too', () => {
    const labels = (minimumConfidence: number) =>
      rankCandidates(gallery, templateOf([0.8, 0.6]), { threshold: { minimumConfidence } }).match?.label;
    expect(labels(99.9)).toBe('north-east'); // of a confidence of 99.96
    expect(labels(99.97)).toBeUndefined();
  });

  test('reports at most k', () => {
    const { match, candidates } = rankCandidates(gallery, templateOf([0.8, 0.6]), { k: 1 });
    expect(candidates).toEqual([match]);
    const many = Array.from({ length: 9 }, (_, i) => entry(`person ${i}`, [1, 0]));
    expect(rankCandidates(many, templateOf([1, 0])).candidates).toHaveLength(5);
    for (const k of [0, -1, 1.5, NaN, Infinity]) {
      expect(() => rankCandidates(gallery, templateOf([1, 0]), { k })).toThrow(withCode('bad-options'));
    }
  });

  test('compares only people of the probe’s model', () => {
    const mixed = [entry('other', [1, 0], 'other@1'), entry('east', [1, 0])];
    expect(rankCandidates(mixed, templateOf([1, 0])).candidates.map(({ label }) => label)).toEqual(['east']);
    expect(() => rankCandidates(mixed.slice(0, 1), templateOf([1, 0]))).toThrow(withCode('model-mismatch'));
    expect(rankCandidates([], templateOf([1, 0]))).toEqual({ match: null, candidates: [] });
  });

  test('one broken centroid is an error, not a worse rank', () => {
    const broken = [...gallery, entry('broken', [NaN, 0])];
    expect(() => rankCandidates(broken, templateOf([1, 0]))).toThrow(withCode('bad-template'));
  });
});
