import type { LivenessReason, QualityReason } from 'face-core';
import type { Reason, Verdict } from 'face-gate';
import { people } from '../../services/bank.ts';
import { formatTime } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import type { CheckInDecision } from './check-in.ts';
import type { Flaw } from './look-out.ts';

/** What the page says of flaws and of decisions. */

/** How somebody is called. */
export function nameOf(label: string): string {
  return people.value.find((person) => person.label === label)?.displayName ?? label;
}

/** The decision in a few words. Of a photograph they promise less: it need not be theirs who has it. */
export function titleOf(decision: CheckInDecision, isPhotograph = false): string {
  const words = t().checkIn.result;
  const { status, label } = decision;
  if (status === 'approved') return isPhotograph ? words.is(nameOf(label)) : words.welcome(nameOf(label));
  if (!isSomebodyElse(decision)) return words.refused;
  return label === null ? words.nobody : words.isNot(nameOf(label));
}

export function wordsForFlaw(flaw: Flaw): string {
  const { face, observation, quality } = t().advice;
  if (flaw === 'no-face') return observation['no-face'];
  return flaw === 'multiple-faces' ? face['multiple-faces'] : quality[flaw];
}

/** It was compared, and is somebody else. */
export function isSomebodyElse({ reasons }: CheckInDecision): boolean {
  return reasons.some(({ code }) => code === 'not-this-person' || code === 'nobody');
}

/** Why somebody is not let in, but that they are somebody else; each reason once. */
export function wordsForReasons({ checks }: CheckInDecision): string[] {
  const byCode = new Map<string, string>();
  for (const verdict of checks.filter(({ passed }) => !passed)) {
    for (const reason of verdict.reasons) {
      if (reason.code === 'not-this-person' || reason.code === 'nobody') continue;
      // The picture's own checks come first: what they say, the others need not.
      if (!byCode.has(reason.code)) byCode.set(reason.code, wordsFor(verdict, reason));
    }
  }
  return [...new Set(byCode.values())];
}

function wordsFor({ check, figures }: Verdict, { code, message }: Reason): string {
  const { face, bank, quality, liveness, notLive, undecided, challengeFailure, retryAt, unexpected } = t().advice;
  const { shortcomings, signs, retryAt: at } = figures;
  const [poorest] = (shortcomings ?? signs ?? []) as (QualityReason | LivenessReason)[];
  // Whom the frames have to show is who was in the first one, whoever that is.
  const overFrames = { 'wrong-person': notLive['person-changed'] };
  const words: Record<string, string> = {
    ...bank,
    ...face,
    ...(check === 'observation' && { ...quality, ...undecided, ...notLive, ...overFrames }),
    ...(check === 'challenge' && { ...challengeFailure, ...overFrames }),
  };
  if (poorest !== undefined && (code === 'low-quality' || code === 'not-live')) {
    return { ...quality, ...liveness }[poorest];
  }
  if (code === 'too-many-failures' && typeof at === 'number') return retryAt(formatTime(at));
  return words[code] ?? unexpected(message);
}
