import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { atRest, type Doll, type DollPose, drawDoll } from '../packages/face-core/test/doll.ts';

/** Films of a photograph whose head looks about, as somebody does who is asked to, seen by a sensor. */

const size = { width: 480, height: 360 };
const framesPerSecond = 30;
/** Each frame of the film is shown so often: a camera in a dim room gives as few. */
const repeats = 4;
/** Longer than anything that takes a film which comes back for no camera. In seconds. */
const length = 20;

/** Where the head goes, each after so many seconds, and again from the start. In degrees of the doll. */
const turns: readonly (Pick<DollPose, 'yaw' | 'pitch'> & { until: number })[] = [
  { yaw: -6, pitch: 0, until: 3 },
  { yaw: 15, pitch: 0, until: 5.3 },
  { yaw: -30, pitch: 0, until: 7.7 },
  { yaw: -6, pitch: -14, until: 10 },
];

/** Sample 5's woman at the left, from whose photograph the middle of the head and as much around it is cut. */
const photograph = fileURLToPath(new URL('../node_modules/@vladmandic/face-api/demo/sample5.jpg', import.meta.url));
const region = { left: 56, top: 618, width: 592, height: 592 };
const keypoints = {
  rightEye: { x: 370, y: 377 },
  leftEye: { x: 465, y: 366 },
  mouthCenter: { x: 436, y: 482 },
};

/** Writes the film for Chromium's fake camera. */
export async function writeDollFilm(path: string): Promise<void> {
  const { data } = await sharp(photograph).extract(region).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const doll: Doll = { pixels: { ...region, data: new Uint8ClampedArray(data) }, keypoints };
  const image = { ...size, data: new Uint8ClampedArray(4 * size.width * size.height) };
  const file = await open(path, 'w');
  let pose = { ...atRest, yaw: turns[0]!.yaw };
  try {
    for (let frame = 0; frame < (length * framesPerSecond) / repeats; frame++) {
      const seconds = (frame * repeats) / framesPerSecond;
      const { yaw, pitch } = turns.find(({ until }) => seconds % 10 < until)!;
      // Half the rest of the way each time, and nobody holds quite still.
      const sway = Math.sin(2 * Math.PI * 0.6 * seconds);
      pose = { ...pose, yaw: (pose.yaw + yaw) / 2 + 1.5 * sway, pitch: (pose.pitch + pitch) / 2 - sway };
      drawDoll(doll, pose, image as Parameters<typeof drawDoll>[2], frame + 1);
      const jpeg = await sharp(image.data, { raw: { ...size, channels: 4 } })
        .removeAlpha()
        .jpeg({ quality: 92 })
        .toBuffer();
      for (let i = 0; i < repeats; i++) await file.write(jpeg);
    }
  } finally {
    await file.close();
  }
}
