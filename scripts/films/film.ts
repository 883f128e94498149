import { open } from 'node:fs/promises';
import type { Box } from 'face-core';
import sharp, { type Sharp } from 'sharp';
import { type Displacement, displaced, type Motion, motionAt } from './motion.ts';

/**
 * Films for Chromium's fake camera (`--use-file-for-fake-video-capture=FILE.mjpeg`), made of photographs. Chromium plays
 * them at 30 frames a second and starts again at their end.
 */

export const filmSize = { width: 640, height: 480 };
const framesPerSecond = 30;

export interface Scene {
  photograph: string;
  /** What the camera sees of it, in its pixels; 4:3. The whole photograph, cropped to 4:3, by default. */
  region?: Box;
}

/**
 * Writes a film of `seconds`: the scenes one after another, each for as long, cut from one to the next. Make it longer than
 * the flow that it is for, so that it does not start again in its midst.
 */
export async function writeFilm(
  path: string,
  scenes: readonly Scene[],
  motion: Motion | ((seconds: number) => Displacement),
  seconds: number,
): Promise<void> {
  const displacementAt = typeof motion === 'function' ? motion : (time: number) => motionAt(motion, time);
  const pictures = await Promise.all(scenes.map((scene) => readScene(scene).raw().toBuffer()));
  const frames = Math.round(seconds * framesPerSecond);
  const still = await Promise.all(pictures.map(encode));
  const file = await open(path, 'w');
  try {
    // The next frame is computed while the last one is encoded, on another thread.
    let last: Promise<unknown> = Promise.resolve();
    for (let frame = 0; frame < frames; frame++) {
      const scene = Math.floor((frame * scenes.length) / frames);
      const jpeg =
        motion === 'still'
          ? still[scene]!
          : encode(displaced(pictures[scene]!, filmSize, displacementAt(frame / framesPerSecond)));
      await last;
      last = Promise.resolve(jpeg).then((bytes) => file.write(bytes));
    }
    await last;
  } finally {
    await file.close();
  }
}

/** A scene as a picture of `filmSize`. */
export function readScene({ photograph, region }: Scene): Sharp {
  const picture = sharp(photograph).autoOrient();
  if (region !== undefined) {
    const [left, top] = [Math.round(region.x), Math.round(region.y)];
    picture.extract({ left, top, width: Math.round(region.width), height: Math.round(region.height) });
  }
  return picture
    .resize({ ...filmSize, fit: 'cover' })
    .toColourspace('srgb')
    .removeAlpha();
}

function encode(picture: Uint8Array): Promise<Buffer> {
  return sharp(picture, { raw: { ...filmSize, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
}
