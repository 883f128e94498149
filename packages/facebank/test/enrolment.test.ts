import { describe, expect, test } from 'vitest';
import { planEnrolment } from '../src/enrolment.ts';
import { centroidOf, cosineSimilarity } from '../src/matching/index.ts';
import type { FaceTemplate } from '../src/template.ts';
import { MODEL, syntheticPerson, templateOf } from './synthetic.ts';

const rules = { threshold: undefined, maxTemplates: 5 };
const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

/** A person as the database has them. */
function enrolled(templates: FaceTemplate[]) {
  return {
    centroid: centroidOf(templates.map(({ embedding }) => embedding)),
    templates: templates.map((template, i) => ({ ...template, id: `${i + 1}`, source: null, addedAt: i })),
  };
}

test('a new person gets all of their shots', () => {
  const shots = syntheticPerson(1).shots(3);
  expect(planEnrolment(shots, null, rules)).toEqual({
    insert: shots,
    drop: [],
    skipped: [],
    modelId: MODEL,
    centroid: centroidOf(shots.map(({ embedding }) => embedding)),
    kept: 3,
  });
});

test('an empty list is refused, for somebody who is enrolled too', () => {
  expect(() => planEnrolment([], null, rules)).toThrow(withCode('bad-template'));
  expect(() => planEnrolment([], enrolled(syntheticPerson(1).shots(1)), rules)).toThrow(withCode('bad-template'));
});

describe('duplicates', () => {
  test('are skipped within the call and against what is stored', () => {
    const ada = syntheticPerson(1);
    const [a, b, c] = [ada.shot(), ada.shot(), ada.shot()];
    const plan = planEnrolment([b, a, b, c, { ...c, quality: 1 }], enrolled([a]), rules);
    expect(plan.insert).toEqual([b, c]);
    expect(plan.skipped).toEqual([
      { index: 1, reason: 'duplicate' },
      { index: 2, reason: 'duplicate' },
      { index: 4, reason: 'duplicate' },
    ]);
    expect(plan.kept).toBe(3);
  });

  test('alone change nothing', () => {
    const shots = syntheticPerson(1).shots(2);
    const plan = planEnrolment(shots, enrolled(shots), rules);
    expect(plan).toMatchObject({ insert: [], drop: [], kept: 2 });
    expect(plan.skipped).toHaveLength(2);
  });
});

describe('the newest are kept', () => {
  test('of seven at once, the five captured last, wherever they stand in the list', () => {
    const shots = syntheticPerson(1).shots(7);
    const shuffled = [6, 0, 3, 1, 5, 2, 4].map((i) => shots[i]!);
    const plan = planEnrolment(shuffled, null, rules);
    expect(plan.insert).toEqual([6, 3, 5, 2, 4].map((i) => shots[i]!));
    expect(plan.skipped).toEqual([
      { index: 1, reason: 'older' },
      { index: 3, reason: 'older' },
    ]);
    expect(plan.kept).toBe(5);
  });

  test('newer shots displace the oldest stored ones, and the centroid follows', () => {
    const shots = syntheticPerson(1).shots(7);
    const plan = planEnrolment(shots.slice(5), enrolled(shots.slice(0, 5)), rules);
    expect(plan).toMatchObject({ insert: shots.slice(5), drop: ['1', '2'], skipped: [], kept: 5 });
    expect(cosineSimilarity(plan.centroid, centroidOf(shots.slice(2).map(({ embedding }) => embedding)))).toBeCloseTo(
      1,
      9,
    );
    expect(cosineSimilarity(plan.centroid, centroidOf(shots.map(({ embedding }) => embedding)))).toBeLessThan(0.9999);
  });

  test('a shot older than all that are kept is skipped', () => {
    const [oldest, ...others] = syntheticPerson(1).shots(6);
    const plan = planEnrolment([oldest!], enrolled(others), rules);
    expect(plan).toMatchObject({ insert: [], drop: [], skipped: [{ index: 0, reason: 'older' }] });
  });

  test('of shots captured at once, the one enrolled last counts as newer', () => {
    const shots = syntheticPerson(1).shots(3, { capturedAt: 5 });
    const plan = planEnrolment(shots.slice(1), enrolled(shots.slice(0, 1)), { ...rules, maxTemplates: 2 });
    expect(plan).toMatchObject({ insert: shots.slice(1), drop: ['1'] });
  });
});

describe('different people', () => {
  test('in one call are refused, and the worst pair is named', () => {
    const [a, b, c] = [templateOf([1, 0, 0]), templateOf([0.8, 0.6, 0]), templateOf([0.28, 0.96, 0])];
    // a·b = 0.8, a·c = 0.28, b·c = 0.8
    expect(() => planEnrolment([a, b, c], null, rules)).toThrow(
      expect.objectContaining({
        code: 'different-people',
        details: { pair: [0, 2], similarity: expect.closeTo(0.28, 6), threshold: 0.38 },
      }),
    );
    expect(planEnrolment([a, b, c], null, { ...rules, threshold: 0.27 }).insert).toHaveLength(3);
  });

  test('are named by their places in the list, duplicates counted', () => {
    const [known, b, c] = [templateOf([1, 0]), templateOf([0.6, 0.8]), templateOf([0.6, -0.8])];
    // b·c = -0.28, and both are at 0.6 from the person who is enrolled.
    expect(() => planEnrolment([known, b, c], enrolled([known]), rules)).toThrow(
      expect.objectContaining({
        code: 'different-people',
        details: { pair: [1, 2], similarity: expect.closeTo(-0.28, 6), threshold: 0.38 },
      }),
    );
  });

  test('than the one who is enrolled are refused, by the centroid', () => {
    const [stored, stranger] = [templateOf([1, 0]), templateOf([0.28, 0.96])];
    expect(() => planEnrolment([stranger], enrolled([stored]), rules)).toThrow(
      expect.objectContaining({
        code: 'different-people',
        details: { pair: [0, 'enrolled'], similarity: expect.closeTo(0.28, 6), threshold: 0.38 },
      }),
    );
  });

  test('every shot of a clustered person is accepted, no stranger is', () => {
    const people = Array.from({ length: 10 }, (_, i) => syntheticPerson(i + 1));
    for (const [i, person] of people.entries()) {
      const stored = enrolled(person.shots(3));
      expect(planEnrolment(person.shots(2), stored, rules).insert).toHaveLength(2);
      const stranger = people[(i + 1) % people.length]!;
      expect(() => planEnrolment([stranger.shot()], stored, rules)).toThrow(withCode('different-people'));
    }
  });
});

describe('models', () => {
  test('do not mix in one call, nor with what is stored', () => {
    const ada = syntheticPerson(1);
    const [a, b] = [ada.shot(), ada.shot({ modelId: 'other@1' })];
    expect(() => planEnrolment([a, b], null, rules)).toThrow(withCode('model-mismatch'));
    expect(() => planEnrolment([b], enrolled([a]), { ...rules, threshold: 0.4 })).toThrow(withCode('model-mismatch'));
  });

  test('without a default threshold need one', () => {
    const shots = syntheticPerson(1).shots(2, { modelId: 'other@1' });
    expect(() => planEnrolment(shots, null, rules)).toThrow(withCode('bad-options'));
    expect(planEnrolment(shots, null, { ...rules, threshold: 0.4 }).modelId).toBe('other@1');
  });

  test('have one length of embedding', () => {
    const shots = [templateOf([1, 0]), templateOf([1, 0, 0])];
    expect(() => planEnrolment(shots, null, rules)).toThrow(withCode('model-mismatch'));
  });
});
