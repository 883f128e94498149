import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { cosineSimilarity } from '../src/matching/index.ts';
import { mostSimilar } from '../src/search/ranking.ts';
import { VectorIndex } from '../src/search/vector-index.ts';
import { near, randomVector, seededRandom } from './vectors.ts';

const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });
const vector = (...numbers: number[]) => Float32Array.from(numbers);
type Rows = ReadonlyMap<string, Float32Array>;

function indexOf(rows: Rows, dimension: number, keepRows = true): VectorIndex {
  const index = new VectorIndex(dimension, { keepRows });
  for (const [key, row] of rows) index.set(key, row);
  return index;
}

function named(rows: readonly Float32Array[]): Rows {
  return new Map(rows.map((row, i) => [`row ${i}`, row]));
}

/** What every answer has to be: every row compared in double precision, and sorted. */
function everyRowRanked(rows: Rows, probe: Float32Array) {
  return Array.from(rows, ([key, row]) => ({ key, similarity: cosineSimilarity(row, probe) })).sort(
    (a, b) => b.similarity - a.similarity || (a.key < b.key ? -1 : 1),
  );
}

function expectExact(rows: Rows, probes: readonly Float32Array[], ks = [1, 5, rows.size, rows.size + 1]): void {
  const dimension = probes[0]!.length;
  const index = indexOf(rows, dimension);
  const withoutRows = indexOf(rows, dimension, false);
  for (const probe of probes) {
    const ranked = everyRowRanked(rows, probe);
    for (const k of ks) {
      expect(index.search(probe, k)).toEqual(ranked.slice(0, k));

      const candidates = withoutRows.candidates(probe, k);
      expect(index.candidates(probe, k)).toEqual(candidates);
      for (const { key, atLeast, atMost } of candidates) {
        const similarity = cosineSimilarity(rows.get(key)!, probe);
        // One assertion on all three: with one each, this file would take minutes.
        if (!(atLeast <= similarity && similarity <= atMost)) expect({ atLeast, similarity, atMost }).toBeNull();
      }
      const hits = candidates.map(({ key }) => ({ key, similarity: cosineSimilarity(rows.get(key)!, probe) }));
      expect(mostSimilar(hits, k)).toEqual(ranked.slice(0, k));
    }
  }
}

describe.each([1, 3, 8, 127, 128, 512, 513])('%i numbers: the answer is that of comparing every row', (dimension) => {
  const random = seededRandom(dimension);
  const some = () => randomVector(random, dimension);
  const many = (count: number, make: (i: number) => Float32Array) => Array.from({ length: count }, (_, i) => make(i));

  test('random directions', () => {
    const rows = many(300, some);
    expectExact(named(rows), [...many(4, some), ...rows.slice(0, 4).map((row) => near(row, 0.65, random))]);
  });

  test('clusters so narrow that the copies in one byte cannot tell their rows apart', () => {
    const centres = many(3, some);
    const rows = many(300, (i) => near(centres[i % 3]!, 1e-3, random));
    expectExact(named(rows), [...centres, ...centres.map((centre) => near(centre, 1e-2, random)), some()]);
  });

  test('identical rows', () => {
    const [one, other] = [some(), some()];
    expectExact(
      named(many(200, (i) => (i % 3 === 0 ? other : one))),
      [one, other, some(), one.map((value) => -value)],
      [1, 5, 70],
    );
  });

  test('one number among zeros, and its negative', () => {
    const rows = many(200, (i) => {
      const row = new Float32Array(dimension);
      row[i % dimension] = i % 2 === 0 ? 1 : -1;
      return row;
    });
    expectExact(named(rows), [rows[0]!, rows[1]!, some()]);
  });

  test('one large number among small ones', () => {
    const rows = many(200, (i) => {
      const row = some();
      row[i % dimension]! *= 1e6;
      return row;
    });
    expectExact(named(rows), [rows[0]!, near(rows[1]!, 1e-4, random), some()]);
  });

  test('lengths from the smallest that 32 bits hold to nearly the largest', () => {
    const lengths = [1e-43, 1e-38, 1e-20, 1, 1e20, 1e36];
    // What becomes nothing but zeros has no direction.
    const rows = many(200, (i) => some().map((value) => value * lengths[i % lengths.length]!)).filter((row) =>
      row.some((value) => value !== 0),
    );
    expectExact(named(rows), [rows[0]!, rows[5]!, some(), some()]);
  });

  test('all numbers at their largest: no sum overflows', () => {
    const flat = new Float32Array(dimension).fill(-1);
    const rows = [flat, flat.map((value) => -value), some(), some()];
    expectExact(named(rows), [flat, rows[1]!, flat.map((_, i) => (i % 2 === 0 ? 1 : -1))]);
  });
});

