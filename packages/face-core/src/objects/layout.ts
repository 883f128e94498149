import type { Dimensions } from '../image/dimensions.ts';

/**
 * How a model's output holds its N boxes of C classes, in pixels of the input:
 *
 * - `yolov5` (v5, v3): `[1, N, 5 + C]`, each centre x, centre y, width, height, objectness, a score for each class
 * - `yolov8` (v8, v9, v11, v12): `[1, 4 + C, N]`, centre x, centre y, width, height, a score for each class
 * - `end-to-end` (v10, v26, or exported with `nms=True`): `[1, N, 6]`, each left, top, right, bottom, score, class; without
 *   duplicates already
 *
 * @useDeclaredType
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
const boxesPerCell = { yolov5: 3, yolov8: 1 };

/**
 * The layout of an output, by its shape and the number of classes. A grid has to have all its boxes, or it is another model's:
 * YOLOX, say, has `[1, N, 5 + C]` too, with one box a cell, and means something else by it.
 *
 * @returns null where none fits, or more than one
 */
export function layoutOf(shape: readonly number[], classes: number, input: Dimensions): ObjectLayout | null {
  const grids = (['yolov5', 'yolov8'] as const).filter((layout) => {
    const boxes = layout === 'yolov5' ? shape[1] : shape[2];
    return fits(layout, shape, classes) && boxCounts(layout, input).includes(boxes!);
  });
  if (grids.length === 1) return grids[0]!;
  const isGrid = grids.length > 0 || boxCounts('yolov8', input).includes(shape[1]!);
  return !isGrid && fits('end-to-end', shape, classes) ? 'end-to-end' : null;
}

/** Whether an output of this shape can be read in that layout. */
export function fits(layout: ObjectLayout, shape: readonly number[], classes: number): boolean {
  const [batch, second, third] = shape;
  if (shape.length !== 3 || batch !== 1) return false;
  if (layout === 'yolov5') return third === 5 + classes;
  if (layout === 'yolov8') return second === 4 + classes;
  return third === 6;
}

/** How many boxes a model can have for all cells of its grids, the usual number first. */
export function boxCounts(layout: keyof typeof boxesPerCell, { width, height }: Dimensions): number[] {
  const cells = (stride: number) => Math.ceil(width / stride) * Math.ceil(height / stride);
  return strideSets.map((strides) => strides.reduce((sum, stride) => sum + boxesPerCell[layout] * cells(stride), 0));
}
