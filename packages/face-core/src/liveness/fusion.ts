/** What passive liveness says of one face in one frame. */
export interface Liveness {
  /** 0–1. A score, not a probability: there is no set to calibrate it on. */
  score: number;
  /** Whether the score reaches the threshold. */
  live: boolean;
  threshold: number;
}

/** The log-odds of one class against all others under softmax: `z_k - log Σ_{i≠k} exp z_i`. */
export function logOdds(logits: ArrayLike<number>, index: number): number {
  let maximum = -Infinity;
  for (let i = 0; i < logits.length; i++) if (i !== index) maximum = Math.max(maximum, logits[i]!);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) if (i !== index) sum += Math.exp(logits[i]! - maximum);
  return logits[index]! - maximum - Math.log(sum);
}

/** The mean of several log-odds as a score in 0–1. Unlike scores, odds do not saturate: a view that is sure counts for more. */
export function fuse(oddsOfViews: readonly number[], threshold: number): Liveness {
  const mean = oddsOfViews.reduce((sum, odds) => sum + odds, 0) / oddsOfViews.length;
  // Infinite odds are a broken model's, not a sure one's.
  if (!Number.isFinite(mean)) throw new RangeError('liveness gave no number');
  const score = 1 / (1 + Math.exp(-mean));
  return { score, live: score >= threshold, threshold };
}
