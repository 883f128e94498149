import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planEnrolment } from '../src/enrolment.ts';
import { centroidOf } from '../src/matching/index.ts';
import type { StoredTemplate } from '../src/people.ts';
import type { FaceTemplate } from '../src/template.ts';
import { normalize, templateOf } from './synthetic.ts';

/** Few digests and few times, so that many shots are the same and many were captured at once; any two match. */
const shot = fc
  .record({
    digest: fc.constantFrom(...'abcdefgh'),
    capturedAt: fc.integer({ min: 1, max: 6 }),
    x: fc.float({ min: -1, max: 1, noNaN: true }),
    y: fc.float({ min: -1, max: 1, noNaN: true }),
  })
  .map(({ x, y, ...fields }) => templateOf([...normalize(Float32Array.of(3, x, y))], fields));
const shots = fc.array(shot, { minLength: 1, maxLength: 12 });
const maxTemplates = fc.integer({ min: 1, max: 6 });

/** Who was enrolled before, by the plan itself: `null`, nobody. */
function enrolled(batches: FaceTemplate[][], most: number) {
  let templates: StoredTemplate[] = [];
  for (const [time, batch] of batches.entries()) {
    const before = templates.length === 0 ? null : { templates, centroid: centroidOf(embeddingsOf(templates)) };
    const { insert, drop } = planEnrolment(batch, before, { maxTemplates: most });
    templates = [
      ...templates.filter(({ id }) => !drop.includes(id)),
      ...insert.map((template, index) => ({ ...template, id: `${time}-${index}`, source: null, addedAt: time })),
    ];
  }
  return templates.length === 0 ? null : { templates, centroid: centroidOf(embeddingsOf(templates)) };
}

function embeddingsOf(templates: readonly FaceTemplate[]): Float32Array[] {
  return templates.map(({ embedding }) => embedding);
}

/** The rules as one would say them: take the shots one by one, skip what is known, then keep the newest. */
function model(incoming: readonly FaceTemplate[], stored: readonly StoredTemplate[], most: number) {
  const all: FaceTemplate[] = [...stored];
  const duplicates: number[] = [];
  incoming.forEach((template, index) => {
    if (all.some(({ digest }) => digest === template.digest)) duplicates.push(index);
    else all.push(template);
  });
  const kept: FaceTemplate[] = [];
  while (kept.length < most && all.length > 0) {
    // Of those captured last, the one that came last.
    const newest = all.findLastIndex(({ capturedAt }) => capturedAt === Math.max(...all.map((of) => of.capturedAt)));
    kept.push(...all.splice(newest, 1));
  }
  return { kept, duplicates, left: all };
}

const situation = fc
  .tuple(fc.array(shots, { maxLength: 3 }), shots, maxTemplates)
  .map(([before, incoming, most]) => ({ person: enrolled(before, most), incoming, most }));

test('what is stored, dropped and skipped is what the rules say', () => {
  fc.assert(
    fc.property(situation, ({ person, incoming, most }) => {
      const stored = person?.templates ?? [];
      const { kept, duplicates, left } = model(incoming, stored, most);
      const plan = planEnrolment(incoming, person, { maxTemplates: most });
      expect(new Set(plan.insert)).toEqual(new Set(kept.filter((template) => incoming.includes(template))));
      expect(new Set(plan.drop)).toEqual(
        new Set(stored.filter((template) => left.includes(template)).map(({ id }) => id)),
      );
      expect(plan.skipped).toEqual(
        incoming.flatMap((template, index) => {
          if (duplicates.includes(index)) return [{ index, reason: 'duplicate' }];
          return left.includes(template) ? [{ index, reason: 'older' }] : [];
        }),
      );
      expect(plan.kept).toBe(kept.length);
    }),
  );
});

test('the centroid is that of the templates which are kept', () => {
  fc.assert(
    fc.property(situation, ({ person, incoming, most }) => {
      const { kept } = model(incoming, person?.templates ?? [], most);
      const { centroid } = planEnrolment(incoming, person, { maxTemplates: most });
      const expected = centroidOf(embeddingsOf(kept));
      for (const [i, value] of centroid.entries()) expect(value).toBeCloseTo(expected[i]!, 6);
    }),
  );
});

test('everything is accounted for, once', () => {
  fc.assert(
    fc.property(situation, ({ person, incoming, most }) => {
      const { insert, drop, skipped, kept } = planEnrolment(incoming, person, { maxTemplates: most });
      expect(insert.length + skipped.length).toBe(incoming.length);
      expect((person?.templates.length ?? 0) - drop.length + insert.length).toBe(kept);
      expect(kept).toBeLessThanOrEqual(most);
      expect(kept).toBeGreaterThan(0);
    }),
  );
});

test('the same shots again add nothing', () => {
  fc.assert(
    fc.property(fc.array(shots, { maxLength: 3 }), shots, maxTemplates, (before, incoming, most) => {
      const person = enrolled([...before, incoming], most);
      const stored = new Set(person!.templates.map(({ digest }) => digest));
      const again = incoming.filter(({ digest }) => stored.has(digest));
      fc.pre(again.length > 0);
      const plan = planEnrolment(again, person, { maxTemplates: most });
      expect(plan).toMatchObject({ insert: [], drop: [] });
      expect(plan.skipped.every(({ reason }) => reason === 'duplicate')).toBe(true);
    }),
  );
});
