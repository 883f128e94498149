import type { Box } from '../geometry/box.ts';
import type { ObjectLayout } from './layout.ts';
import { suppress } from './suppress.ts';

/** Something that a model may have seen, in pixels of its input. */
export interface Candidate {
  box: Box;
  /** 0–1. */
  score: number;
  /** The index of its class. */
  class: number;
}

/** The best candidates that are compared with each other, as in Ultralytics' `max_nms`: what a picture costs is bounded. */
const mostCandidates = 30_000;
/** The best objects that are told of a picture, as in Ultralytics' `max_det`. */
const mostObjects = 300;

export interface DetectionThresholds {
  /** The least score, 0–1. */
  minimumScore: number;
  /** Two boxes of a class with a larger intersection over union, 0–1, are one object. */
  maximumOverlap: number;
}

/**
 * The objects in a model's output, by descending score. Values that are no number, or no score, are no object.
 *
 * @param values as the layout has them; a length that is not a multiple of its row is cut
 */
export function decodeObjects(
  values: Float32Array,
  layout: ObjectLayout,
  classes: number,
  { minimumScore, maximumOverlap }: DetectionThresholds,
): Candidate[] {
  const isEndToEnd = layout === 'end-to-end';
  const read = isEndToEnd ? endToEndCandidates : classCandidates(layout);
  const candidates = read(values, classes, minimumScore)
    .sort((a, b) => b.score - a.score)
    .slice(0, mostCandidates);
  return isEndToEnd ? candidates.slice(0, mostObjects) : suppress(candidates, maximumOverlap, mostObjects);
}

/** Reads rows of left, top, right, bottom, score, class. */
function endToEndCandidates(values: Float32Array, classes: number, minimumScore: number): Candidate[] {
  const candidates: Candidate[] = [];
  for (let at = 0; at + 6 <= values.length; at += 6) {
    const value = (index: number) => values[at + index]!;
    const [x, y, score, index] = [value(0), value(1), value(4), value(5)];
    if (!isScore(score, minimumScore)) continue;
    if (!(Number.isInteger(index) && index >= 0 && index < classes)) continue;
    const box = { x, y, width: value(2) - x, height: value(3) - y };
    if (isBox(box)) candidates.push({ box, score, class: index });
  }
  return candidates;
}

/** Reads a box's values with a score for each class, of which the best one counts. */
function classCandidates(layout: 'yolov5' | 'yolov8') {
  return (values: Float32Array, classes: number, minimumScore: number): Candidate[] => {
    const firstClass = layout === 'yolov5' ? 5 : 4;
    const rowLength = firstClass + classes;
    const count = Math.floor(values.length / rowLength);
    // From a box to the next, and from one of its values to the next.
    const [rowStep, valueStep] = layout === 'yolov5' ? [rowLength, 1] : [1, count];
    const candidates: Candidate[] = [];
    for (let row = 0; row < count; row++) {
      const value = (index: number) => values[row * rowStep + index * valueStep]!;
      const objectness = layout === 'yolov5' ? value(4) : 1;
      if (!isScore(objectness, minimumScore)) continue;
      let best = 0;
      for (let index = 1; index < classes; index++) {
        if (value(firstClass + index) > value(firstClass + best)) best = index;
      }
      const score = objectness * value(firstClass + best);
      if (!isScore(score, minimumScore)) continue;
      const [width, height] = [value(2), value(3)];
      const box = { x: value(0) - width / 2, y: value(1) - height / 2, width, height };
      if (isBox(box)) candidates.push({ box, score, class: best });
    }
    return candidates;
  };
}

function isScore(value: number, minimum: number): boolean {
  return value >= minimum && value <= 1;
}

function isBox({ x, y, width, height }: Box): boolean {
  return Number.isFinite(x + y + width + height) && width > 0 && height > 0;
}
