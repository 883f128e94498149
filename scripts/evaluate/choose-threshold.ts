import {
  type AttackDetectionErrors,
  attackDetectionErrors,
  attacks,
  errorsByType,
  type Outcome,
} from './attack-detection.ts';
import { share } from './metrics.ts';

/** By which an app chooses its threshold on its own images. */

export interface ThresholdErrors extends AttackDetectionErrors {
  threshold: number;
}

export interface ThresholdChoice {
  /** At thresholds that are usual. */
  candidates: ThresholdErrors[];
  /** At the lowest threshold at which no larger share of the attacks passes than of the bona fide is rejected. */
  eer: ThresholdErrors | null;
  /** At the lowest threshold at which APCER, of the worst type, is 5 % or less: ISO/IEC 30107-3's BPCER20. */
  apcer5: ThresholdErrors | null;
  /** At the lowest one for 1 %: BPCER100. */
  apcer1: ThresholdErrors | null;
}

const candidates = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

/**
 * The error rates at thresholds that an app may choose from. What no threshold reaches is `null`.
 *
 * @param outcomesAt what becomes of the presentations at a threshold, 0–1
 */
export function chooseThreshold(outcomesAt: (threshold: number) => Outcome[]): ThresholdChoice {
  const errorsAt = (threshold: number) => ({ threshold, ...attackDetectionErrors(outcomesAt(threshold)) });
  const lowest = (holds: (outcomes: Outcome[]) => boolean) => {
    const threshold = lowestThreshold(outcomesAt, holds);
    return threshold === null ? null : errorsAt(threshold);
  };
  const apcerWithin = (limit: number) => (outcomes: Outcome[]) => {
    const { apcer } = attackDetectionErrors(outcomes);
    return apcer !== null && apcer <= limit;
  };
  return {
    candidates: candidates.map(errorsAt),
    eer: lowest((outcomes) => {
      const { bpcer } = attackDetectionErrors(outcomes);
      const passed = share(attacks(outcomes), ({ live }) => live);
      return bpcer !== null && passed !== null && passed <= bpcer;
    }),
    apcer5: lowest(apcerWithin(0.05)),
    apcer1: lowest(apcerWithin(0.01)),
  };
}

/**
 * What a set is too small for. Of n attacks that are all rejected, up to 3/n may pass elsewhere (the rule of three, at a
 * confidence of 95 %): a claim of 1 % takes 300 of each type.
 */
export function warningsFor(outcomes: readonly Outcome[]): string[] {
  const types = Object.entries(errorsByType(outcomes));
  return [5, 1].flatMap((percent) => {
    const needed = 300 / percent;
    const few = types
      .filter(([, { attacks }]) => attacks < needed)
      .map(([type, { attacks }]) => `${type} has ${attacks}`);
    if (few.length === 0) return [];
    return [`Too few attacks to claim an APCER of ${percent} %, which takes ${needed} of each type: ${few.join(', ')}`];
  });
}

/** `holds` for all thresholds from some score on. Between two scores nothing changes: the threshold is in the middle. */
function lowestThreshold(
  outcomesAt: (threshold: number) => Outcome[],
  holds: (outcomes: Outcome[]) => boolean,
): number | null {
  const scores = new Set(outcomesAt(1).map(({ score }) => score));
  scores.delete(-Infinity);
  const ends = [0, ...[...scores].filter((score) => score > 0 && score < 1).sort((a, b) => a - b), 1];
  let low = 1;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(outcomesAt(ends[middle]!))) high = middle;
    else low = middle + 1;
  }
  const end = ends[low];
  if (end === undefined) return null;
  const between = (ends[low - 1]! + end) / 2;
  // Of two neighbours among the numbers the middle is one.
  return between > ends[low - 1]! ? between : end;
}
