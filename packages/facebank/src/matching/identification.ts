import { FacebankError } from '../errors.ts';
import type { FaceTemplate } from '../template.ts';
import { decisionBy } from './comparison.ts';
import { cosineSimilarity } from './similarity.ts';
import type { ThresholdOption } from './thresholds.ts';

/** One person of a gallery, as identification sees them. */
export interface GalleryEntry {
  label: string;
  /** The model of the person's templates: id@version. */
  modelId: string;
  /** The mean of the person's embeddings, L2-normalised: see `centroidOf`. */
  centroid: Float32Array;
}

/** A person the probe may be of. */
export interface Candidate {
  label: string;
  /** The cosine between the probe and the person's centroid, -1 to 1. */
  similarity: number;
  /** `1 - similarity`, 0 to 2. */
  distance: number;
  /** 0–100, 50 at the model's default threshold, whichever was decided by. Not a probability. */
  confidence: number;
}

/** The answer of an open-set search: the probe may be of nobody in the gallery. */
export interface Identification {
  /** The best candidate if its similarity reaches the threshold; `null` for a stranger. */
  match: Candidate | null;
  /** The best people, most similar first, whether or not they reach the threshold. */
  candidates: Candidate[];
}

/** How a gallery is searched. */
export interface IdentifyOptions extends ThresholdOption {
  /** How many candidates to report at most: a whole number from 1. Default 5. */
  k?: number | undefined;
}

/**
 * Of whom in the gallery is the probe, if of anybody (1:N, open set)? Only people of the probe's model are compared.
 *
 * @throws FacebankError `model-mismatch` when the gallery has people but none of the probe's model; `bad-template`,
 *   `bad-options`
 */
export function rankCandidates(
  gallery: readonly GalleryEntry[],
  probe: FaceTemplate,
  { threshold, k = 5 }: IdentifyOptions = {},
): Identification {
  const decide = decisionBy(probe.modelId, threshold);
  if (!(Number.isInteger(k) && k >= 1)) {
    throw new FacebankError('bad-options', `k must be a whole number from 1, not ${k}.`, { k });
  }
  const comparable = gallery.filter(({ modelId }) => modelId === probe.modelId);
  requireComparable(new Set(gallery.map(({ modelId }) => modelId)), probe.modelId);

  const ranked = comparable
    .map(({ label, centroid }) => ({ label, ...decide(cosineSimilarity(centroid, probe.embedding)) }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, k);
  const candidates = ranked.map(({ label, similarity, distance, confidence }) => ({
    label,
    similarity,
    distance,
    confidence,
  }));
  return { match: ranked[0]?.match ? candidates[0]! : null, candidates };
}

/**
 * Is there anybody whom a probe of this model can be compared with? A gallery without people is: nobody is in it.
 *
 * @throws FacebankError `model-mismatch`
 */
export function requireComparable(models: Iterable<string>, probe: string): void {
  const gallery = [...models];
  if (gallery.length === 0 || gallery.includes(probe)) return;
  throw new FacebankError(
    'model-mismatch',
    `Nobody is enrolled with the probe's model "${probe}": enrol people again with it.`,
    { probe, gallery },
  );
}
