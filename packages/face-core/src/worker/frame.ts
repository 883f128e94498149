import { FaceError } from '../errors.ts';
import { checkPixels } from '../image/limits.ts';
import type { RgbaImage } from '../image/pixels.ts';
import type { Frame } from './protocol.ts';

/**
 * A frame as a bitmap that is the caller's to close; a file's EXIF orientation is applied. Throws `bad-image`, and the
 * signal's reason before a file is decoded for nothing.
 */
export async function decode(frame: Frame, signal: AbortSignal): Promise<ImageBitmap> {
  if (frame instanceof ImageBitmap) return frame;
  signal.throwIfAborted();
  const bitmap = await createImageBitmap(frame, { imageOrientation: 'from-image' }).catch((cause: unknown) => {
    throw new FaceError(
      'bad-image',
      'The file cannot be read as an image: choose a JPEG, PNG, WebP or AVIF photograph.',
      { type: frame.type, bytes: frame.size },
      { cause },
    );
  });
  return checkPixels(bitmap);
}

/** Reads bitmaps back into memory through one canvas that is kept. */
export class PixelReader {
  readonly #canvas = new OffscreenCanvas(1, 1);
  // Transparent pixels come out as on black.
  readonly #context = this.#canvas.getContext('2d', { alpha: false, willReadFrequently: true });

  read(bitmap: ImageBitmap): RgbaImage {
    const { width, height } = bitmap;
    if (this.#context === null) throw new FaceError('internal', 'This browser gives no 2D canvas in a worker.');
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#context.drawImage(bitmap, 0, 0);
    return this.#context.getImageData(0, 0, width, height);
  }
}
