import type { Keypoints } from '../types.ts';

/** Angles in degrees, 0 for a face that looks straight into the camera. */
export interface Pose {
  /** Positive: the subject turns to their own left. */
  yaw: number;
  /** Positive: the chin is down. */
  pitch: number;
  /** Positive: the head leans to the subject's own left. */
  roll: number;
}

/** How far the tip of the nose stands before the plane of the eyes, over the distance between the eyes. */
const noseDepth = 0.45;
/** In ArcFace's template: where between the eyes' line and the mouth the nose is, and the eyes' distance over that height. */
const frontalNose = 0.494;
const eyesOverHeight = 0.866;

/**
 * A rough estimate from four keypoints: a nose of known depth before the plane of the eyes and mouth moves against them as
 * the head turns. Good enough to tell frontal from profile, not to measure with.
 */
export function estimatePose({ rightEye, leftEye, noseTip, mouthCenter }: Keypoints): Pose {
  const across = { x: leftEye.x - rightEye.x, y: leftEye.y - rightEye.y };
  const eyeDistance = Math.hypot(across.x, across.y);
  const [cos, sin] = [across.x / eyeDistance, across.y / eyeDistance];
  const eyes = { x: (leftEye.x + rightEye.x) / 2, y: (leftEye.y + rightEye.y) / 2 };
  /** In the head's own axes: right along the eyes, down towards the mouth. */
  const upright = ({ x, y }: { x: number; y: number }) => ({
    x: (x - eyes.x) * cos + (y - eyes.y) * sin,
    y: (y - eyes.y) * cos - (x - eyes.x) * sin,
  });
  const nose = upright(noseTip);
  const mouth = upright(mouthCenter);
  const degrees = 180 / Math.PI;
  // The midline at the nose's height, so that a face whose mouth is off the eyes' centre is not taken for a turned one.
  const midline = mouth.x * (nose.y / mouth.y);
  return {
    yaw: degrees * Math.atan2(nose.x - midline, noseDepth * eyeDistance),
    pitch: degrees * Math.atan2(nose.y / mouth.y - frontalNose, noseDepth * eyesOverHeight),
    roll: degrees * Math.atan2(across.y, across.x),
  };
}
