import { crc32, deflateSync } from 'node:zlib';

/** Image files that sharp does not write, put together by hand. */

/** Black, one bit a pixel, 30,000 pixels a side: 110 kB that decode to 3.6 GB. */
export function bomb(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(30_000, 0);
  header.writeUInt32BE(30_000, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(30_000 * (1 + 30_000 / 8)));
  return Buffer.concat([pngSignature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

/** An animated PNG of two frames, `first` being the one that is shown where nothing moves. */
export function animatedPng(first: Buffer, second: Buffer): Buffer {
  const [header, ...shown] = chunksOf(first);
  const frameControl = (sequence: number) => {
    const control = Buffer.alloc(26);
    control.writeUInt32BE(sequence, 0);
    header!.data.copy(control, 4, 0, 8);
    control.writeUInt16BE(1, 20);
    control.writeUInt16BE(1, 22);
    return chunk('fcTL', control);
  };
  const data = (chunks: typeof shown) =>
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((each) => each.data));
  const next = Buffer.concat([Buffer.from([0, 0, 0, 2]), data(chunksOf(second))]);
  return Buffer.concat([
    ...[pngSignature, chunk('IHDR', header!.data), chunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]))],
    ...[frameControl(0), chunk('IDAT', data(shown)), frameControl(1), chunk('fdAT', next)],
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), whole.length - 4);
  return whole;
}

function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** Uncompressed, 24 bits a pixel, the bottom row first. */
export function bmp({
  data,
  info: { width, height },
}: {
  data: Buffer;
  info: { width: number; height: number };
}): Buffer {
  const row = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + row * height);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      const to = 54 + (height - 1 - y) * row + x * 3;
      for (let channel = 0; channel < 3; channel++) file[to + channel] = data[from + 2 - channel]!;
    }
  }
  return file;
}
