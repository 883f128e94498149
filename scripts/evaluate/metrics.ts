/**
 * Error rates of a biometric comparison, in the words of ISO/IEC 19795-1. A score is a similarity; a comparison matches
 * where its score reaches the threshold. A failure to acquire has the score -Infinity: it matches nobody.
 */

export interface Scores {
  /** Of comparisons of one person with themself. */
  genuine: readonly number[];
  /** Of comparisons of two people. */
  impostor: readonly number[];
}

/** The share of impostor comparisons that match: a false match rate; `null` where there are none. */
export function falseMatchRate({ impostor }: Scores, threshold: number): number | null {
  return share(impostor, (score) => score >= threshold);
}

/** The share of genuine comparisons that do not match; `null` where there are none. */
export function falseNonMatchRate({ genuine }: Scores, threshold: number): number | null {
  return share(genuine, (score) => score < threshold);
}

/** The chance that a genuine score is above an impostor's, ties counted half; `null` where either list is empty. */
export function areaUnderCurve({ genuine, impostor }: Scores): number | null {
  if (genuine.length === 0 || impostor.length === 0) return null;
  const impostorSorted = sorted(impostor);
  let wins = 0;
  for (const score of genuine) {
    const below = countBelow(impostorSorted, (value) => value < score);
    const notAbove = countBelow(impostorSorted, (value) => value <= score);
    wins += below + (notAbove - below) / 2;
  }
  return wins / (genuine.length * impostor.length);
}

/** Where false matches and false non-matches are equally frequent, interpolated between scores. */
export function equalErrorRate(scores: Scores): number | null {
  if (scores.genuine.length === 0 || scores.impostor.length === 0) return null;
  let previous: OperatingPoint | undefined;
  for (const point of operatingPoints(scores)) {
    const after = point.fnmr - point.fmr;
    if (after >= 0) {
      const before = previous ? previous.fmr - previous.fnmr : 0;
      const weight = before + after === 0 ? 1 : before / (before + after);
      return previous ? previous.fmr + weight * (point.fmr - previous.fmr) : point.fnmr;
    }
    previous = point;
  }
  // Not reached: above every score nothing matches, and the false non-match rate is 1.
  return null;
}

/** The largest share of right decisions that any one threshold gives. */
export function bestAccuracy(scores: Scores): number | null {
  const { genuine, impostor } = scores;
  const total = genuine.length + impostor.length;
  if (total === 0) return null;
  let best = 0;
  for (const { fmr, fnmr } of operatingPoints(scores)) {
    best = Math.max(best, (1 - fnmr) * genuine.length + (1 - fmr) * impostor.length);
  }
  return best / total;
}

/** The share of genuine comparisons above every threshold at which the false match rate is over `fmr`. */
export function trueMatchRateAt({ genuine, impostor }: Scores, fmr: number): number | null {
  const refused = highestRefused(impostor, fmr);
  return share(genuine, (score) => score > refused);
}

/**
 * The highest rate that may be behind a number of trials in which nothing happened, at a confidence of 95 %: what is
 * improbable beyond it (Clopper and Pearson's bound for no event).
 */
export function highestRateBehindNone(trials: number): number {
  return 1 - 0.05 ** (1 / trials);
}

/** The score above which a threshold has to lie for a false match rate of `fmr` at most; -Infinity where any will do. */
export function highestRefused(impostor: readonly number[], fmr: number): number {
  const allowed = Math.floor(fmr * impostor.length);
  return impostor.toSorted((a, b) => b - a)[allowed] ?? -Infinity;
}

/** The error rates at one threshold. */
export interface OperatingPoint {
  threshold: number;
  fmr: number;
  fnmr: number;
}

/** The error rates at every threshold that tells two scores apart, ascending, and above them all. An empty list errs never. */
export function* operatingPoints({ genuine, impostor }: Scores): Generator<OperatingPoint> {
  const [genuineSorted, impostorSorted] = [sorted(genuine), sorted(impostor)];
  // -Infinity is no threshold: a failure to acquire matches nobody, whatever the threshold.
  const thresholds = sorted(new Set([...genuine, ...impostor])).filter((score) => score > -Infinity);
  for (const threshold of [...thresholds, Infinity]) {
    const refused = (scores: Float64Array) => countBelow(scores, (score) => score < threshold);
    yield {
      threshold,
      fmr: 1 - refused(impostorSorted) / Math.max(1, impostor.length),
      fnmr: refused(genuineSorted) / Math.max(1, genuine.length),
    };
  }
}

function sorted(scores: Iterable<number>): Float64Array {
  return Float64Array.from(scores).sort();
}

/** The share of a list that counts; `null` where the list is empty. */
export function share<T>(list: readonly T[], counts: (item: T) => boolean): number | null {
  return list.length === 0 ? null : list.filter(counts).length / list.length;
}

/** The length of the leading run for which `isBelow` holds, by bisection. */
function countBelow(sorted: ArrayLike<number>, isBelow: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
