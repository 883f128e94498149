import { FaceError } from './errors.ts';
import { checkPixels, maximumBytes } from './image/limits.ts';
import type { Frame } from './worker/protocol.ts';

/** Anything that a canvas can draw, an image file, or pixels. A video or canvas is read as it is at the call. */
export type FaceSource = CanvasImageSource | Blob | ImageData;

/**
 * Takes a snapshot of the source that can be transferred to the worker. The source stays the caller's.
 *
 * @throws FaceError `bad-image` or `image-too-large`
 */
export async function toFrame(source: FaceSource): Promise<Frame> {
  if (source instanceof Blob) {
    if (source.size > maximumBytes) {
      throw new FaceError(
        'image-too-large',
        `The file has more than ${maximumBytes / 1e6} megabytes: choose a smaller one.`,
        {
          bytes: source.size,
          maximumBytes,
        },
      );
    }
    return source;
  }
  if (source instanceof HTMLVideoElement && source.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
    throw new FaceError('bad-image', 'The video has no frame yet: wait for its loadeddata event.', {
      readyState: source.readyState,
    });
  }
  try {
    return checkPixels(await createImageBitmap(source, { imageOrientation: 'from-image' }));
  } catch (cause) {
    if (cause instanceof FaceError) throw cause;
    throw new FaceError(
      'bad-image',
      'The source cannot be read as an image: it is empty, broken or closed.',
      { type: Object.prototype.toString.call(source).slice(8, -1) },
      { cause },
    );
  }
}
