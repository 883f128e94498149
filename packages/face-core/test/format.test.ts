import { describe, expect, test } from 'vitest';
import { formatOf } from '../src/image/format.ts';
import { samplesFolder } from './folders.ts';
import { oddImage } from './odd-images.ts';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
/** An ISO file's first box, with a major brand and compatible ones. */
const ftyp = (...[major, ...compatible]: string[]) =>
  bytes(`\0\0\0${String.fromCharCode(16 + 4 * compatible.length)}ftyp${major}\0\0\0\0${compatible.join('')}`);

function refusal(file: Uint8Array): Error {
  try {
    throw new Error(`taken for ${formatOf(file)}`);
  } catch (error) {
    return error as Error;
  }
}

describe('a file is what its bytes say', () => {
  for (const [name, format] of [
    ['plain.jpg', 'jpeg'],
    ['cmyk.jpg', 'jpeg'],
    ['plain.png', 'png'],
    ['plain.webp', 'webp'],
    ['plain.avif', 'avif'],
    ['plain.gif', 'gif'],
    ['plain.bmp', 'bmp'],
  ] as const) {
    test(`${name} is ${format}`, async () => {
      expect(formatOf(await oddImage(name, samplesFolder))).toBe(format);
    });
  }

  test('an AVIF may call itself an image of any codec first', () => {
    expect(formatOf(ftyp('mif1', 'miaf', 'avif'))).toBe('avif');
  });
});

describe('other files are refused by name', () => {
  const cases: Record<string, [file: Uint8Array, name: string | null]> = {
    'of an iPhone': [ftyp('heic', 'mif1', 'MiHE', 'heic'), 'HEIC photograph'],
    'of another HEIF camera': [ftyp('mif1', 'heix'), 'HEIC photograph'],
    'of a phone filming': [ftyp('isom', 'iso2', 'avc1', 'mp41'), 'video'],
    'of QuickTime': [ftyp('qt  '), 'video'],
    'WebM film': [bytes('\x1aE\xdf\xa3\x01\0\0\0'), 'video'],
    'AVI film': [bytes('RIFF\x10\0\0\0AVI LIST'), 'video'],
    'little-endian TIFF': [bytes('II*\0\x08\0\0\0'), 'TIFF or raw camera image'],
    'big-endian TIFF': [bytes('MM\0*\0\0\0\x08'), 'TIFF or raw camera image'],
    'bare JPEG XL': [bytes('\xff\x0a\0\0'), 'JPEG XL image'],
    'boxed JPEG XL': [bytes('\0\0\0\x0cJXL \x0d\x0a\x87\x0a'), 'JPEG XL image'],
    'JPEG 2000': [bytes('\0\0\0\x0cjP  \x0d\x0a\x87\x0a'), 'JPEG 2000 image'],
    PDF: [bytes('%PDF-1.7\n'), 'PDF document'],
    SVG: [bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'SVG drawing'],
    'SVG in UTF-16': [bytes('\xff\xfe<\0s\0v\0g\0>\0'), 'SVG drawing'],
    'SVG with a byte order mark': [bytes('\xef\xbb\xbf \n<SVG>'), 'SVG drawing'],
    'error page': [bytes('\n<!doctype html><title>Not found</title>'), 'HTML or XML page'],
    XML: [bytes('<?xml version="1.0"?><photo/>'), 'HTML or XML page'],
    'office document': [bytes('PK\x03\x04\x14\0'), 'ZIP archive'],
    'plain text': [bytes('This is no photograph.'), 'file of an unknown kind'],
    'first byte alone': [bytes('\xff'), 'file of an unknown kind'],
    'empty file': [new Uint8Array(0), null],
  };
  for (const [kind, [file, format]] of Object.entries(cases)) {
    test(kind, () => {
      expect(refusal(file)).toMatchObject({ name: 'FaceError', code: 'bad-image', details: { format } });
    });
  }

  test('and what to do is said', () => {
    const { message: ofHeic } = refusal(ftyp('heic'));
    expect(ofHeic).toContain('Most Compatible');
    expect(ofHeic).toContain('JPEG');
    expect(refusal(bytes('<svg>')).message).toContain('export it as PNG');
    expect(refusal(bytes('%PDF-1.7')).message).toContain('Choose an image: JPEG');
  });
});
