import { seeded } from '../../../scripts/test/seeded.ts';
import { decodeData, encodeData } from '../src/codec.ts';
import { type Bytes, concatenate, sha256, uint32 } from '../src/exchange/bytes.ts';
import type { GalleryRecord } from '../src/exchange/index.ts';
import { splitFile } from './gallery-files.ts';

type Random = (below: number) => number;

/** What a name is given to, so that a failure can be made again. */
export interface Mutant {
  name: string;
  bytes: Bytes;
}

/** Changes a file's bytes, or takes some from `donor`, another file of the same passphrase. */
type Change = (bytes: Bytes, random: Random, donor: Bytes) => Bytes | Promise<Bytes>;

const fileChanges: Record<string, Change> = {
  'flipped bits': (bytes, random) => flipped(bytes, random),
  'flipped bits in the header': (bytes, random) => {
    const { length } = splitFile(bytes).header;
    return concatenate(flipped(bytes.slice(0, length), random), bytes.subarray(length));
  },
  'a number set to an extreme': (bytes, random) => {
    const at = random(bytes.length);
    return bytes.fill([0x00, 0x7f, 0x80, 0xff][random(4)]!, at, at + 1 + random(4));
  },
  truncated: (bytes, random) => bytes.slice(0, random(bytes.length)),
  'repeated in part': (bytes, random) => {
    const at = random(bytes.length);
    return concatenate(bytes.subarray(0, at + 1 + random(200)), bytes.subarray(at));
  },
  'left out in part': (bytes, random) => {
    const at = random(bytes.length);
    return concatenate(bytes.subarray(0, at), bytes.subarray(at + 1 + random(200)));
  },
  'spliced anywhere': (bytes, random, donor) => {
    // Not before what the headers tell apart: that would be the whole donor.
    const at = splitFile(bytes).header.length - random(32) + random(bytes.length);
    return concatenate(bytes.subarray(0, at), donor.subarray(at));
  },
  'two frames swapped': framesChanged((frames, random) => {
    const [a, b] = [random(frames.length), random(frames.length)];
    [frames[a], frames[b]] = [frames[b]!, frames[a]!];
  }),
  'a frame doubled': framesChanged((frames, random) => {
    frames.splice(random(frames.length), 0, frames[random(frames.length)]!);
  }),
  'a frame dropped': framesChanged((frames, random) => {
    frames.splice(random(frames.length), 1);
  }),
  "another file's frame": framesChanged((frames, random, others) => {
    frames[random(frames.length)] = others[random(others.length)]!;
  }),
  "another file's end": framesChanged((frames, random, others) => {
    const from = random(frames.length);
    frames.splice(from, frames.length, ...others.slice(from));
  }),
  'a frame of another length': framesChanged((frames, random) => {
    const which = random(frames.length);
    const length = [0, 1, 27, 28, 31, 32, 33, 2 ** 20, 2 ** 24, 2 ** 31, 2 ** 32 - 1, random(2 ** 16)][random(12)]!;
    frames[which] = concatenate(uint32(length), frames[which]!.subarray(4));
  }),
  'a frame with another mark': framesChanged((frames, random) => {
    const which = random(frames.length);
    frames[which] = frames[which]!.with(4, random(4));
  }),
  "another file's header": (bytes, _, donor) =>
    concatenate(splitFile(donor).header, bytes.subarray(splitFile(bytes).header.length)),
  // By somebody who knows the format: the hash is right again.
  'a header made anew': async (bytes, random) => {
    const { header, frames } = splitFile(bytes);
    const body = header.slice(14, -32);
    const changed =
      random(2) === 0 ? flipped(body, random, 1) : encodeData(replacedSomewhere(decodeData(body), random));
    const start = concatenate(header.subarray(0, 10), uint32(changed.length), changed);
    return concatenate(start, await sha256(start), ...frames);
  },
};

/** Files made of `file`, the same in every run. */
export async function* fileMutants(file: Bytes, donor: Bytes, count: number, seed: number): AsyncGenerator<Mutant> {
  const random = randomBelow(seed);
  const changes = Object.entries(fileChanges);
  for (let i = 0; i < count; i++) {
    const [what, change] = changes[i % changes.length]!;
    yield { name: `${i} (${what})`, bytes: await change(file.slice(), random, donor) };
  }
}

/** Values that no record has in their place. */
const hostile: (() => unknown)[] = [
  () => null,
  () => true,
  () => -1,
  () => 0.5,
  () => 2 ** 53,
  () => 1e300,
  () => Number.NaN,
  () => Number.NEGATIVE_INFINITY,
  () => '',
  () => ' x ',
  () => '\ud800',
  () => '__proto__',
  () => 'x'.repeat(200_000),
  () => [],
  () => ({}),
  () => Array.from({ length: 5000 }, () => ({})),
  () => Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`key ${i}`, i])),
  () => ({ constructor: { prototype: 1 }, toString: 'x', length: 1e9 }),
  () => new Uint8Array(0),
  () => new Uint8Array(3_000_000),
  () => new Float32Array(0),
  () => new Float32Array(500_000),
  () => new Date(0),
];

