import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp, { type Region } from 'sharp';

/** The pictures that are analysed: real photographs that every install has, cut, enlarged and composed. */

const sample = (number: number) =>
  fileURLToPath(new URL(`../node_modules/@vladmandic/face-api/demo/sample${number}.jpg`, import.meta.url));

/** One person from the chest up; the face fills four tenths of the width. */
const portrait = { photograph: sample(3), region: { left: 866, top: 147, width: 600, height: 450 } };

/** Sizes of a frame with that one person. */
export const sizes = ['320x240', '640x480', '1280x720', '1920x1080', '4000x3000'] as const;

/** Seven people and where their faces are: `[photograph, left, top, side]`. */
const people = [
  [3, 1040, 245, 250],
  [6, 1158, 337, 233],
  [3, 555, 350, 240],
  [6, 252, 517, 234],
  [3, 1479, 323, 243],
  [6, 1451, 293, 254],
  [6, 613, 354, 266],
] as const;

/** Numbers of people in a frame of 1280×720 pixels, whose faces fill a seventh of its width each. */
export const groups = [1, 4, 7] as const;

export const frameOfSize = (size: (typeof sizes)[number]) => `/frames/${size}.jpg`;
export const frameOfGroup = (count: (typeof groups)[number]) => `/frames/${count}-faces.jpg`;
/** What the contenders are compared on. */
export const oneFace = frameOfSize('640x480');

/** Writes all frames into a folder, which is served as `/frames/`. */
export async function writeFrames(folder: string): Promise<void> {
  await mkdir(folder);
  for (const size of sizes) {
    const [width, height] = size.split('x').map(Number) as [number, number];
    await sharp(portrait.photograph)
      .extract(portrait.region)
      .resize(width, height, { fit: 'cover' })
      .jpeg({ quality: 90 })
      .toFile(join(folder, `${size}.jpg`));
  }
  const cells = await Promise.all(people.map(cell));
  for (const count of groups) {
    await sharp({ create: { width: 1280, height: 720, channels: 3, background: '#888' } })
      .composite(cells.slice(0, count))
      .jpeg({ quality: 90 })
      .toFile(join(folder, `${count}-faces.jpg`));
  }
}

/** A person in one of eight cells, four in a row. */
async function cell([number, left, top, side]: (typeof people)[number], index: number) {
  const margin = Math.round(side * 0.35);
  const region: Region = {
    left: left - margin,
    top: top - margin,
    width: side + 2 * margin,
    height: side + 2 * margin,
  };
  const input = await sharp(sample(number)).extract(region).resize(310, 310).toBuffer();
  return { input, left: 5 + 320 * (index % 4), top: 25 + 360 * Math.floor(index / 4) };
}
