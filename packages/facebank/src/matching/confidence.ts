import { FacebankError } from '../errors.ts';
import { requireThreshold } from './thresholds.ts';

/** With the bundled model's threshold it makes its mean genuine similarity, about 0.7, a confidence of 99. */
const scale = 0.075;

/**
 * How far a similarity lies from the threshold, on a scale that people can read: 0–100, 50 at the threshold, rising along
 * a logistic curve. It is not a probability: nothing here was calibrated on how often people match.
 *
 * @throws FacebankError `bad-template` for a similarity that is not finite, `bad-options` for a threshold out of range
 */
export function confidence(similarity: number, threshold: number): number {
  requireThreshold(threshold);
  if (!Number.isFinite(similarity)) {
    throw new FacebankError('bad-template', `A similarity of ${similarity} says nothing.`, { similarity });
  }
  return 100 / (1 + Math.exp((threshold - similarity) / scale));
}
