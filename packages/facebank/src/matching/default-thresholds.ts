import { FacebankError } from '../errors.ts';

/**
 * The default threshold of every embedding model that has been measured, by model id: the cosine from which two templates
 * count as one person, unless the caller says otherwise.
 *
 * That of `arcface-mobilefacenet@1` stands between the impostors and the genuine pairs that were measured: at most 0.31 and
 * at least 0.40 over all 1,176 pairs of 49 photographs of 12 people; at most 0.34 over the impostors of an earlier 1,080
 * pairs; 0.37 once, between two people of one photograph, one of whom was shown at 240 pixels and strongly compressed. So
 * few pairs show no FMR below 1e-3, and none is claimed: evaluate on images like your own before relying on it.
 */
export const thresholds: Readonly<Record<string, number>> = Object.freeze({ 'arcface-mobilefacenet@1': 0.38 });

/** The default threshold of a model, if it has one. */
export function defaultThreshold(modelId: string): number | undefined {
  // Own properties only: a model may be called "constructor".
  return Object.hasOwn(thresholds, modelId) ? thresholds[modelId] : undefined;
}

/** @throws FacebankError `bad-options` when the model has no default */
export function requireDefaultThreshold(modelId: string): number {
  const threshold = defaultThreshold(modelId);
  if (threshold !== undefined) return threshold;
  throw new FacebankError(
    'bad-options',
    `There is no default threshold for the model "${modelId}": pass one, measured on your own images.`,
    { modelId },
  );
}

/**
 * The threshold itself, if it can decide anything. At -1 everything would match.
 *
 * @throws FacebankError `bad-options`
 */
export function requireThreshold(threshold: number): number {
  if (Number.isFinite(threshold) && threshold > -1 && threshold <= 1) return threshold;
  throw new FacebankError('bad-options', `The threshold must be above -1 and at most 1, not ${threshold}.`, {
    threshold,
  });
}
