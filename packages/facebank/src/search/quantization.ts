import { FacebankError } from '../errors.ts';
import { normOf } from '../matching/similarity.ts';

/**
 * How a vector is quantised: its direction x̂ = x / ‖x‖ becomes scale · codes, with whole numbers for codes, and what is lost
 * has a length of at most `radius`: ‖x̂ − scale · codes‖ ≤ radius.
 *
 * So much is then known of the cosine between a row (x̂ = s·a + e, ‖e‖ ≤ r) and a probe (p̂ = t·b + f, ‖f‖ ≤ q):
 *
 *     x̂·p̂ = s·t·(a·b) + e·p̂ + (x̂ − e)·f
 *     |x̂·p̂ − s·t·(a·b)| ≤ r + (1 + r)·q = r·(1 + q) + q
 *
 * by the Cauchy–Schwarz inequality, as x̂ and p̂ have the length 1. Of the right side r belongs to the row alone, q to the
 * probe alone, and a·b is exact in whole numbers.
 */
export interface Quantized {
  /** Exact in 32 bits. */
  scale: number;
  /** Exact in 32 bits. Includes `rounding`. */
  radius: number;
}

/**
 * Added to every radius, for the rounding of whatever is computed from it: that of the kernel's 32-bit numbers is below 2e-6,
 * as none of them exceeds 5, and that of sums in 64-bit numbers is far smaller. The radius of a face of 512 numbers is about
 * 0.007.
 */
const rounding = 1e-5;

/** Rows are codes of one byte: -127 to 127. */
export const largestRowCode = 127;

/** No embedding is nearly as long, and up to here the bounds of `rounding` and `largestProbeCode` hold. */
export const largestDimension = 65_536;

/** The most that a probe's codes of two bytes may be, so that no dot product with a row can leave 32 bits. */
export function largestProbeCode(dimension: number): number {
  return Math.min(32_767, Math.floor((2 ** 31 - 1) / (dimension * largestRowCode)));
}

/**
 * Adding and taking away 1.5 · 2^52 rounds to a whole number, as 64-bit numbers have no room for a fraction up there. It
 * takes less than half the time of `Math.round`.
 */
const wholeNumbers = 1.5 * 2 ** 52;

/**
 * Quantises a vector.
 *
 * @param codes where the codes are written; those beyond the vector's length are left alone
 * @param largestCode what the largest number becomes
 * @throws FacebankError `bad-template` for a vector that is zero or not finite
 */
export function quantize(vector: Float32Array, codes: Int8Array | Int16Array, largestCode: number): Quantized {
  const norm = normOf(vector);
  if (!(norm > 0 && norm < Infinity)) {
    throw new FacebankError('bad-template', 'An embedding that is zero or not finite cannot be searched for.', {
      norm,
    });
  }
  let largest = 0;
  for (let i = 0; i < vector.length; i++) {
    const size = Math.abs(vector[i]!);
    if (size > largest) largest = size;
  }
  const scale = Math.fround(largest / norm / largestCode);
  const codesPerUnit = 1 / (norm * scale);

  let lost = 0;
  for (let i = 0; i < vector.length; i++) {
    const exact = vector[i]! * codesPerUnit;
    const code = exact + wholeNumbers - wholeNumbers;
    codes[i] = code;
    lost += (exact - code) ** 2;
  }
  return { scale, radius: Math.fround(Math.sqrt(lost) * scale + rounding) };
}