test('the bounds hold where they are tight', () => {
  // Along the second axis the codes are 10.49 → 10 and 10.51 → 11: all that is lost lies in the probe's direction. The third
  // number, 9 exactly, makes the other row longer, so that it is the less similar one, although its code is the larger.
  const rows = new Map([
    ['more similar', vector(127, 10.49, 0)],
    ['less similar', vector(127, 10.51, 9)],
  ]);
  const probe = vector(0, 1, 0);
  expect(everyRowRanked(rows, probe)[0]!.key).toBe('more similar');
  expectExact(rows, [probe, vector(0, -1, 0)]);
});

test('no sum overflows at the largest dimension', () => {
  const flat = new Float32Array(65_536).fill(1);
  expectExact(named([flat, flat.map((value) => -value)]), [flat, flat.map((value) => -3 * value)]);
});

test('ten thousand rows, each more similar than the one before: none is dropped before the best are known', () => {
  const random = seededRandom(5);
  const probe = randomVector(random, 24);
  const rows = Array.from({ length: 10_000 }, (_, i) => near(probe, 10 - i * 1e-3, random));
  expectExact(named(rows), [probe, near(probe, 1, random)], [1, 50, 10_000]);
  expectExact(named(rows.toReversed()), [probe], [1, 50]);
});

test('of ten thousand random rows hardly more than the answer are compared', () => {
  const random = seededRandom(6);
  const index = new VectorIndex(128, { keepRows: false });
  for (let i = 0; i < 10_000; i++) index.set(`${i}`, randomVector(random, 128));
  for (let i = 0; i < 10; i++) {
    expect(index.candidates(randomVector(random, 128), 5).length).toBeLessThan(50);
  }
});

test('candidates come with the largest upper bound first', () => {
  const random = seededRandom(7);
  const rows = Array.from({ length: 500 }, () => randomVector(random, 16));
  const bounds = indexOf(named(rows), 16).candidates(randomVector(random, 16), 20);
  expect(bounds.map(({ atMost }) => atMost)).toEqual(bounds.map(({ atMost }) => atMost).sort((a, b) => b - a));
});

test('equally similar rows come in the order of their keys, whenever they were added', () => {
  const keys = ['b', 'a', 'd', 'C', 'ä', 'c'];
  const index = new VectorIndex(2, { keepRows: true });
  for (const [i, key] of keys.entries()) index.set(key, vector(i + 1, 0));
  index.set('best', vector(1, 1));
  expect(index.search(vector(2, 1), 7).map(({ key }) => key)).toEqual(['best', 'C', 'a', 'b', 'c', 'd', 'ä']);
  expect(index.search(vector(2, 1), 3).map(({ key }) => key)).toEqual(['best', 'C', 'a']);
});

