import { describe, expect, test } from 'vitest';
import { checkBytes, completeLimits, workingSize } from '../src/image/limits.ts';

const code = (name: string, details: object) => expect.objectContaining({ name: 'FaceError', code: name, details });

describe('limits', () => {
  test('have defaults', () => {
    const defaults = { maximumBytes: 50_000_000, maximumPixels: 64_000_000, tooLarge: 'refuse' };
    expect(completeLimits()).toEqual(defaults);
    expect(completeLimits({ tooLarge: 'scale' })).toEqual({ ...defaults, tooLarge: 'scale' });
  });

  test('that are none are refused', () => {
    for (const maximumBytes of [0, -1, Number.NaN]) expect(() => completeLimits({ maximumBytes })).toThrow(TypeError);
    for (const maximumPixels of [0, Number.NaN, 2 ** 28 + 1, Number.POSITIVE_INFINITY]) {
      expect(() => completeLimits({ maximumPixels })).toThrow(TypeError);
    }
    expect(() => completeLimits({ tooLarge: 'shrink' as 'scale' })).toThrow(TypeError);
    expect(completeLimits({ maximumPixels: 2 ** 28 }).maximumPixels).toBe(2 ** 28);
  });
});

test('a file of as many bytes as allowed may come in, and none with more', () => {
  const limits = completeLimits({ maximumBytes: 1000 });
  expect(() => checkBytes(1000, limits)).not.toThrow();
  expect(() => checkBytes(1001, limits)).toThrow(code('image-too-large', { bytes: 1001, maximumBytes: 1000 }));
});

describe('the size to work at', () => {
  const refusing = completeLimits();
  const scaling = completeLimits({ maximumPixels: 1_000_000, tooLarge: 'scale' });

  test('is the own one up to the limit', () => {
    expect(workingSize({ width: 8000, height: 8000 }, refusing)).toEqual({ width: 8000, height: 8000 });
    const details = { width: 8000, height: 8001, maximumPixels: 64_000_000 };
    expect(() => workingSize({ width: 8000, height: 8001 }, refusing)).toThrow(code('image-too-large', details));
  });

  test('is the largest of its shape beyond the limit, where that is asked for', () => {
    expect(workingSize({ width: 4000, height: 4000 }, scaling)).toEqual({ width: 1000, height: 1000 });
    expect(workingSize({ width: 4000, height: 1000 }, scaling)).toEqual({ width: 2000, height: 500 });
    expect(workingSize({ width: 1, height: 2_000_000 }, scaling).width).toBe(1);
  });

  test('is none for more than is ever decoded, nor for nothing', () => {
    expect(() => workingSize({ width: 2 ** 14, height: 2 ** 14 }, scaling)).not.toThrow();
    expect(() => workingSize({ width: 2 ** 14, height: 2 ** 14 + 1 }, scaling)).toThrow(/megapixels/);
    for (const size of [
      { width: 0, height: 5 },
      { width: 5, height: 0 },
      { width: -5, height: 5 },
      { width: Number.NaN, height: 5 },
    ]) {
      expect(() => workingSize(size, scaling)).toThrow(code('bad-image', size));
    }
  });
});
