import type { Page } from 'playwright';
import sharp from 'sharp';
import { filmSize, readScene, type Scene } from '../scripts/films/film.ts';
import { type Displacement, displaced } from '../scripts/films/motion.ts';

/**
 * A camera that a test directs: what it shows can change while the page looks, and it can be unplugged. In place of
 * getUserMedia's answer the page gets a canvas, on which pictures follow one another under a sensor's noise.
 */

/** Pictures of a film, as JPEG in base64. */
export type Reel = readonly string[];

const picturesPerSecond = 10;

/** A photograph that moves. */
export async function reelOf(
  scene: Scene,
  displacementAt: (seconds: number) => Displacement,
  seconds = 4,
): Promise<Reel> {
  const picture = await readScene(scene).raw().toBuffer();
  const times = Array.from({ length: seconds * picturesPerSecond }, (_, i) => i / picturesPerSecond);
  return Promise.all(times.map((time) => encoded(displaced(picture, filmSize, displacementAt(time)))));
}

/** A photograph that does not. */
export async function stillOf(scene: Scene): Promise<Reel> {
  return [(await readScene(scene).jpeg({ quality: 92 }).toBuffer()).toString('base64')];
}

/** A wall, and nobody. */
export async function emptyRoom(): Promise<Reel> {
  const { width, height } = filmSize;
  const wall = sharp({ create: { width, height, channels: 3, background: '#8a8f95' } });
  return [(await wall.jpeg().toBuffer()).toString('base64')];
}

async function encoded(picture: Uint8Array): Promise<string> {
  const jpeg = await sharp(picture, { raw: { ...filmSize, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
  return jpeg.toString('base64');
}

interface Playing {
  /** Whether two frames of one picture differ, as a sensor's do; they do by default. */
  isNoisy?: boolean;
  /** Whether its last picture stays; by default it is played backwards then, and again. */
  isOnce?: boolean;
}

/** What the page has for the test. */
interface Directed extends Required<Playing> {
  pictures: ImageBitmap[];
  /** On the clock of `performance.now()`. */
  startedAt: number;
  stream: MediaStream | null;
}

export class DirectedCamera {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Puts it in place of the page's camera, from its next navigation on. It shows black before it is told what. */
  static async install(page: Page): Promise<DirectedCamera> {
    await page.addInitScript(installCamera, { ...filmSize, picturesPerSecond });
    return new DirectedCamera(page);
  }

  async show(reel: Reel, { isNoisy = true, isOnce = false }: Playing = {}): Promise<void> {
    await this.#page.evaluate(
      async ([pictures, how]) => {
        const camera = (globalThis as unknown as { directedCamera: Directed }).directedCamera;
        const decode = (text: string) =>
          createImageBitmap(new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]));
        const decoded = await Promise.all(pictures.map(decode));
        for (const old of camera.pictures) old.close();
        Object.assign(camera, how, { pictures: decoded, startedAt: performance.now() });
      },
      [reel, { isNoisy, isOnce }] as const,
    );
  }

  /** As when it is unplugged. */
  async unplug(): Promise<void> {
    await this.#page.evaluate(() => {
      const { stream } = (globalThis as unknown as { directedCamera: Directed }).directedCamera;
      for (const track of stream?.getTracks() ?? []) track.stop();
    });
  }
}

/** Runs in the page, before its own scripts. */
function installCamera(size: { width: number; height: number; picturesPerSecond: number }): void {
  const camera: Directed = { pictures: [], startedAt: 0, isNoisy: true, isOnce: false, stream: null };
  Object.assign(globalThis, { directedCamera: camera });
  const canvas = document.createElement('canvas');
  const grain = document.createElement('canvas');
  Object.assign(canvas, { width: size.width, height: size.height });
  Object.assign(grain, { width: size.width + 160, height: size.height + 160 });
  const context = canvas.getContext('2d')!;
  const pixels = new ImageData(grain.width, grain.height);
  for (let i = 0; i < pixels.data.length; i++) pixels.data[i] = i % 4 === 3 ? 255 : 256 * Math.random();
  grain.getContext('2d')!.putImageData(pixels, 0, 0);

  setInterval(() => {
    const last = camera.pictures.length - 1;
    if (last < 0) return;
    const played = Math.floor(((performance.now() - camera.startedAt) / 1000) * size.picturesPerSecond);
    const inRound = played % Math.max(1, 2 * last);
    const shown = camera.isOnce ? Math.min(played, last) : inRound <= last ? inRound : 2 * last - inRound;
    context.drawImage(camera.pictures[shown]!, 0, 0);
    if (!camera.isNoisy) return;
    context.globalAlpha = 0.03;
    context.drawImage(grain, -160 * Math.random(), -160 * Math.random());
    context.globalAlpha = 1;
  }, 1000 / 30);

  navigator.mediaDevices.getUserMedia = async () => {
    camera.stream = canvas.captureStream();
    return camera.stream;
  };
}
