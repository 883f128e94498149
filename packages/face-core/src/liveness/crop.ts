import type { Box } from '../geometry/box.ts';

/** The box with more room above and below, as shares of its height. */
export function withMargins({ x, y, width, height }: Box, { top, bottom }: { top: number; bottom: number }): Box {
  return { x, y: y - top * height, width, height: height * (1 + top + bottom) };
}

/**
 * The box enlarged `scale` times about its centre, less where the image is too small for that, and moved back inside the
 * image where it sticks out: the crop that Silent-Face-Anti-Spoofing's models were trained on.
 */
export function enlargedWithin(box: Box, scale: number, imageWidth: number, imageHeight: number): Box {
  const fitting = Math.min(scale, imageWidth / box.width, imageHeight / box.height);
  const width = box.width * fitting;
  const height = box.height * fitting;
  const within = (start: number, length: number, limit: number) => Math.min(Math.max(start, 0), limit - length);
  return {
    x: within(box.x + (box.width - width) / 2, width, imageWidth),
    y: within(box.y + (box.height - height) / 2, height, imageHeight),
    width,
    height,
  };
}
