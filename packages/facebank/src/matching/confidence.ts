import { FacebankError } from '../errors.ts';
import { requireThreshold } from './default-thresholds.ts';

/** With the bundled model's threshold it makes its mean genuine similarity, about 0.7, a confidence of 99. */
const scale = 0.075;

/**
 * How far a similarity lies from a threshold, on a scale that people can read: 0–100, 50 at the threshold, rising along
 * a logistic curve. It is not a probability: nothing here was calibrated on how often people match.
 *
 * Decisions report it about the model's default threshold, whichever threshold they decide by, so that a confidence of 85
 * is the same cosine everywhere (0.51 with the bundled model). Only a model without a default has it about the threshold
 * that was passed.
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

/**
 * The inverse of `confidence`: the lowest similarity whose confidence is `minimum` or more.
 *
 * @throws FacebankError `bad-options` for a confidence that no similarity above -1 and up to 1 has
 */
export function similarityAt(minimum: number, threshold: number): number {
  const [least, most] = [confidence(-1, threshold), confidence(1, threshold)];
  if (!(Number.isFinite(minimum) && minimum > least && minimum <= most)) {
    throw new FacebankError(
      'bad-options',
      `A minimum confidence of ${minimum} decides nothing: similarities have confidences of ${least.toFixed(2)} to ${most.toFixed(2)}.`,
      { minimum, least, most },
    );
  }
  // Bisected to the last bit: a logarithm would be rounded otherwise than the exponential, and part `match` from `confidence`.
  let [below, reaching] = [-1, 1];
  while (true) {
    const middle = (below + reaching) / 2;
    if (middle <= below || middle >= reaching) return reaching;
    if (confidence(middle, threshold) >= minimum) reaching = middle;
    else below = middle;
  }
}
