import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kernelModule, kernelSource } from '../../../scripts/kernel.ts';
import { KthLargest } from '../src/search/kth-largest.ts';
import { largestProbeCode, largestRowCode, quantize } from '../src/search/quantization.ts';

test('the committed kernel is what its text assembles to (else: npm run kernel)', async () => {
  expect(await readFile(kernelModule, 'utf8')).toBe(await kernelSource());
});

test('the k-th largest', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true })), fc.integer({ min: 1, max: 12 }), (values, k) => {
      const kth = new KthLargest(k);
      values.forEach((value, i) => {
        kth.offer(value);
        const sorted = values.slice(0, i + 1).sort((a, b) => b - a);
        expect(kth.value === (sorted[k - 1] ?? -Infinity)).toBe(true);
      });
    }),
  );
});

test('what quantisation loses is no longer than it says', () => {
  const anyVector = fc
    .float32Array({ minLength: 1, maxLength: 40, noNaN: true, noDefaultInfinity: true })
    .filter((vector) => vector.some((value) => value !== 0));
  fc.assert(
    fc.property(anyVector, fc.boolean(), (vector, isRow) => {
      const codes = isRow ? new Int8Array(vector.length) : new Int16Array(vector.length);
      const largestCode = isRow ? largestRowCode : largestProbeCode(vector.length);
      const { scale, radius } = quantize(vector, codes, largestCode);

      const norm = Math.hypot(...vector);
      const lost = Math.hypot(...Array.from(vector, (value, i) => value / norm - scale * codes[i]!));
      expect(lost).toBeLessThanOrEqual(radius);
      expect(Math.max(...codes.map(Math.abs))).toBe(largestCode);
      expect([Math.fround(scale), Math.fround(radius)]).toEqual([scale, radius]);
    }),
  );
});

test("no dot product of a row's codes and a probe's leaves 32 bits", () => {
  for (const dimension of [1, 128, 512, 513, 2048, 65_536]) {
    expect(dimension * largestRowCode * largestProbeCode(dimension)).toBeLessThan(2 ** 31);
  }
  expect(largestProbeCode(512)).toBe(32_767);
});
