import { type FaceTemplate, requireSameModel } from '../template.ts';
import { confidence } from './confidence.ts';
import { cosineSimilarity } from './similarity.ts';
import { type ThresholdOption, thresholdFor } from './thresholds.ts';

/** A similarity and what follows from it. */
export interface Comparison {
  /** `similarity >= threshold`. About identity alone: liveness and quality are not looked at. */
  match: boolean;
  /** A cosine, -1 to 1. */
  similarity: number;
  /** The cosine that was decided by. */
  threshold: number;
  /** 0–100, 50 at the threshold. Not a probability. */
  confidence: number;
}

/** Every decision of this package is made here. A similarity or threshold that is no number throws, and so never matches. */
export function decide(similarity: number, threshold: number): Comparison {
  return {
    confidence: confidence(similarity, threshold),
    match: similarity >= threshold,
    similarity,
    threshold,
  };
}

/**
 * Are these two templates of one person? Needs no gallery.
 *
 * @throws FacebankError `model-mismatch`, `bad-template`, `bad-options`
 */
export function compare(a: FaceTemplate, b: FaceTemplate, { threshold }: ThresholdOption = {}): Comparison {
  requireSameModel(a.modelId, b.modelId);
  return decide(cosineSimilarity(a.embedding, b.embedding), thresholdFor(a.modelId, threshold));
}
