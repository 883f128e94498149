import type { Face } from 'face-core';

/** Draws boxes and keypoints over a picture of `width` × `height` pixels. */
export function drawFaces(canvas: HTMLCanvasElement, width: number, height: number, faces: readonly Face[]): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d')!;
  context.clearRect(0, 0, width, height);
  context.lineWidth = Math.max(2, width / 220);
  context.strokeStyle = context.fillStyle = '#7fe0bd';
  for (const { box, keypoints } of faces) {
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, box.width / 12);
    context.stroke();
    for (const { x, y } of Object.values(keypoints)) {
      context.beginPath();
      context.arc(x, y, context.lineWidth, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