/** What no encoder writes: claims of more than there is, depth without end, types of nobody. */
const hostileBytes: Bytes[] = [
  Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0xdd, 0x01, 0xff, 0xff, 0xff),
  Uint8Array.of(0xdf, 0x7f, 0xff, 0xff, 0xff),
  Uint8Array.of(0xdb, 0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0xc6, 0x7f, 0xff, 0xff, 0xff),
  Uint8Array.of(0xc9, 0xff, 0xff, 0xff, 0xff, 0x01),
  repeated(50_000, 0xdc, 0xff, 0xff),
  concatenate(repeated(100_000, 0x91), Uint8Array.of(0xc0)),
  concatenate(repeated(100_000, 0x81, 0xa0), Uint8Array.of(0xc0)),
  concatenate(Uint8Array.of(0xdd, 0x00, 0x0f, 0xff, 0xff), repeated(0x0fffff, 0x80)),
  Uint8Array.of(0xc7, 0x03, 0x01, 0, 0, 0),
  Uint8Array.of(0xc7, 0x05, 0xff, 0, 0, 0, 0, 0),
  Uint8Array.of(0xd4, 0x63, 0),
  Uint8Array.of(0x81, 0xa9, ...new TextEncoder().encode('__proto__'), 0x80),
  Uint8Array.of(0x81, 0xc0, 0xc0),
  Uint8Array.of(0xa3, 0xff, 0xfe, 0xfd),
  Uint8Array.of(0xc1),
];

/** Frames that a forger could put behind right checksums, the same in every run. */
export function* frameMutants(records: readonly GalleryRecord[], count: number, seed: number): Generator<Mutant> {
  const random = randomBelow(seed);
  const changes: Record<string, () => Bytes> = {
    'flipped bits': () => flipped(encodeData(records), random),
    'another value': () => encodeData(replacedSomewhere(records, random)),
    'other values': () => encodeData(replacedSomewhere(replacedSomewhere(records, random), random)),
    'a field less or more': () => encodeData(reshapedSomewhere(records, random)),
    'hostile bytes': () => {
      const frame = encodeData(records);
      const at = 1 + random(frame.length);
      const bytes = hostileBytes[random(hostileBytes.length)]!;
      return concatenate(frame.subarray(0, at), bytes, frame.subarray(at + random(2) * bytes.length));
    },
    'a hostile record': () => {
      const bytes = hostileBytes[random(hostileBytes.length)]!;
      const encoded = records.map((record) => encodeData(record));
      encoded.splice(random(encoded.length + 1), random(2), bytes);
      return concatenate(Uint8Array.of(0xdd), uint32(encoded.length), ...encoded);
    },
  };
  const named = Object.entries(changes);
  for (let i = 0; i < count; i++) {
    const [what, change] = named[i % named.length]!;
    yield { name: `${i} (${what})`, bytes: change() };
  }
}

function framesChanged(change: (frames: Uint8Array[], random: Random, others: readonly Uint8Array[]) => void): Change {
  return (bytes, random, donor) => {
    const { header, frames } = splitFile(bytes);
    change(frames, random, splitFile(donor).frames);
    return concatenate(header, ...frames);
  };
}

function repeated(times: number, ...pattern: number[]): Bytes {
  return new Uint8Array(times * pattern.length).map((_, i) => pattern[i % pattern.length]!);
}

function flipped(bytes: Bytes, random: Random, flips = 1 + random(4)): Bytes {
  for (let i = 0; i < flips; i++) bytes[random(bytes.length)]! ^= 1 << random(8);
  return bytes;
}

/** A copy in which some value, at whatever depth, is a hostile one. */
function replacedSomewhere(value: unknown, random: Random): unknown {
  return changedSomewhere(value, random, () => hostile[random(hostile.length)]!());
}

/** A copy in which some list or object, at whatever depth, has an entry less or more. */
function reshapedSomewhere(value: unknown, random: Random): unknown {
  return changedSomewhere(value, random, (old) => {
    const added = hostile[random(hostile.length)]!();
    if (Array.isArray(old)) return random(2) === 0 ? old.slice(1) : [...old, old[0] ?? added];
    if (!isObject(old)) return added;
    const entries = Object.entries(old);
    entries.splice(random(entries.length + 1), 1, ['added', added]);
    return Object.fromEntries(entries);
  });
}

function changedSomewhere(value: unknown, random: Random, change: (old: unknown) => unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && random(10) > 0) {
    const at = random(value.length);
    return value.map((element, i) => (i === at ? changedSomewhere(element, random, change) : element));
  }
  const keys = isObject(value) ? Object.keys(value) : [];
  if (keys.length > 0 && random(10) > 0) {
    const key = keys[random(keys.length)]!;
    const object = value as Record<string, unknown>;
    return { ...object, [key]: changedSomewhere(object[key], random, change) };
  }
  return change(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

function randomBelow(seed: number): Random {
  const next = seeded(seed);
  return (below) => Math.floor(next() * below);
}
