import { FaceError } from '../errors.ts';
import { type Dimensions, dimensionsOf, headerBytes } from '../image/dimensions.ts';
import { formatOf, type ImageFormat } from '../image/format.ts';
import { checkBytes, fits, type ImageLimits, tooManyPixels, workingSize } from '../image/limits.ts';
import { type Picture, reductionOf, sizeOf } from './picture.ts';

/** A decoded file: a picture, the caller's to close, and how many of the file's pixels one of its is across. */
export interface DecodedFile {
  picture: Picture;
  scale: number;
}

/**
 * Decodes a file's first frame, with its EXIF orientation applied. Its format and size are read first, from its
 * bytes, so that nothing is decoded that is no image or beyond the limits.
 *
 * @throws FaceError `bad-image` or `image-too-large`, or the signal's reason before a file is decoded for nothing
 */
export async function decodeFile(file: Blob, limits: ImageLimits, signal: AbortSignal): Promise<DecodedFile> {
  signal.throwIfAborted();
  checkBytes(file.size, limits);
  const { format, size } = await readHeader(file);
  const working = workingSize(size, limits);
  const isWhole = fits(size, limits);
  const canReduce = format === 'jpeg' && 'ImageDecoder' in globalThis;
  if (!isWhole && !canReduce) throw tooManyPixels(size, limits);
  signal.throwIfAborted();
  // The type is what the bytes say, whatever the file is called.
  const image = file.slice(0, file.size, `image/${format}`);
  const picture = await (isWhole ? decode(image) : decodeReduced(image, working)).catch((cause: unknown) => {
    const message = `The file is damaged: it cannot be decoded as ${format.toUpperCase()}.`;
    throw new FaceError('bad-image', message, { format, bytes: file.size }, { cause });
  });
  return { picture, scale: isWhole ? 1 : reductionOf(size, sizeOf(picture)) };
}

async function readHeader(file: Blob): Promise<{ format: ImageFormat; size: Dimensions }> {
  let bytes = await bytesOf(file.slice(0, headerBytes));
  const format = formatOf(bytes);
  let size = dimensionsOf(bytes, format);
  if (size === null && (format === 'jpeg' || format === 'gif') && file.size > headerBytes) {
    bytes = await bytesOf(file);
    size = dimensionsOf(bytes, format);
  }
  if (size !== null) return { format, size };
  const message = `The file is damaged: its ${format.toUpperCase()} header does not give its size.`;
  throw new FaceError('bad-image', message, { format, bytes: file.size });
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    const message = 'The file can no longer be read: it was moved, changed or removed. Choose it again.';
    throw new FaceError('bad-image', message, { bytes: file.size }, { cause });
  }
}

/** Browsers refuse what ends too early here, even where they would show half of it in a page. */
function decode(image: Blob): Promise<ImageBitmap> {
  return createImageBitmap(image, { imageOrientation: 'from-image' });
}

/** Decodes at the largest eighths of the JPEG's own size up to this one, or at whatever the browser makes of that. */
async function decodeReduced(image: Blob, { width, height }: Dimensions): Promise<VideoFrame> {
  const data = await image.arrayBuffer();
  const decoder = new ImageDecoder({ data, type: image.type, desiredWidth: width, desiredHeight: height });
  try {
    return (await decoder.decode()).image;
  } finally {
    decoder.close();
  }
}
