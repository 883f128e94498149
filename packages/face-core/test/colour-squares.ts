import type { Box } from 'face-core';
import type { DetectedObject } from 'face-core/objects';
import { colourNames } from './generated-objects.ts';

/** What the generated detectors find. */
export interface ColourSquare {
  /** 0 red, 1 green, 2 blue. */
  colour: number;
  box: Box;
}

const css = ['#f00', '#0f0', '#00f'];

/** Squares on white. */
export function drawSquares(width: number, height: number, squares: readonly ColourSquare[]): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  for (const { colour, box } of squares) {
    context.fillStyle = css[colour]!;
    context.fillRect(box.x, box.y, box.width, box.height);
  }
  return canvas;
}

/** The squares as a detector tells them, in whole pixels, in the order of their places. */
export function found(objects: readonly DetectedObject[]): ColourSquare[] {
  const squares = objects.map(({ box, label, class: colour }) => {
    if (colourNames[colour] !== label) throw new Error(`class ${colour} is called ${label}`);
    const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(Math.round) as [
      number,
      number,
      number,
      number,
    ];
    return { colour, box: { x, y, width, height } };
  });
  return squares.sort((a, b) => a.box.x - b.box.x);
}
