import type { Dimensions } from '../image/dimensions.ts';

/**
 * How a model's output holds its N boxes of C classes, in pixels of the input:
 *
 * - `yolov5` (v5, v3): `[1, N, 5 + C]`, each centre x, centre y, width, height, objectness, a score for each class
 * - `yolov8` (v8, v9, v11, v12): `[1, 4 + C, N]`, centre x, centre y, width, height, a score for each class
 * - `end-to-end` (v10, v26, or exported with `nms=True`): `[1, N, 6]`, each left, top, right, bottom, score, class; without
 *   duplicates already
 */
export type ObjectLayout = (typeof objectLayouts)[number];

export const objectLayouts = ['yolov5', 'yolov8', 'end-to-end'] as const;

/** The strides of the models' grids, in pixels: three by default, with a finer or coarser one, and v3-tiny's two. */
const strideSets = [
  [8, 16, 32],
  [4, 8, 16, 32],
  [8, 16, 32, 64],
  [16, 32],
];
const anchorsPerCell = { yolov5: 3, yolov8: 1, 'end-to-end': 0 };

/**
 * The layout that an output can have, by its shape and the number of classes. Where several fit (one class: `[1, N, 6]`), it
 * is the one that has a box, or three, for every cell of its grids.
 *
 * @param shape of the output, for one image
 * @returns null where none fits, or more than one
 */
export function layoutOf(shape: readonly number[], classes: number, input: Dimensions): ObjectLayout | null {
  const fitting = objectLayouts.filter((layout) => fits(layout, shape, classes));
  if (fitting.length === 1) return fitting[0]!;
  const boxes = { yolov5: shape[1], yolov8: shape[2], 'end-to-end': undefined };
  const complete = fitting.filter((layout) => {
    const expected = strideSets.map((strides) => anchorsPerCell[layout] * cellsOf(strides, input));
    return expected.some((count) => count === boxes[layout]);
  });
  if (complete.length === 0 && fitting.includes('end-to-end')) return 'end-to-end';
  return complete.length === 1 ? complete[0]! : null;
}

/** Whether an output of this shape can have that layout. */
export function fits(layout: ObjectLayout, shape: readonly number[], classes: number): boolean {
  const [batch, second, third] = shape;
  if (shape.length !== 3 || batch !== 1) return false;
  if (layout === 'yolov5') return third === 5 + classes;
  if (layout === 'yolov8') return second === 4 + classes;
  return third === 6;
}

function cellsOf(strides: readonly number[], { width, height }: Dimensions): number {
  return strides.reduce((sum, stride) => sum + Math.ceil(width / stride) * Math.ceil(height / stride), 0);
}
