import type { LivenessMethod } from '../../packages/face-core/src/liveness/method.ts';
import type { JudgedPresentation } from '../evaluate/presentations.ts';

/** A presentation of which the methods gave these odds, or which was a failure to acquire. */
export function presentation(
  attackType: string | null,
  odds: Partial<Record<LivenessMethod, number>> | null,
  { path = 'face.jpg', width = 200 } = {},
): JudgedPresentation {
  if (odds === null) return { path, attackType, judged: null };
  const point = { x: 0, y: 0 };
  const keypoints = {
    rightEye: point,
    leftEye: point,
    noseTip: point,
    mouthCenter: point,
    rightEar: point,
    leftEar: point,
  };
  const good = { sharpness: 1, brightness: 1, contrast: 1, size: 1, pose: 1, framing: 1 };
  return {
    path,
    attackType,
    judged: {
      face: { box: { x: 0, y: 0, width, height: width }, score: 1, keypoints },
      quality: { score: 100, parts: good, reasons: [] },
      liveness: {
        score: 0,
        live: false,
        threshold: 1,
        reasons: [],
        parts: Object.fromEntries(Object.entries(odds).map(([method, value]) => [method, { odds: value, weight: 1 }])),
      },
    },
  };
}
