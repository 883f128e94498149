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
  const sorted = impostor.toSorted((a, b) => a - b);
  let wins = 0;
  for (const score of genuine) {
    const below = countBelow(sorted, (value) => value < score);
    const notAbove = countBelow(sorted, (value) => value <= score);
    wins += below + (notAbove - below) / 2;
  }
  return wins / (genuine.length * impostor.length);
}

/** Where false matches and false non-matches are equally frequent, interpolated between scores. */
export function equalErrorRate(scores: Scores): number | null {
  if (scores.genuine.length === 0 || scores.impostor.length === 0) return null;
  let previous = { fmr: 1, fnmr: 0 };
  for (const threshold of thresholds(scores)) {
    const point = { fmr: falseMatchRate(scores, threshold)!, fnmr: falseNonMatchRate(scores, threshold)! };
    if (point.fnmr >= point.fmr) {
      const before = previous.fmr - previous.fnmr;
      const after = point.fnmr - point.fmr;
      const weight = before + after === 0 ? 0 : before / (before + after);
      return previous.fmr + weight * (point.fmr - previous.fmr);
    }
    previous = point;
  }
  return previous.fmr;
}

/** The largest share of right decisions that any one threshold gives. */
export function bestAccuracy(scores: Scores): number | null {
  const { genuine, impostor } = scores;
  const total = genuine.length + impostor.length;
  if (total === 0) return null;
  const genuineSorted = genuine.toSorted((a, b) => a - b);
  const impostorSorted = impostor.toSorted((a, b) => a - b);
  const right = (threshold: number) =>
    genuine.length -
    countBelow(genuineSorted, (value) => value < threshold) +
    countBelow(impostorSorted, (value) => value < threshold);
  return Math.max(...thresholds(scores).map(right)) / total;
}

/** The share of genuine comparisons above every threshold at which the false match rate is over `fmr`. */
export function trueMatchRateAt({ genuine, impostor }: Scores, fmr: number): number | null {
  const allowed = Math.floor(fmr * impostor.length);
  const highestRefused = impostor.toSorted((a, b) => b - a)[allowed] ?? -Infinity;
  return share(genuine, (score) => score > highestRefused);
}

/** Every threshold that tells two scores apart, ascending. */
function thresholds({ genuine, impostor }: Scores): number[] {
  return [...new Set([...genuine, ...impostor])].sort((a, b) => a - b).concat(Infinity);
}

function share(scores: readonly number[], counts: (score: number) => boolean): number | null {
  return scores.length === 0 ? null : scores.filter(counts).length / scores.length;
}

/** The length of the leading run for which `isBelow` holds, by bisection. */
function countBelow(sorted: readonly number[], isBelow: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
