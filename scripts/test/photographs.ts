import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { root } from './shell.ts';

/** Real photographs that every install has: `sample1.jpg` to `sample6.jpg`. */
export const samples = join(root, 'node_modules/@vladmandic/face-api/demo');

/** Three of the people in them, no two of whom look alike: where their faces are, as `[x, y, width, height]`. */
const people = {
  ann: { sample: 'sample3.jpg', box: [561, 350, 239, 239] },
  bea: { sample: 'sample3.jpg', box: [1039, 252, 254, 254] },
  cat: { sample: 'sample6.jpg', box: [249, 522, 235, 235] },
} as const;

export type Person = keyof typeof people;

/** What sets one photograph of a person apart from another. */
const shots = {
  /** Much of what is around the face. */
  wide: { margin: 2.2, mirrored: false, side: 480, quality: 92 },
  /** Closer, mirrored, smaller and more compressed. */
  close: { margin: 1.7, mirrored: true, side: 240, quality: 60 },
} as const;

/** Cuts one person out of a group, so that no other face is in the picture; returns the path. */
export async function portrait(person: Person, shot: keyof typeof shots, path: string): Promise<string> {
  const { sample, box } = people[person];
  const { margin, mirrored, side, quality } = shots[shot];
  const [x, y, width, height] = box;
  const extent = Math.round(width * margin);
  const left = Math.round(x + width / 2 - extent / 2);
  const top = Math.max(0, Math.round(y + height / 2 - extent / 2));
  mkdirSync(dirname(path), { recursive: true });
  await sharp(join(samples, sample))
    .extract({ left, top, width: extent, height: extent })
    .flop(mirrored)
    .resize(side, side)
    .jpeg({ quality })
    .toFile(path);
  return path;
}

/** A picture of nobody. */
export async function greyPicture(path: string): Promise<string> {
  mkdirSync(dirname(path), { recursive: true });
  await sharp({ create: { width: 320, height: 240, channels: 3, background: { r: 128, g: 128, b: 128 } } }).toFile(
    path,
  );
  return path;
}
