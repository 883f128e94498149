import { describe, expect, test } from 'vitest';
import { arcFace, embed, normalized } from '../src/embedding/arcface.ts';
import { modelId } from '../src/models/descriptor.ts';
import { cropOf, uniform } from './synthetic.ts';

describe('normalized', () => {
  test('keeps the direction and has length 1', () => {
    expect([...normalized(Float32Array.of(3, -4))]).toEqual([expect.closeTo(0.6, 6), expect.closeTo(-0.8, 6)]);
    expect([...normalized(Float32Array.of(0, 0, -7))]).toEqual([0, 0, -1].map((x) => expect.closeTo(x, 9)));
    const value = uniform(4, -3, 3);
    const vector = Float32Array.from({ length: 512 }, value);
    const unit = normalized(vector);
    expect(Math.hypot(...unit)).toBeCloseTo(1, 6);
    expect(unit[7]! / unit[8]!).toBeCloseTo(vector[7]! / vector[8]!, 4);
  });

  test('copies', () => {
    const vector = Float32Array.of(3, 4);
    const unit = normalized(vector);
    expect(unit).not.toBe(vector);
    expect([...vector]).toEqual([3, 4]);
  });

  test('knows very long and very short vectors', () => {
    for (const length of [3e38, 1e-40]) {
      const unit = normalized(Float32Array.of(length, length));
      expect(unit[0]).toBeCloseTo(Math.SQRT1_2, 4);
      expect(unit[1]).toBeCloseTo(Math.SQRT1_2, 4);
    }
  });

  test.each([
    ['without numbers', []],
    ['of zeros', [0, 0, 0]],
    ['with a NaN', [1, Number.NaN, 1]],
    ['with an infinite number', [1, Infinity, 1]],
    ['with a negative infinite number', [-Infinity, 0, 0]],
    ['with NaN and infinity', [Infinity, Number.NaN]],
  ])('refuses a vector %s', (_name, numbers) => {
    expect(() => normalized(Float32Array.from(numbers))).toThrow(RangeError);
  });
});

describe('embed', () => {
  test('shows the model (x - 127) / 128 in RGB planes, and normalises a copy of its answer', async () => {
    const output = Float32Array.of(0, 5, 0, 12);
    let seen: number[] = [];
    const input = new Float32Array(3 * 112 * 112);
    const run = async () => {
      seen = [0, 112 * 112, 2 * 112 * 112].map((plane) => input[plane]!);
      return [output];
    };
    const embedding = await embed(
      { input, run },
      arcFace,
      cropOf(112, () => [255, 127, 63]),
    );
    expect(seen).toEqual([1, 0, -0.5]);
    expect([...embedding]).toEqual([0, 5 / 13, 0, 12 / 13].map((x) => expect.closeTo(x, 6)));
    // The answer is the runtime's own memory: the next run overwrites it.
    output.fill(0);
    expect(Math.hypot(...embedding)).toBeCloseTo(1, 6);
  });
});

describe('modelId', () => {
  test('is id@version', () => {
    expect(modelId({ ...arcFace, id: 'name', version: '2' })).toBe('name@2');
    expect(modelId(arcFace)).toBe('arcface-mobilefacenet@1');
  });
});
