import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { dimensionsOf } from '../src/image/dimensions.ts';
import { formatOf, type ImageFormat } from '../src/image/format.ts';
import { samplesFolder } from './folders.ts';
import { oddImage } from './odd-images.ts';

const portrait = { width: 600, height: 450 };

describe('the size is read from the start of a file', () => {
  const cases: Record<string, [bytes: number, size: typeof portrait]> = {
    'plain.jpg': [700, portrait],
    'progressive.jpg': [700, portrait],
    'cmyk.jpg': [2 ** 20, portrait],
    'turned.jpg': [2 ** 16, { width: 450, height: 600 }],
    'plain.png': [24, portrait],
    'bomb.png': [24, { width: 30_000, height: 30_000 }],
    'plain.webp': [30, portrait],
    'transparent.webp': [30, portrait],
    'lossless.webp': [30, portrait],
    'plain.avif': [2 ** 10, portrait],
    'plain.gif': [2 ** 10, portrait],
    'animated.gif': [2 ** 10, portrait],
    'plain.bmp': [26, portrait],
  };
  for (const [name, [length, size]] of Object.entries(cases)) {
    test(name, async () => {
      const file = await oddImage(name, samplesFolder);
      const format = formatOf(file);
      expect(dimensionsOf(file.subarray(0, length), format)).toEqual(size);
      // However early it ends: the size, or that it is not known.
      for (let end = 0; end < Math.min(length, 2000); end++) {
        expect([null, size]).toContainEqual(dimensionsOf(file.subarray(0, end), format));
      }
    });
  }

  test('of a part of a larger buffer', async () => {
    const file = await oddImage('plain.jpg', samplesFolder);
    const shifted = new Uint8Array(file.length + 100).fill(0xff);
    shifted.set(file, 100);
    expect(dimensionsOf(shifted.subarray(100), 'jpeg')).toEqual(portrait);
  });

  test('of a BMP with its top row first, and of the oldest kind', async () => {
    const bmp = await oddImage('plain.bmp', samplesFolder);
    bmp.writeInt32LE(-450, 22);
    expect(dimensionsOf(bmp, 'bmp')).toEqual(portrait);
    bmp.writeUInt32LE(12, 14);
    bmp.writeUInt16LE(600, 18);
    bmp.writeUInt16LE(450, 20);
    expect(dimensionsOf(bmp, 'bmp')).toEqual(portrait);
    expect(dimensionsOf(Buffer.from('BMW is a maker of motor cars.'), 'bmp')).toBeNull();
  });
});

describe('a file that shows its reader another size than its decoder', () => {
  test('a GIF with a small screen and a large first frame', async () => {
    const gif = await oddImage('plain.gif', samplesFolder);
    gif.writeUInt16LE(1, 6);
    gif.writeUInt16LE(1, 8);
    expect(dimensionsOf(gif, 'gif')).toEqual(portrait);
  });

  test('a JPEG with a frame header where another reader would skip to', async () => {
    const [jpeg, decoy] = await Promise.all([large(600, 450), large(16, 16)]);
    // Restart markers stand alone: a reader that takes this one for a segment skips as many bytes as the next two say.
    const restarted = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xd0]), jpeg.subarray(2)]);
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0xff, 0xff]), Buffer.alloc(0xffff - 2)]);
    const scan = restarted.indexOf(Buffer.from([0xff, 0xda]));
    const trap = 4 + restarted.readUInt16BE(4);
    decoy.copy(comment, trap - scan, decoy.indexOf(Buffer.from([0xff, 0xc0])));
    const file = Buffer.concat([restarted.subarray(0, scan), comment, restarted.subarray(scan)]);
    expect((await sharp(file).metadata()).width).toBe(600);
    expect(dimensionsOf(file, 'jpeg')).toEqual(portrait);
  });

  test('a JPEG with bytes between its segments', async () => {
    const jpeg = await large(600, 450);
    const file = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0, 1, 2, 0xff, 0, 0xff, 0xff]), jpeg.subarray(2)]);
    expect(dimensionsOf(file, 'jpeg')).toEqual(portrait);
  });

  test('a JPEG that shows its size only after its data', async () => {
    const jpeg = await large(600, 450);
    const [header, scan] = [Buffer.from([0xff, 0xc0]), Buffer.from([0xff, 0xda, 0, 2])];
    const file = Buffer.concat([jpeg.subarray(0, 2), scan, jpeg.subarray(jpeg.indexOf(header))]);
    expect(dimensionsOf(file, 'jpeg')).toBeNull();
  });

  test('an AVIF with millions of properties', () => {
    const count = 5_000_000;
    const ipma = box('ipma', Buffer.concat([Buffer.alloc(4), uint32(count), Buffer.alloc(3 * count)]));
    const file = Buffer.concat([
      box('ftyp', Buffer.from('avif\0\0\0\0avif')),
      box('meta', Buffer.concat([Buffer.alloc(4), box('iprp', ipma)])),
    ]);
    expect(dimensionsOf(file, 'avif')).toBeNull();
  });
});

test('noise after any signature is no error', () => {
  const signatures: Record<ImageFormat, string> = {
    jpeg: '\xff\xd8\xff',
    png: '\x89PNG\r\n\x1a\n',
    webp: 'RIFF....WEBP',
    avif: '\0\0\0\x14ftypavif\0\0\0\0avif',
    gif: 'GIF89a',
    bmp: 'BM',
  };
  let state = 1;
  for (const [format, signature] of Object.entries(signatures)) {
    for (let round = 0; round < 500; round++) {
      const file = Buffer.from(signature.padEnd(200), 'latin1');
      for (let at = signature.length; at < file.length; at++) {
        state = Math.imul(state, 1_103_515_245) + 12_345;
        file[at] = state >>> 16;
      }
      const size = dimensionsOf(file, format as ImageFormat);
      expect(size === null || (Number.isInteger(size.width) && Number.isInteger(size.height))).toBe(true);
    }
  }
});

function large(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: 'grey' } })
    .jpeg()
    .toBuffer();
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function box(type: string, content: Buffer): Buffer {
  return Buffer.concat([uint32(content.length + 8), Buffer.from(type), content]);
}
