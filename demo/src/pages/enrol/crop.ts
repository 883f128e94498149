import type { Box } from 'face-core';

/** In pixels: enough to know somebody by, and some ten kilobytes. */
const side = 240;
/** A box goes from the brows to the chin; this is how much more is shown, for hair and neck. */
const surroundings = 1.7;

/** A face with its surroundings, as a square. */
export function crop(picture: CanvasImageSource, { x, y, width }: Box): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  const margin = ((surroundings - 1) / 2) * width;
  // Somewhat higher, as there is more of a head above its face than below.
  const [left, top, around] = [x - margin, y - 1.25 * margin, surroundings * width];
  context.drawImage(picture, left, top, around, around, 0, 0, side, side);
  return canvas;
}

/** A picture as the gallery takes it. */
export function toJpeg(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null) => (blob === null ? reject(new Error('no picture could be made')) : resolve(blob));
    canvas.toBlob(done, 'image/jpeg', 0.85);
  });
}
