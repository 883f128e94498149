import { FacebankError } from '../errors.ts';
import { type FaceTemplate, requireSameModel } from '../template.ts';
import { type Comparison, decisionBy } from './comparison.ts';
import { cosineSimilarity } from './similarity.ts';
import type { ThresholdOption } from './thresholds.ts';

/** What a probe is compared with: one person's templates, at least one, and their centroid. */
export interface Reference {
  /** L2-normalised: see `centroidOf`. */
  centroid: Float32Array;
  /** All of the probe's model. */
  templates: readonly FaceTemplate[];
}

/** The answer of a 1:1 comparison. All similarities are cosines, -1 to 1. */
export interface Verification extends Comparison {
  /** The similarity to the person's centroid. It is `similarity`: the one that decides. */
  centroid: number;
  /** The largest similarity to one of the person's templates. Reported; it decides nothing. */
  best: number;
  /** The mean of the similarities to the person's templates. */
  mean: number;
  /** The smallest of them. */
  min: number;
}

/**
 * Is the probe of this person (1:1)? The rule: `similarity` is the similarity of the probe to the person's centroid, and
 * `match` is `similarity >= threshold`.
 *
 * @throws FacebankError `model-mismatch`, `bad-template`, `bad-options`
 */
export function matchPerson(
  { centroid, templates }: Reference,
  probe: FaceTemplate,
  { threshold }: ThresholdOption = {},
): Verification {
  if (templates.length === 0) throw new FacebankError('bad-template', 'This person has no templates to compare with.');
  const similarities = templates.map((template) => {
    requireSameModel(template.modelId, probe.modelId);
    return cosineSimilarity(template.embedding, probe.embedding);
  });
  const decision = decisionBy(probe.modelId, threshold)(cosineSimilarity(centroid, probe.embedding));
  return {
    ...decision,
    centroid: decision.similarity,
    best: Math.max(...similarities),
    mean: similarities.reduce((sum, similarity) => sum + similarity) / similarities.length,
    min: Math.min(...similarities),
  };
}
