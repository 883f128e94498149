import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { filmSize, type Scene, writeFilm } from '../films/film.ts';
import type { Motion } from '../films/motion.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const red = { r: 200, g: 30, b: 20 };
const blue = { r: 20, g: 40, b: 210 };
const startOfImage = Buffer.from([0xff, 0xd8, 0xff]);
const endOfImage = Buffer.from([0xff, 0xd9]);

/** A photograph whose left is of one colour and whose right is of another. */
async function photograph(name: string, left: typeof red, right = left, orientation = 1): Promise<string> {
  const [width, height] = [400, 300];
  const half = await sharp({ create: { width: width / 2, height, channels: 3, background: right } })
    .png()
    .toBuffer();
  const shown = sharp({ create: { width, height, channels: 3, background: left } }).composite([
    { input: half, left: width / 2, top: 0 },
  ]);
  const path = join(folder, name);
  // Orientation 6: the file holds the picture a quarter turn to the left, and says so.
  const stored = orientation === 6 ? sharp(await shown.png().toBuffer()).rotate(-90) : shown;
  await stored.jpeg({ quality: 95 }).withMetadata({ orientation }).toFile(path);
  return path;
}

/** The frames of a new film, cut at each start of image; no entropy-coded byte of a JPEG looks like one. */
async function filmed(scenes: Scene[], motion: Motion, seconds: number): Promise<Buffer[]> {
  const path = join(folder, 'film.mjpeg');
  await writeFilm(path, scenes, motion, seconds);
  const film = readFileSync(path);
  const starts: number[] = [];
  for (let at = film.indexOf(startOfImage); at !== -1; at = film.indexOf(startOfImage, at + 1)) starts.push(at);
  expect(starts[0]).toBe(0);
  return starts.map((start, i) => film.subarray(start, starts[i + 1]));
}

async function meanColour(jpeg: Buffer) {
  const { channels } = await sharp(jpeg).stats();
  const [r, g, b] = channels.map(({ mean }) => mean);
  return { r, g, b };
}
const about = ({ r, g, b }: typeof red) => ({
  r: expect.toSatisfy((value: number) => Math.abs(value - r) < 4),
  g: expect.toSatisfy((value: number) => Math.abs(value - g) < 4),
  b: expect.toSatisfy((value: number) => Math.abs(value - b) < 4),
});

const plain = { red: await photograph('red.jpg', red), blue: await photograph('blue.jpg', blue) };
const twoColoured = await photograph('two-coloured.jpg', red, blue);

describe('writeFilm', () => {
  test('writes 30 frames a second, JPEG files of 640×480 one after another', async () => {
    for (const [seconds, count] of [
      [0.2, 6],
      [0.4, 12],
    ] as const) {
      const frames = await filmed([{ photograph: plain.red }], 'warped', seconds);
      expect(frames).toHaveLength(count);
      for (const frame of frames) {
        expect(frame.subarray(-2)).toEqual(endOfImage);
        const { format, width, height } = await sharp(frame).metadata();
        expect({ format, width, height }).toEqual({ format: 'jpeg', ...filmSize });
      }
      expect(await meanColour(frames.at(-1)!)).toEqual(about(red));
    }
    expect(filmSize).toEqual({ width: 640, height: 480 });
  });

  test('a still film repeats the same bytes', async () => {
    const frames = await filmed([{ photograph: twoColoured }], 'still', 0.2);
    expect(frames).toHaveLength(6);
    for (const frame of frames) expect(frame.equals(frames[0]!)).toBe(true);
  });

  test.each(['shaken', 'warped'] as const)(
    'a %s film has no two frames alike, and alters them little',
    async (motion) => {
      const frames = await filmed([{ photograph: twoColoured }], motion, 0.2);
      expect(new Set(frames.map((frame) => frame.toString('latin1'))).size).toBe(6);
      const mean = { r: (red.r + blue.r) / 2, g: (red.g + blue.g) / 2, b: (red.b + blue.b) / 2 };
      for (const frame of frames) expect(await meanColour(frame)).toEqual(about(mean));
    },
  );

  test('two scenes: the film cuts from one to the other in the middle', async () => {
    const frames = await filmed([{ photograph: plain.red }, { photograph: plain.blue }], 'still', 0.4);
    const colours = await Promise.all(frames.map(meanColour));
    expect(colours.slice(0, 6)).toEqual(Array(6).fill(about(red)));
    expect(colours.slice(6)).toEqual(Array(6).fill(about(blue)));
  });

  test('three scenes, in motion: each as long', async () => {
    const scenes = [plain.blue, plain.red, plain.blue].map((path) => ({ photograph: path }));
    const colours = await Promise.all((await filmed(scenes, 'shaken', 0.3)).map(meanColour));
    expect(colours).toEqual([blue, blue, blue, red, red, red, blue, blue, blue].map(about));
  });

  test('a region is what the camera sees', async () => {
    const left = { x: 0, y: 0, width: 160, height: 120 };
    const [frame] = await filmed([{ photograph: twoColoured, region: left }], 'still', 0.1);
    expect(await meanColour(frame!)).toEqual(about(red));
    const right = { x: 230.4, y: 100, width: 159.6, height: 120 };
    const [other] = await filmed([{ photograph: twoColoured, region: right }], 'still', 0.1);
    expect(await meanColour(other!)).toEqual(about(blue));
  });

  test('a photograph that lies on its side is turned upright, and a region is of the upright one', async () => {
    const sideways = await photograph('sideways.jpg', red, blue, 6);
    const stored = await sharp(sideways).metadata();
    expect([stored.width, stored.height]).toEqual([300, 400]);
    const [whole] = await filmed([{ photograph: sideways }], 'still', 0.1);
    const halfOf = async (left: number) =>
      meanColour(await sharp(whole).extract({ left, top: 0, width: 280, height: 480 }).png().toBuffer());
    expect(await halfOf(0)).toEqual(about(red));
    expect(await halfOf(360)).toEqual(about(blue));
    const right = { x: 240, y: 0, width: 160, height: 120 };
    const [frame] = await filmed([{ photograph: sideways, region: right }], 'still', 0.1);
    expect(await meanColour(frame!)).toEqual(about(blue));
  });

  test('a photograph that is not 4:3 is cropped in the middle, not squeezed', async () => {
    // 400×100, blue but for the middle 100 pixels: of it the camera sees 133×100.
    const wide = join(folder, 'wide.png');
    const middle = await sharp({ create: { width: 100, height: 100, channels: 3, background: red } })
      .png()
      .toBuffer();
    await sharp({ create: { width: 400, height: 100, channels: 3, background: blue } })
      .composite([{ input: middle, left: 150, top: 0 }])
      .toFile(wide);
    const [frame] = await filmed([{ photograph: wide }], 'still', 0.1);
    const mean = (await meanColour(frame!)).r!;
    expect(mean).toBeCloseTo((red.r * 100 + blue.r * 33.3) / 133.3, -1);
  });
});