describe('changes', () => {
  const operation = fc.record({
    what: fc.constantFrom('set', 'set', 'set', 'delete', 'clear'),
    key: fc.integer({ min: 0, max: 15 }).map(String),
    row: fc
      .float32Array({ minLength: 5, maxLength: 5, noNaN: true, noDefaultInfinity: true })
      .filter((row) => row.some((value) => value !== 0)),
  });

  test.each([true, false])('in any order leave what a Map would hold (rows kept: %s)', (keepRows) => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 60 }),
        operation.map(({ row }) => row),
        fc.integer({ min: 1, max: 4 }),
        (operations, probe, k) => {
          const index = new VectorIndex(5, { keepRows });
          const rows = new Map<string, Float32Array>();
          for (const { what, key, row } of operations) {
            if (what === 'delete') expect(index.delete(key)).toBe(rows.delete(key));
            else if (what === 'clear') {
              // Rarely, or little would be left of a sequence.
              if (key !== '0') continue;
              index.clear();
              rows.clear();
            } else {
              index.set(key, row);
              rows.set(key, row);
            }
          }
          expect(index.size).toBe(rows.size);
          expect(Array.from(index.keys()).sort()).toEqual(Array.from(rows.keys()).sort());
          for (let key = 0; key < 16; key++) expect(index.has(`${key}`)).toBe(rows.has(`${key}`));
          if (keepRows) expect(index.search(probe, k)).toEqual(everyRowRanked(rows, probe).slice(0, k));
          const bounds = new Map(index.candidates(probe, 16).map(({ key, ...bounds }) => [key, bounds]));
          expect(bounds.size).toBe(rows.size);
          for (const { key, similarity } of everyRowRanked(rows, probe)) {
            expect(bounds.get(key)!.atLeast).toBeLessThanOrEqual(similarity);
            expect(bounds.get(key)!.atMost).toBeGreaterThanOrEqual(similarity);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('copy the vector', () => {
    const row = vector(1, 0);
    const index = new VectorIndex(2, { keepRows: true });
    index.set('a', row);
    row.set([0, 1]);
    expect(index.search(vector(1, 0), 1)).toEqual([{ key: 'a', similarity: 1 }]);
  });

  test('take memory and give it back', () => {
    const random = seededRandom(8);
    const [index, withoutRows] = [true, false].map((keepRows) => new VectorIndex(64, { keepRows }));
    const empty = [index!.bytes, withoutRows!.bytes];
    for (let i = 0; i < 20_000; i++) {
      const row = randomVector(random, 64);
      index!.set(`${i}`, row);
      withoutRows!.set(`${i}`, row);
    }
    // 64 codes, a scale and a radius; room for an eighth more, and a page.
    expect(withoutRows!.bytes).toBeGreaterThanOrEqual(20_000 * (64 + 8));
    expect(withoutRows!.bytes).toBeLessThan(20_000 * (64 + 8) * 1.25);
    expect(index!.bytes - withoutRows!.bytes).toBeGreaterThanOrEqual(20_000 * 64 * 4);
    expect(index!.bytes - withoutRows!.bytes).toBeLessThanOrEqual(20_000 * 64 * 4 + 2 ** 20);

    for (let i = 0; i < 20_000; i++) index!.delete(`${i}`);
    expect(index!.bytes).toBe(withoutRows!.bytes);
    index!.clear();
    withoutRows!.clear();
    expect([index!.bytes, withoutRows!.bytes]).toEqual(empty);
  });
});

describe('refuses', () => {
  const filled = () => indexOf(new Map([['a', vector(1, 0, 0)]]), 3);

  test.each([
    ['zero', vector(0, 0, 0), 'bad-template'],
    ['not a number', vector(1, NaN, 0), 'bad-template'],
    ['infinite', vector(1, 0, -Infinity), 'bad-template'],
    ['too short', vector(1, 0), 'model-mismatch'],
    ['too long', vector(1, 0, 0, 0), 'model-mismatch'],
    ['empty', vector(), 'model-mismatch'],
  ])('a vector that is %s, and stays as it was', (_, bad, code) => {
    const index = filled();
    expect(() => index.set('b', bad)).toThrow(withCode(code));
    expect(() => index.set('a', bad)).toThrow(withCode(code));
    expect(() => index.search(bad, 1)).toThrow(withCode(code));
    expect(() => index.candidates(bad, 1)).toThrow(withCode(code));
    expect(index.size).toBe(1);
    expect(index.has('b')).toBe(false);
    expect(index.search(vector(2, 0, 0), 5)).toEqual([{ key: 'a', similarity: 1 }]);
  });

  test.each([0, -1, 1.5, NaN, Infinity, '3' as unknown as number])('k = %s', (k) => {
    expect(() => filled().search(vector(1, 0, 0), k)).toThrow(withCode('bad-options'));
    expect(() => filled().candidates(vector(1, 0, 0), k)).toThrow(withCode('bad-options'));
  });

  test.each([0, -8, 1.5, NaN, 65_537])('a dimension of %s', (dimension) => {
    expect(() => new VectorIndex(dimension, { keepRows: true })).toThrow(withCode('bad-options'));
  });

  test('to compare rows that it did not keep', () => {
    expect(() => new VectorIndex(3, { keepRows: false }).search(vector(1, 0, 0), 1)).toThrow(withCode('bad-options'));
  });

  test('finds nothing where there is nothing', () => {
    const index = new VectorIndex(3, { keepRows: true });
    expect(index.search(vector(1, 0, 0), 3)).toEqual([]);
    expect(index.candidates(vector(1, 0, 0), 3)).toEqual([]);
    expect(index.delete('a')).toBe(false);
  });
});

test.each([
  [
    'the kernel',
    // A page is full after some sixty rows of 512 numbers.
    () =>
      vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
        throw new RangeError('Unable to grow instance memory');
      }),
  ],
  [
    'the rows',
    // A chunk is full after 512 rows of 512 numbers. A view of memory that is there takes none.
    () => {
      const Original = Float32Array;
      return vi.spyOn(globalThis, 'Float32Array').mockImplementation(function refuse(of: number | ArrayBuffer) {
        if (typeof of === 'number') throw new RangeError('Array buffer allocation failed');
        return new Original(of);
      } as never);
    },
  ],
])('where there is no memory left for %s, nothing is half written', (_, refuseMemory) => {
  const random = seededRandom(9);
  const rows = Array.from({ length: 700 }, () => randomVector(random, 512));
  const probe = randomVector(random, 512);
  const index = new VectorIndex(512, { keepRows: true });
  const known = new Map<string, Float32Array>();
  const add = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      index.set(`${i}`, rows[i]!);
      known.set(`${i}`, rows[i]!);
    }
  };

  add(0, 10);
  const memory = refuseMemory();
  try {
    expect(() => add(10, 700)).toThrow(withCode('out-of-memory'));
    expect(() => index.set('another', probe)).toThrow(withCode('out-of-memory'));
    index.set('3', rows[600]!);
    known.set('3', rows[600]!);
  } finally {
    memory.mockRestore();
  }
  expect(known.size).toBeGreaterThan(10);
  expect(Array.from(index.keys())).toEqual(Array.from(known.keys()));
  expect(index.search(probe, 9)).toEqual(everyRowRanked(known, probe).slice(0, 9));

  add(0, 700);
  expect(index.search(probe, 9)).toEqual(everyRowRanked(known, probe).slice(0, 9));
});
