import { FacebankError } from '../errors.ts';
import { normOf, requireSameLength } from './similarity.ts';

/**
 * The direction of a person: the mean of the embeddings, L2-normalised.
 *
 * @throws FacebankError `bad-template` when there is none, or when they cancel each other out or are not finite;
 *   `model-mismatch` when their lengths differ
 */
export function centroidOf(embeddings: readonly Float32Array[]): Float32Array {
  const [first] = embeddings;
  if (first === undefined) throw new FacebankError('bad-template', 'A centroid needs at least one embedding.');

  const sum = new Float64Array(first.length);
  for (const embedding of embeddings) {
    requireSameLength(first, embedding);
    for (let i = 0; i < sum.length; i++) sum[i]! += embedding[i]!;
  }
  const norm = normOf(sum);
  if (!(norm > 0 && norm < Infinity)) {
    throw new FacebankError('bad-template', 'These embeddings have no common direction.', { norm });
  }
  return Float32Array.from(sum, (value) => value / norm);
}
