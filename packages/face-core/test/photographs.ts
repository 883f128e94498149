import type { Face } from 'face-core';
import { expect } from 'vitest';

/** Photographs for tests that run in the browser. */

/** A file that the tests have everywhere: `@vladmandic/face-api`'s samples 1 to 6, with 3, 3, 3, 4, 5 and 4 faces. */
export async function sample(number: number): Promise<Blob> {
  return fetched(`/samples/sample${number}.jpg`);
}

/** Whether the project's own test photographs lie beside it; tests that need them are skipped where they do not. */
export const hasFaces = (await fetch('/faces/README.md')).ok;

export async function fetched(url: string): Promise<Blob> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.blob();
}

/** What a camera would see of sample 3's middle face alone: 600×450 pixels, as JPEG unless said otherwise. */
export async function portrait(type = 'image/jpeg'): Promise<Blob> {
  return (await portraitCanvas()).convertToBlob({ type, quality: 0.95 });
}

export async function portraitCanvas(): Promise<OffscreenCanvas> {
  const bitmap = await createImageBitmap(await sample(3), 866, 147, 600, 450);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  return canvas;
}

/** A photograph's pixels as the engine's worker has them. */
export async function pixelsOf(url: string): Promise<ImageData> {
  const bitmap = await createImageBitmap(await fetched(url));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { alpha: false })!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** The one face of a picture. */
export function only<T extends Face>(faces: T[]): T {
  expect(faces).toHaveLength(1);
  return faces[0]!;
}

export function emptyRoom(): OffscreenCanvas {
  const room = new OffscreenCanvas(320, 240);
  room.getContext('2d')!.fillRect(0, 0, 320, 240);
  return room;
}
