import type { Verdict } from './check.ts';

/** The picture is poor, and says nothing for or against anybody. */
const poor = new Set(['no-face', 'low-quality', 'face-too-small']);

/**
 * Is another frame worth a look? Where this one was too poor to answer by, or nothing is wrong but that the match was missed
 * by little. Never for a second face, nor where nothing is wrong but not to be live: more tries must not help at those.
 */
export function isWorthAnother(verdicts: readonly Verdict[], nearMiss: number): boolean {
  const failed = verdicts.filter(({ passed }) => !passed);
  const codes = failed.flatMap(({ reasons }) => reasons.map(({ code }) => code));
  if (codes.includes('multiple-faces')) return false;
  if (codes.some((code) => poor.has(code))) return true;
  return failed.length === 1 && isNearMiss(failed[0]!, nearMiss);
}

function isNearMiss({ check, reasons, figures }: Verdict, nearMiss: number): boolean {
  const { similarity, threshold } = figures;
  if (check !== 'match' || !reasons.every(({ code }) => code === 'not-this-person' || code === 'nobody')) return false;
  return typeof similarity === 'number' && typeof threshold === 'number' && threshold - similarity <= nearMiss;
}
