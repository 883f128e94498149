import { type Picture, sizeOf } from 'face-core';

/** Decoded photographs, to be shown. */

/** No screen shows a photograph larger here. */
const longestSide = 1600;

/** A copy that stays when the picture is closed, scaled down where it is large. */
export function shownPicture(picture: Picture): HTMLCanvasElement {
  const { width, height } = sizeOf(picture);
  const scale = Math.min(1, longestSide / Math.max(width, height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
