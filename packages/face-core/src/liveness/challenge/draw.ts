import { type ChallengeStep, turnsHead } from './steps.ts';

/** Gives a uniform whole number from 0 to 2³² - 1. */
export type RandomWord = () => number;

/** The browser's cryptographic source. */
export const cryptographic: RandomWord = () => crypto.getRandomValues(new Uint32Array(1))[0]!;

/**
 * A random sequence, in which no step follows itself. One of the steps at least turns the head, if any that does is allowed.
 * All such sequences are equally likely.
 *
 * @param allowed two or more
 * @throws TypeError where `count` is no whole number from 1 on
 */
export function drawSteps(
  count: number,
  allowed: readonly ChallengeStep[],
  random: RandomWord = cryptographic,
): ChallengeStep[] {
  if (!(Number.isInteger(count) && count >= 1)) throw new TypeError('steps must be a whole number from 1 on');
  const mustTurn = allowed.some(turnsHead);
  for (;;) {
    const steps: ChallengeStep[] = [];
    while (steps.length < count) {
      const others = allowed.filter((step) => step !== steps.at(-1));
      steps.push(others[below(others.length, random)]!);
    }
    if (!mustTurn || steps.some(turnsHead)) return steps;
  }
}

/** A uniform whole number under `limit`: words that would make the low ones likelier are drawn again. */
function below(limit: number, random: RandomWord): number {
  const even = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const word = random();
    if (word < even) return word % limit;
  }
}
