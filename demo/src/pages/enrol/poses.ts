import type { Pose as Angles } from 'face-core';

/**
 * The ways to look that shots are taken of. A template of each makes the mean of them a person's face from a little aside, too,
 * and not one picture's. Nobody is asked to look down: faces differ in what they look like then, and some are poor shots.
 */
export const poses = ['straight', 'left', 'right', 'up'] as const;
export type Pose = (typeof poses)[number];

/** How a head is held that looks straight: the pitch of good, straight photographs is between -3 and 29 degrees. */
export const usual: Angles = { yaw: 0, pitch: 13, roll: 0 };

/** In degrees: few enough for a shot to lose nothing of its quality. */
const turn = 10;
const lift = 6;
const straight = 8;
/** From so much of a pose on it is too much of it. */
const most = 2.5;

/**
 * How far a head is into a pose: 1 and more when it is there.
 *
 * @param base how it is held when it looks straight
 */
export function reachOf(pose: Pose, { yaw, pitch }: Angles, base: Angles): number {
  switch (pose) {
    case 'straight':
      return straight / Math.max(straight, Math.abs(yaw));
    case 'left':
      return (yaw - base.yaw) / turn;
    case 'right':
      return (base.yaw - yaw) / turn;
    case 'up':
      return (base.pitch - pitch) / lift;
  }
}

export function isThere(reach: number): boolean {
  return reach >= 1 && !isTooFar(reach);
}

export function isTooFar(reach: number): boolean {
  return reach > most;
}
