import { FaceError } from './errors.ts';
import type { Frame } from './worker/boundary.ts';

/** Anything that a canvas can draw, an image file, or pixels. A video or canvas is read as it is at the call. */
export type FaceSource = CanvasImageSource | Blob | ImageData;

/**
 * Takes a snapshot of the source that can be transferred to the worker; a file goes as it is, and is judged there. The
 * source stays the caller's.
 *
 * @throws FaceError `bad-image` for a source that shows nothing, belongs to another origin, or is none
 */
export async function toFrame(source: FaceSource): Promise<Frame> {
  if (source instanceof Blob) return source;
  checkReady(source);
  try {
    return videoFrameOf(source) ?? (await createImageBitmap(source, { imageOrientation: 'from-image' }));
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'SecurityError') throw fromAnotherOrigin(cause);
    const type = Object.prototype.toString.call(source).slice(8, -1);
    const message = 'The source cannot be read as an image: it is empty, broken, closed, or no image at all.';
    throw new FaceError('bad-image', message, { type }, { cause });
  }
}

/** Frees a snapshot's memory. One that was handed over has none any more. */
export function closeFrame(frame: Frame): void {
  if (!(frame instanceof Blob)) frame.close();
}

export function fromAnotherOrigin(cause: DOMException): FaceError {
  const message = 'The image comes from another origin without CORS: load it with crossorigin="anonymous".';
  return new FaceError('bad-image', message, {}, { cause });
}

/** What can be said better than that it cannot be read. */
function checkReady(source: FaceSource): void {
  if (source instanceof HTMLVideoElement && source.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
    const message = 'The video has no frame yet: wait for its loadeddata event.';
    throw new FaceError('bad-image', message, { readyState: source.readyState });
  }
  if (source instanceof HTMLImageElement && !source.complete) {
    throw new FaceError('bad-image', 'The image has not arrived yet: wait for its decode().', { complete: false });
  }
  if (source instanceof HTMLImageElement && source.naturalWidth === 0) {
    const message = 'The image element shows nothing: its file is missing, damaged or no image.';
    throw new FaceError('bad-image', message, { complete: true });
  }
}

/**
 * A frame costs the page's thread next to nothing, a bitmap of pixels 1 ms at 640×480 and 20 ms at 1920×1080. `null`
 * where this browser has no `VideoFrame`, or makes none of this source; a bitmap then tells whether it is an image.
 */
function videoFrameOf(source: Exclude<FaceSource, Blob>): VideoFrame | null {
  if (!('VideoFrame' in globalThis)) return null;
  try {
    if (!(source instanceof ImageData)) return new VideoFrame(source, { timestamp: 0 });
    const { data, width: codedWidth, height: codedHeight, colorSpace } = source;
    // Pixels of other kinds have to be converted.
    if (!(data instanceof Uint8ClampedArray) || colorSpace !== 'srgb') return null;
    return new VideoFrame(data, { format: 'RGBA', codedWidth, codedHeight, timestamp: 0 });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'SecurityError') throw error;
    return null;
  }
}
