import { type CapturePolicy, completePolicy } from 'face-core';
import type { ThresholdOption } from 'facebank/matching';

/** What a gate asks for. The limits of a picture are those of `capture`. */
export interface GatePolicy extends CapturePolicy, ThresholdOption {
  /**
   * How many frames of a video are looked at, at most; 3 by default, and 1 is no retry. Another one is taken where the
   * last was too poor to answer by, or missed the threshold by `nearMiss` or less and nothing else. Anything but a video is
   * looked at once.
   */
  attempts?: number;
  /**
   * By how much a similarity may miss the threshold to be tried again; 0.05 by default, 0 for never. Each further look is a
   * further chance for somebody who resembles the person; it counts as one for the gallery's `maximumFailures`.
   */
  nearMiss?: number;
  /**
   * What becomes of a registration whose face somebody else in the gallery has: `refuse` (default), so that nobody is
   * enrolled under two labels, or `report`, in the decision's `enrolment.alsoMatches`.
   */
  duplicates?: 'refuse' | 'report';
}

export type CompleteGatePolicy = Required<Omit<GatePolicy, 'threshold'>> & Pick<GatePolicy, 'threshold'>;

/**
 * The policy with its defaults.
 *
 * @throws TypeError for an option that is none; a threshold is looked at with the first probe, whose model it depends on
 */
export function completeGatePolicy(policy: GatePolicy = {}): CompleteGatePolicy {
  const { attempts = 3, nearMiss = 0.05, duplicates = 'refuse', threshold } = policy;
  const complete = { ...completePolicy(policy), attempts, nearMiss, duplicates, threshold };
  if (!(Number.isInteger(attempts) && attempts >= 1)) throw new TypeError('attempts must be a whole number from 1 on');
  if (!(nearMiss >= 0 && nearMiss < 1)) throw new TypeError('nearMiss must be a number from 0 to 1');
  if (!['refuse', 'report'].includes(duplicates)) throw new TypeError("duplicates is 'refuse' or 'report'");
  if (!['require', 'report', 'skip'].includes(complete.liveness)) {
    throw new TypeError("liveness is 'require', 'report' or 'skip'");
  }
  return complete;
}
