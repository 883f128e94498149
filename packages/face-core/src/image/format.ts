import { FaceError } from '../errors.ts';

/** The file formats that are read: what every current browser decodes. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'bmp';

/** The bytes that tell a format; the longest are an ISO file's brands, and a page's first tag after a long comment. */
const telling = 512;

/** How files of a format begin, as Latin-1 text, and where in them that stands. */
const readable: readonly [format: ImageFormat, signature: string, offset: number][] = [
  ['jpeg', '\xff\xd8\xff', 0],
  ['png', '\x89PNG\r\n\x1a\n', 0],
  ['webp', 'WEBP', 8],
  ['gif', 'GIF87a', 0],
  ['gif', 'GIF89a', 0],
  ['bmp', 'BM', 0],
];
const refused: readonly [name: string, signature: string, offset: number][] = [
  ['TIFF or raw camera image', 'II*\0', 0],
  ['TIFF or raw camera image', 'MM\0*', 0],
  ['JPEG XL image', '\xff\x0a', 0],
  ['JPEG XL image', 'JXL ', 4],
  ['JPEG 2000 image', 'jP  ', 4],
  ['Photoshop document', '8BPS', 0],
  ['icon', '\0\0\x01\0', 0],
  ['PDF document', '%PDF', 0],
  ['video', '\x1aE\xdf\xa3', 0],
  ['video', 'AVI ', 8],
  ['ZIP archive', 'PK\x03\x04', 0],
  ['gzip archive', '\x1f\x8b', 0],
];

/** Brands of an ISO base media file (ISO/IEC 14496-12) that name a still image: AVIF 1.1, and ISO/IEC 23008-12. */
const avifBrands = ['avif', 'avis', 'avio'];
const heifBrands = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1'];

/**
 * What a file is, by its first bytes: its name and its declared type may be wrong.
 *
 * @throws FaceError `bad-image` for anything that is not read, with what it is instead in `details.format`
 */
export function formatOf(bytes: Uint8Array): ImageFormat {
  const text = String.fromCharCode(...bytes.subarray(0, telling));
  const isOf = ([, signature, offset]: readonly [string, string, number]) => text.startsWith(signature, offset);
  if (text === '') throw new FaceError('bad-image', 'The file is empty.', { format: null });
  const found = readable.find(isOf)?.[0];
  if (found !== undefined) return found;
  const brands = brandsOf(text);
  if (brands.some((brand) => avifBrands.includes(brand))) return 'avif';
  if (brands.some((brand) => heifBrands.includes(brand))) throw notRead('HEIC photograph', convertHeic);
  if (brands.length > 0) throw notRead('video');
  const known = refused.find(isOf)?.[0];
  if (known !== undefined) throw notRead(known);
  const markup = /<(svg|html|!doctype html|\?xml|!--)/i.exec(printable(text))?.[1]?.toLowerCase();
  if (markup !== undefined) throw markup === 'svg' ? notRead('SVG drawing', exportSvg) : notRead('HTML or XML page');
  throw notRead('file of an unknown kind');
}

/** The brands in an ISO file's `ftyp` box, its first: the major one, and after a version the compatible ones. */
function brandsOf(text: string): string[] {
  if (!text.startsWith('ftyp', 4)) return [];
  const length = text.charCodeAt(2) * 256 + text.charCodeAt(3);
  const brands = text.slice(16, length).match(/.{4}/gs) ?? [];
  return [text.slice(8, 12), ...brands];
}

/** Without byte order marks and the zeros of UTF-16. */
function printable(text: string): string {
  return text.replace(/[^ -~]/g, '');
}

const convertHeic =
  'On an iPhone choose Settings > Camera > Formats > Most Compatible, or export the photograph as JPEG.';
const exportSvg = 'A drawing can hold scripts: export it as PNG.';

function notRead(name: string, advice = 'Choose an image: JPEG, PNG, WebP, AVIF, GIF or BMP.'): FaceError {
  return new FaceError('bad-image', `This is a ${name}, which is not read. ${advice}`, { format: name });
}
