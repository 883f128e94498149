import { FaceError } from '../errors.ts';
import type { Dimensions } from '../image/dimensions.ts';
import { fits, type ImageLimits, workingSize } from '../image/limits.ts';
import { isOpaque, type RgbaImage } from '../image/pixels.ts';
import type { Frame } from './boundary.ts';
import { decodeFile } from './file.ts';
import { type Picture, reductionOf, sizeOf } from './picture.ts';

/** A frame's pixels as they are shown: rotated, cropped and scaled as it asks, and on black where it is transparent. */
export interface FrameImage extends RgbaImage {
  /** How many of the source's pixels one of these is across: 1, or more where `limits.tooLarge` had it scaled down. */
  readonly scale: number;
}

/** Frames of up to 4K leave their memory to the next: at 480p and 1080p that took a third of the time of new memory. */
const keptBytes = 3840 * 2160 * 4;

/**
 * Reads frames into memory. Where `VideoFrame.copyTo` can convert to RGBA, it is several times as fast as a canvas
 * (0.4 ms against 2.7 ms at 640×480, Chromium 156). The canvas does the rest: other browsers, rotated or scaled
 * frames, and transparent ones, whose copies are sometimes multiplied by alpha and sometimes not.
 */
export class FrameReader {
  readonly #limits: ImageLimits;
  readonly #canCopy = canCopyRgba();
  readonly #canvas = new OffscreenCanvas(1, 1);
  // Transparent pixels come out as on black.
  readonly #context = this.#canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  #kept = new Uint8ClampedArray(0);

  constructor(limits: ImageLimits) {
    this.#limits = limits;
  }

  /**
   * The frame's pixels, which are good until the next read. The frame is closed, whatever happens.
   *
   * @throws FaceError `bad-image` or `image-too-large`, or the signal's reason
   */
  async read(frame: Frame, signal: AbortSignal): Promise<FrameImage> {
    const isFile = frame instanceof Blob;
    const { picture, scale } = isFile ? await decodeFile(frame, this.#limits, signal) : { picture: frame, scale: 1 };
    try {
      signal.throwIfAborted();
      const size = sizeOf(picture);
      // Asked of a file again: some can decode to more than their headers say.
      const working = workingSize(size, this.#limits);
      const copy = fits(size, this.#limits) ? await this.#copy(picture) : null;
      const { data, width, height } = copy ?? this.#draw(picture, working);
      return { data, width, height, scale: scale * reductionOf(size, working) };
    } catch (cause) {
      if (cause instanceof FaceError || signal.aborted) throw cause;
      throw new FaceError('bad-image', 'The image cannot be read.', { reason: String(cause) }, { cause });
    } finally {
      picture.close();
    }
  }

  /** `null` where only a canvas gets the pixels right. */
  async #copy(picture: Picture): Promise<RgbaImage | null> {
    if (!(await this.#canCopy)) return null;
    // A frame of the picture shares its pixels, and is ours to close.
    const frame = new VideoFrame(picture, { timestamp: 0 });
    try {
      if (!isPlain(frame)) return null;
      const { displayWidth: width, displayHeight: height, format } = frame;
      const data = this.#memory(width * height * 4);
      await frame.copyTo(data, { format: 'RGBA' });
      const mayBeTransparent = format === null || format.includes('A');
      return mayBeTransparent && !isOpaque(data) ? null : { data, width, height };
    } catch {
      // Not every format of a frame can be converted everywhere.
      return null;
    } finally {
      frame.close();
    }
  }

  #draw(picture: Picture, { width, height }: Dimensions): RgbaImage {
    if (this.#context === null) throw new FaceError('internal', 'This browser gives no 2D canvas in a worker.');
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#context.imageSmoothingQuality = 'medium';
    this.#context.fillRect(0, 0, width, height);
    this.#context.drawImage(picture, 0, 0, width, height);
    const image = this.#context.getImageData(0, 0, width, height);
    if (image.data.length > keptBytes) this.#canvas.width = this.#canvas.height = 1;
    return image;
  }

  #memory(bytes: number): Uint8ClampedArray<ArrayBuffer> {
    if (bytes !== this.#kept.length) this.#kept = new Uint8ClampedArray(bytes <= keptBytes ? bytes : 0);
    return bytes === this.#kept.length ? this.#kept : new Uint8ClampedArray(bytes);
  }
}

/** Whether the frame is shown as it is stored. A browser that does not know `rotation` may hide one. */
function isPlain(frame: VideoFrame): boolean {
  const { rotation, flip, visibleRect, displayWidth, displayHeight } = frame as VideoFrame & {
    rotation?: number;
    flip?: boolean;
  };
  const isUpright = rotation === 0 && flip === false;
  return isUpright && visibleRect?.width === displayWidth && visibleRect.height === displayHeight;
}

/** Tries `copyTo` on a pixel: a browser that does not know its `format` option would copy blue for red. */
async function canCopyRgba(): Promise<boolean> {
  const bgra = new Uint8Array([10, 20, 30, 255]);
  const rgba = new Uint8Array(4);
  try {
    const frame = new VideoFrame(bgra, { format: 'BGRA', codedWidth: 1, codedHeight: 1, timestamp: 0 });
    await frame.copyTo(rgba, { format: 'RGBA' }).finally(() => frame.close());
    return rgba.join() === '30,20,10,255';
  } catch {
    return false;
  }
}
