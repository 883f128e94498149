/** What a person can be asked to do. Left and right are their own. */
export const challengeSteps = ['turn-left', 'turn-right', 'nod', 'blink', 'move-closer'] as const;

/**
 * A movement that a challenge can ask for. Left and right are the person's own.
 *
 * @useDeclaredType
 */
export type ChallengeStep = (typeof challengeSteps)[number];

/** Whether a step shows the head's depth to the camera, as growing and blinking do not. */
export function turnsHead(step: ChallengeStep): boolean {
  return step === 'turn-left' || step === 'turn-right' || step === 'nod';
}

/**
 * The steps that a challenge may draw from: all but those excluded, and but `blink` where there is no eye-state model.
 *
 * @throws TypeError for a step that there is not, or where fewer than two are left: one alone is no secret
 */
export function allowedSteps(exclude: readonly ChallengeStep[], hasEyes: boolean): ChallengeStep[] {
  const unknown = exclude.find((step) => !challengeSteps.includes(step));
  if (unknown !== undefined) throw new TypeError(`'${unknown}' is none of the steps ${challengeSteps.join(', ')}.`);
  const allowed = challengeSteps.filter((step) => !exclude.includes(step) && (step !== 'blink' || hasEyes));
  if (allowed.length >= 2) return allowed;
  const eyes = hasEyes ? '' : " 'blink' needs an engine created with attributes: ['eyes'].";
  throw new TypeError(`A challenge needs two steps or more to draw from; ${allowed.length} are left.${eyes}`);
}
