import { highestRefused, type Scores } from './metrics.ts';

/** By which an app chooses its threshold on its own images, where it asks for a false match rate (FMR). */

const targets = [1e-1, 1e-2, 1e-3];

export interface FmrThreshold {
  /** The target: at most this share of the impostor comparisons matches. */
  fmr: number;
  /** A cosine; `null` where the scores do not tell it, or no cosine refuses enough of them. */
  threshold: number | null;
}

/** For each target the lowest threshold with four decimals that reaches it on these scores. */
export function fmrThresholds({ impostor }: Scores): FmrThreshold[] {
  return targets.map((fmr) => ({ fmr, threshold: cosineAbove(highestRefused(impostor, fmr)) }));
}

function cosineAbove(score: number): number | null {
  const rounded = Math.ceil(score * 1e4);
  const threshold = (rounded / 1e4 > score ? rounded : rounded + 1) / 1e4;
  return Number.isFinite(threshold) && threshold <= 1 ? threshold : null;
}

/**
 * What the scores are too few for. Where none of n comparisons matches, up to 3/n may elsewhere (the rule of three, at a
 * confidence of 95 %, and if they were independent): a claim of 1e-3 takes 3,000 at least.
 */
export function warningsFor({ impostor }: Scores): string[] {
  return targets.flatMap((fmr) => {
    const needed = Math.round(3 / fmr);
    if (impostor.length >= needed) return [];
    return [
      `Too few impostor pairs to claim an FMR of ${fmr}, which takes at least ${needed}: there are ${impostor.length}`,
    ];
  });
}
