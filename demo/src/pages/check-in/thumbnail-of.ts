/** A photograph made small; `null` where it is none. */
export async function thumbnailOf(photograph: File): Promise<HTMLCanvasElement | null> {
  const bitmap = await createImageBitmap(photograph).catch(() => null);
  if (bitmap === null) return null;
  const side = Math.min(bitmap.width, bitmap.height);
  const canvas = Object.assign(document.createElement('canvas'), { width: thumbnailSide, height: thumbnailSide });
  const [x, y] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
  canvas.getContext('2d')!.drawImage(bitmap, x, y, side, side, 0, 0, thumbnailSide, thumbnailSide);
  bitmap.close();
  return canvas;
}

/** In pixels: twice as many as it is shown with. */
const thumbnailSide = 160;
