/** What a signal can say at most: odds of 1 to 55 against a living person. */
const leastOdds = -4;

/**
 * A signal's log-odds of a living person: 0 for a measure up to `usual`, -4 from `telling` on, straight between. What is no
 * number stays none, so that the fusion refuses it.
 */
export function signalOdds(measure: number, usual: number, telling: number): number {
  const share = (measure - usual) / (telling - usual);
  return 0 + leastOdds * Math.min(1, Math.max(0, share));
}
