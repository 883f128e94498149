import { requireEmbedding } from '../../tracking/same-person.ts';
import type { Sighting } from '../sequence/sighting.ts';
import type { Challenge, ChallengeTerms } from './challenge.ts';
import { drawSteps, type RandomWord } from './draw.ts';
import type { ChallengeState } from './state.ts';
import { allowedSteps, type ChallengeStep } from './steps.ts';

/** How a person is challenged. */
export interface ChallengeRules {
  /** How many; 3 by default. They are drawn at random, and none follows itself. */
  steps?: number;
  /**
   * What this person cannot do. Two steps at least must be left. Without the eye-state model (`attributes: ['eyes']` at
   * `create`) `blink` is left out by itself.
   */
  exclude?: readonly ChallengeStep[];
  /** For each prompt, in milliseconds; 10,000 by default. */
  stepTimeLimitMs?: number;
  /** The embedding of the person who has to be before the camera; anybody by default. */
  person?: Float32Array;
}

/**
 * The rules with their defaults, and the steps drawn.
 *
 * @param dimension the length of an embedding
 * @param random for tests alone; cryptographic by default
 * @throws TypeError for what is no rule
 */
export function challengeTerms(
  { steps = 3, exclude = [], stepTimeLimitMs = 10_000, person }: ChallengeRules,
  hasEyes: boolean,
  dimension: number,
  random?: RandomWord,
): ChallengeTerms {
  if (!(stepTimeLimitMs > 0 && stepTimeLimitMs < Infinity)) {
    throw new TypeError('stepTimeLimitMs must be a number of milliseconds above 0');
  }
  if (person !== undefined) requireEmbedding(person, dimension);
  const drawn = drawSteps(steps, allowedSteps(exclude, hasEyes), random);
  return { steps: drawn, stepTimeLimitMs, person: person?.slice() ?? null };
}

/** What the page is told after each frame, up to the one verdict. */
export async function* runChallenge(
  sightings: AsyncIterable<Sighting>,
  challenge: Challenge,
): AsyncGenerator<ChallengeState, void, void> {
  for await (const sighting of sightings) {
    const state = challenge.add(sighting, performance.now());
    yield state;
    if (state.status !== 'step') return;
  }
  yield challenge.failed('video-ended');
}
