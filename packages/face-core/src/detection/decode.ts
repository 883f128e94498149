import { iou } from '../geometry/box.ts';
import type { Face, Keypoints } from '../types.ts';

/** Values an anchor has in the model's first output: a box (centre x, y, width, height) and six keypoints. */
const valuesPerAnchor = 16;
const keypointNames = ['rightEye', 'leftEye', 'noseTip', 'mouthCenter', 'rightEar', 'leftEar'] as const;
/** Candidates that share this much of their union are one face. */
const suppressionIou = 0.3;

/**
 * The faces in a BlazeFace model's output, in pixels of its input, by descending score.
 *
 * @param boxes 16 values an anchor, in pixels of the input, relative to the anchor's centre
 * @param logits one value an anchor
 * @param centres of the anchors, in shares of the input
 * @param size the input's side in pixels
 * @param threshold the least score, 0–1
 */
export function decodeFaces(
  boxes: Float32Array,
  logits: Float32Array,
  centres: Float32Array,
  size: number,
  threshold: number,
): Face[] {
  // The logarithm is monotonic: comparing logits spares an exponential for each anchor.
  const leastLogit = Math.log(threshold / (1 - threshold));
  const candidates: Face[] = [];
  for (let i = 0; i < logits.length; i++) {
    if (!(logits[i]! >= leastLogit)) continue;
    const values = boxes.subarray(i * valuesPerAnchor, (i + 1) * valuesPerAnchor);
    candidates.push(toFace(values, centres[2 * i]! * size, centres[2 * i + 1]! * size, logits[i]!));
  }
  return blended(candidates.sort((a, b) => b.score - a.score));
}

function toFace(values: Float32Array, x: number, y: number, logit: number): Face {
  const [centreX, centreY, width, height] = values as unknown as [number, number, number, number];
  const point = (_: string, k: number) => ({ x: x + values[4 + 2 * k]!, y: y + values[5 + 2 * k]! });
  return {
    box: { x: x + centreX - width / 2, y: y + centreY - height / 2, width, height },
    score: 1 / (1 + Math.exp(-logit)),
    keypoints: Object.fromEntries(keypointNames.map((name, k) => [name, point(name, k)])) as unknown as Keypoints,
  };
}

/**
 * One face for each cluster of overlapping candidates: the mean of their boxes and keypoints, weighted with their scores, and
 * the best one's score. BlazeFace (arXiv:1907.05047, section 3.4) does so against jitter from frame to frame.
 *
 * @param candidates by descending score
 */
function blended(candidates: readonly Face[]): Face[] {
  const faces: Face[] = [];
  let rest = candidates;
  while (rest.length > 0) {
    const [best] = rest as [Face, ...Face[]];
    const isSame = ({ box }: Face) => iou(best.box, box) > suppressionIou;
    // The best one itself, although a box without area overlaps with nothing, not even itself.
    const cluster = rest.filter((face) => face === best || isSame(face));
    faces.push(mean(cluster, best.score));
    rest = rest.filter((face) => face !== best && !isSame(face));
  }
  return faces;
}

function mean(cluster: readonly Face[], score: number): Face {
  const total = cluster.reduce((sum, face) => sum + face.score, 0);
  const weighted = (value: (face: Face) => number) =>
    cluster.reduce((sum, face) => sum + value(face) * face.score, 0) / total;
  const point = (name: (typeof keypointNames)[number]) => ({
    x: weighted(({ keypoints }) => keypoints[name].x),
    y: weighted(({ keypoints }) => keypoints[name].y),
  });
  return {
    box: {
      x: weighted(({ box }) => box.x),
      y: weighted(({ box }) => box.y),
      width: weighted(({ box }) => box.width),
      height: weighted(({ box }) => box.height),
    },
    score,
    keypoints: Object.fromEntries(keypointNames.map((name) => [name, point(name)])) as unknown as Keypoints,
  };
}
