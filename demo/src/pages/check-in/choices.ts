import { computed, signal } from '@preact/signals';
import { type ChallengeStep, challengeSteps } from 'face-core';
import { kept, oneOf } from '../../services/kept.ts';

/** What is chosen on this page. */

/** Is it this person; who is it; and who comes by. */
export const modes = ['verify', 'identify', 'attend'] as const;
export type Mode = (typeof modes)[number];

/** How long after an arrival the next one of the same person counts, in seconds. */
export const intervals = [5, 30, 60, 300, 900, 3600, 28_800] as const;

export const mode = kept<Mode>('check-in-mode', 'verify', oneOf(modes));
export const interval = kept<(typeof intervals)[number]>('attendance-interval', 60, oneOf(intervals));

/** What the person before the camera cannot do. It is theirs, so no other visit knows of it. */
export const excludedSteps = signal<readonly ChallengeStep[]>([]);

/** A challenge draws from two or more. */
export const leavesEnough = computed(() => challengeSteps.length - excludedSteps.value.length >= 2);
