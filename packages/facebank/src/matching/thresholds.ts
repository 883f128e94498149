import { FacebankError } from '../errors.ts';
import { similarityAt } from './confidence.ts';
import { requireDefaultThreshold, requireThreshold } from './default-thresholds.ts';
import { thresholdAtFmr } from './fmr-thresholds.ts';

/** A cosine, above -1 and at most 1, or what it is to be chosen by. */
export type Threshold = number | ThresholdTarget;

/** One of these; both at once are refused. */
export type ThresholdTarget =
  /** What `thresholdAtFmr` has for this false match rate, 1e-3 or more: with the bundled model less than its default. */
  | { targetFmr: number; minimumConfidence?: undefined }
  /** Matches exactly where the reported `confidence` is this or more. With the bundled model up to 99.97. */
  | { minimumConfidence: number; targetFmr?: undefined };

/** How a caller sets the threshold. */
export interface ThresholdOption {
  /** Default: the model's own, in `thresholds`. A model without one needs a cosine. */
  threshold?: Threshold | undefined;
}

/**
 * The threshold asked for, as a cosine; else the model's default.
 *
 * @throws FacebankError `bad-options` when what is asked for cannot be used or was not measured for this model, or nothing
 *   is and the model has no default
 */
export function thresholdFor(modelId: string, asked?: Threshold): number {
  if (asked === undefined) return requireDefaultThreshold(modelId);
  if (typeof asked !== 'object' || asked === null) return requireThreshold(asked);
  const { targetFmr, minimumConfidence } = asked;
  if (targetFmr !== undefined && minimumConfidence === undefined) return thresholdAtFmr(modelId, targetFmr);
  if (minimumConfidence !== undefined && targetFmr === undefined) {
    return similarityAt(minimumConfidence, requireDefaultThreshold(modelId));
  }
  throw new FacebankError(
    'bad-options',
    'A threshold is a cosine, or has either a targetFmr or a minimumConfidence: pass one of them.',
    { targetFmr, minimumConfidence },
  );
}
