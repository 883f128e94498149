import { FacebankError } from '../errors.ts';

/**
 * The cosine of the angle between two embeddings, -1 to 1. For L2-normalised ones this is their dot product; dividing by
 * the lengths all the same keeps an embedding that is not normalised from scoring too high.
 *
 * @throws FacebankError `model-mismatch` when the lengths differ, `bad-template` when there is no finite cosine
 */
export function cosineSimilarity(a: Float32Array, b: Float32Array): number {
  requireSameLength(a, b);
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  const cosine = ab / Math.sqrt(aa * bb);
  if (!Number.isFinite(cosine)) {
    throw new FacebankError('bad-template', 'An embedding that is zero or not finite cannot be compared.', {
      norms: [Math.sqrt(aa), Math.sqrt(bb)],
    });
  }
  return Math.min(1, Math.max(-1, cosine));
}

/** @throws FacebankError `model-mismatch` */
export function requireSameLength(a: Float32Array, b: Float32Array): void {
  if (a.length === b.length) return;
  throw new FacebankError(
    'model-mismatch',
    `Embeddings of ${a.length} and of ${b.length} numbers cannot come from one model.`,
    { lengths: [a.length, b.length] },
  );
}

/** The Euclidean length of a vector. */
export function normOf(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! ** 2;
  return Math.sqrt(sum);
}
