import { FacebankError } from '../errors.ts';
import { requireThreshold } from './default-thresholds.ts';

/** What was measured of a model's false match rate (FMR), on what and how. */
export interface MeasuredThresholds {
  /** The images. */
  set: string;
  /** Which of their pairs were compared, and how. */
  protocol: string;
  /** The number of pairs of one person. */
  genuine: number;
  /** The number of pairs of two people. */
  impostor: number;
  /** In any order. At each `threshold`, a cosine, a share of at most `fmr` of the impostor pairs matched. */
  thresholds: readonly { fmr: number; threshold: number }[];
}

/**
 * By model id, what `npm run evaluate -- verification --identities DIR --choose-threshold` measured.
 *
 * These are rates that were seen, not bounds. At 0.297 one of the 1,090 impostor pairs still matches, and the most alike of
 * all have 0.31. The default threshold, 0.38, is above every one of these: each target is laxer than it. Where none of 1,090
 * matches, up to 0.28 % may elsewhere (the rule of three, at a confidence of 95 %), and more, as pairs of 12 people are not
 * independent; so nothing is claimed below 1e-3.
 *
 * Here two templates were compared, where `verify` and `identify` compare one with a person's centroid. Of the 539
 * comparisons of these photographs with the centroids of other people, 59, 5 and 0 match at the three thresholds.
 */
export const thresholdsByFmr: Readonly<Record<string, MeasuredThresholds>> = Object.freeze({
  'arcface-mobilefacenet@1': Object.freeze({
    set: '49 photographs of 12 people: the public examples of face-api.js and face_recognition',
    protocol: 'every pair of photographs, template with template; no failure to acquire',
    genuine: 86,
    impostor: 1090,
    thresholds: Object.freeze([
      Object.freeze({ fmr: 1e-1, threshold: 0.1298 }),
      Object.freeze({ fmr: 1e-2, threshold: 0.2358 }),
      Object.freeze({ fmr: 1e-3, threshold: 0.297 }),
    ]),
  }),
});

/**
 * The lowest measured threshold, a cosine, at which the false match rate was at most `fmr`. Nothing is interpolated: a
 * target between two that were measured gets the threshold of the stricter one.
 *
 * @param fmr above 0 and below 1. With the shipped table 1e-3 is the least: so few pairs show no less
 * @param measured an app's own measurements, by model id
 * @throws FacebankError `bad-options`
 */
export function thresholdAtFmr(
  modelId: string,
  fmr: number,
  measured: Readonly<Record<string, MeasuredThresholds>> = thresholdsByFmr,
): number {
  if (!(Number.isFinite(fmr) && fmr > 0 && fmr < 1)) {
    throw new FacebankError('bad-options', `A target FMR must be above 0 and below 1, not ${fmr}.`, { fmr });
  }
  if (!Object.hasOwn(measured, modelId)) {
    throw new FacebankError(
      'bad-options',
      `No FMR was measured for the model "${modelId}": run "npm run evaluate -- verification --identities DIR ` +
        '--choose-threshold" on your own images, and pass a threshold that it prints.',
      { modelId },
    );
  }
  const { impostor, thresholds } = measured[modelId]!;
  const reaching = thresholds.filter((row) => row.fmr <= fmr);
  if (reaching.length === 0) {
    throw new FacebankError(
      'bad-options',
      `No threshold is claimed to reach an FMR of ${fmr} with the model "${modelId}": only ${impostor} impostor pairs were ` +
        'measured. Ask for a larger one, or measure on more images of your own.',
      { modelId, fmr, impostor, least: Math.min(...thresholds.map((row) => row.fmr)) },
    );
  }
  return Math.min(...reaching.map(({ threshold }) => requireThreshold(threshold)));
}
