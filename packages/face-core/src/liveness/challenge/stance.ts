import { estimatePose, type Pose } from '../../quality/pose.ts';
import type { TrackedFace } from '../../tracking/track.ts';

/** How a person holds their head in one frame. */
export interface Stance extends Pose {
  /** The frame's time in milliseconds. */
  at: number;
  /** The width of the face's box in pixels. */
  width: number;
  /** How open the more open eye is, 0–1: with both eyes shut, it is low. `null` where no model looked. */
  openness: number | null;
}

/** What later stances are compared with: a head at rest, and straight. */
export type Baseline = Pick<Stance, 'yaw' | 'pitch' | 'width'>;

export function stanceOf({ box, keypoints, analysis: { eyes } }: TrackedFace, at: number): Stance {
  const openness = eyes && Math.max(eyes.right, eyes.left);
  return { ...estimatePose(keypoints), at, width: box.width, openness };
}
