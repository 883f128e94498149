import type { ChallengeProgress, ObservationProgress } from 'face-core';
import { t } from '../../text/index.ts';
import type { CheckInDecision } from './check-in.ts';
import type { Flaw } from './look-out.ts';
import { titleOf, wordsForFlaw } from './words.ts';

/** How far a check-in is. */
export type Progress =
  /** For one good face; `flaw` is what is wrong so far. */
  | { status: 'waiting'; flaw: Flaw | null }
  | { status: 'asking' }
  | ObservationProgress
  /** Of a challenge. */
  | ChallengeProgress
  /** In attendance: who is there was decided about already. */
  | { status: 'known'; decision: CheckInDecision };

/** What the person before the camera is told now. */
export function captionOf(progress: Progress): string {
  const { advice, checkIn } = t();
  switch (progress.status) {
    case 'waiting':
      return progress.flaw === null ? checkIn.ready : wordsForFlaw(progress.flaw);
    case 'asking':
      return checkIn.moment;
    case 'looking':
      return { ...advice.observation, ...advice.quality }[progress.reason];
    case 'step':
      return progress.hint === null ? '' : advice.challengeHint[progress.hint];
    case 'known':
      return titleOf(progress.decision);
  }
}

/** How much of the oval is lit, 0–1. */
export function shareOf(progress: Progress): number {
  switch (progress.status) {
    case 'looking':
      return progress.progress;
    case 'step':
      return (progress.index + progress.progress) / progress.total;
    default:
      return 0;
  }
}
