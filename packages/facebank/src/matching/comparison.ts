import { type FaceTemplate, requireSameModel } from '../template.ts';
import { confidence } from './confidence.ts';
import { defaultThreshold } from './default-thresholds.ts';
import { cosineSimilarity } from './similarity.ts';
import { type Threshold, type ThresholdOption, thresholdFor } from './thresholds.ts';

/** A similarity and what follows from it. */
export interface Comparison {
  /** `similarity >= threshold`. About identity alone: liveness and quality are not looked at. */
  match: boolean;
  /** A cosine, -1 to 1. */
  similarity: number;
  /** The cosine distance, `1 - similarity`: 0 to 2. The Euclidean one of normalised embeddings is `√(2 · distance)`. */
  distance: number;
  /** The cosine that was decided by. */
  threshold: number;
  /** 0–100, 50 at the model's default threshold, whichever was decided by. Not a probability: see `confidence`. */
  confidence: number;
}

/**
 * Every decision of this package is made here. A similarity or threshold that is no number throws, and so never matches.
 *
 * @throws FacebankError `bad-options`
 */
export function decisionBy(modelId: string, asked: Threshold | undefined): (similarity: number) => Comparison {
  const threshold = thresholdFor(modelId, asked);
  const evenThreshold = defaultThreshold(modelId) ?? threshold;
  return (similarity) => ({
    match: similarity >= threshold,
    similarity,
    distance: 1 - similarity,
    threshold,
    confidence: confidence(similarity, evenThreshold),
  });
}

/**
 * Are these two templates of one person? Needs no gallery.
 *
 * @throws FacebankError `model-mismatch`, `bad-template`, `bad-options`
 */
export function compare(a: FaceTemplate, b: FaceTemplate, { threshold }: ThresholdOption = {}): Comparison {
  requireSameModel(a.modelId, b.modelId);
  return decisionBy(a.modelId, threshold)(cosineSimilarity(a.embedding, b.embedding));
}
