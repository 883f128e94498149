import { seeded } from '../../../scripts/test/seeded.ts';

/** One mutated file, and how to make it again. */
export interface Mutant {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

type Change = (bytes: Uint8Array, random: (below: number) => number, donor: Uint8Array) => Uint8Array;

/** The damage of disks and networks, and that of people who know the formats. */
const changes: Record<string, Change> = {
  'flipped bits': (bytes, random) => {
    for (let flips = 1 + random(20); flips > 0; flips--) bytes[random(bytes.length)]! ^= 1 << random(8);
    return bytes;
  },
  // Headers are short beside the data, and matter more.
  'flipped bits in the header': (bytes, random) => {
    for (let flips = 1 + random(8); flips > 0; flips--) bytes[random(Math.min(300, bytes.length))]! ^= 1 << random(8);
    return bytes;
  },
  truncated: (bytes, random) => bytes.subarray(0, random(bytes.length)),
  'spliced with another format': (bytes, random, donor) => {
    const [at, from] = [random(bytes.length), random(donor.length)];
    return Uint8Array.from([...bytes.subarray(0, at), ...donor.subarray(from)]);
  },
  'repeated in part': (bytes, random) => {
    const [at, length] = [random(bytes.length), random(500)];
    return Uint8Array.from([...bytes.subarray(0, at + length), ...bytes.subarray(at)]);
  },
  'a number set to an extreme': (bytes, random) => {
    const extreme = [0x00, 0x01, 0x7f, 0x80, 0xff][random(5)]!;
    const at = random(Math.min(400, bytes.length));
    return bytes.fill(extreme, at, at + 1 + random(4));
  },
  'another size in the header': (bytes, random) => {
    writeSize(bytes, ...sizes[random(sizes.length)]!);
    return bytes;
  },
};

/** None, too much, and near the 120 × 90 pixels of the files themselves. */
const sizes: [width: number, height: number][] = [
  [0, 90],
  [120, 0],
  [1, 1],
  [119, 91],
  [121, 89],
  [90, 120],
  [1000, 800],
  [30_000, 1],
  [1, 65_535],
  [9000, 9000],
  [65_535, 65_535],
];

/** Files made of others, the same in every run. */
export function* mutants(seeds: Record<string, Uint8Array>, count: number, seed: number): Generator<Mutant> {
  const next = seeded(seed);
  const random = (below: number) => Math.floor(next() * below);
  const names = Object.keys(seeds);
  const kinds = Object.keys(changes);
  for (let number = 0; number < count; number++) {
    const [name, kind] = [names[number % names.length]!, kinds[Math.floor(number / names.length) % kinds.length]!];
    const donor = seeds[names[random(names.length)]!]!;
    const bytes = changes[kind]!(seeds[name]!.slice(), random, donor);
    yield { name: `${name}, ${kind} (seed ${seed}, number ${number})`, bytes: new Uint8Array(bytes) };
  }
}

/** Writes a size where the formats have it, as far as their fields reach. */
function writeSize(bytes: Uint8Array, width: number, height: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = String.fromCharCode(...bytes.subarray(0, 1000));
  const frameHeader = /\xff[\xc0-\xc2]/.exec(text)?.index;
  const extent = text.indexOf('ispe');
  if (text.startsWith('\x89PNG')) {
    view.setUint32(16, width);
    view.setUint32(20, height);
    view.setUint32(29, crc32(bytes.subarray(12, 29)));
  } else if (text.startsWith('GIF')) {
    view.setUint16(6, width, true);
    view.setUint16(8, height, true);
  } else if (text.startsWith('RIFF')) {
    view.setUint16(26, width, true);
    view.setUint16(28, height, true);
  } else if (text.startsWith('BM')) {
    view.setInt32(18, width, true);
    view.setInt32(22, height, true);
  } else if (extent > 0) {
    view.setUint32(extent + 8, width);
    view.setUint32(extent + 12, height);
  } else if (frameHeader !== undefined) {
    view.setUint16(frameHeader + 5, height);
    view.setUint16(frameHeader + 7, width);
  }
}

/** The checksum of a PNG's chunks. */
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}
