import { motionAt } from '../../../scripts/films/motion.ts';
import { sample } from './photographs.ts';

/** Films for tests of video: photographs that move on a canvas, which a video element shows as it would a camera. */

export type Scene = (context: CanvasRenderingContext2D, seconds: number) => void;

const framesPerSecond = 30;

export class Film {
  /** What is drawn from the next frame on. */
  scene: Scene;
  readonly canvas = document.createElement('canvas');
  readonly stream: MediaStream;
  readonly video = document.createElement('video');
  readonly #timer: number;

  private constructor(scene: Scene, width: number, height: number) {
    this.scene = scene;
    Object.assign(this.canvas, { width, height });
    const context = this.canvas.getContext('2d')!;
    const start = performance.now();
    const draw = () => this.scene(context, (performance.now() - start) / 1000);
    draw();
    this.#timer = window.setInterval(draw, 1000 / framesPerSecond);
    this.stream = this.canvas.captureStream();
    this.video.muted = true;
    this.video.srcObject = this.stream;
  }

  static async start(scene: Scene, width = 640, height = 480): Promise<Film> {
    const film = new Film(scene, width, height);
    await film.video.play();
    return film;
  }

  /** As when a camera is unplugged. */
  end(): void {
    window.clearInterval(this.#timer);
    for (const track of this.stream.getTracks()) track.stop();
  }

  /** A video of a file that has some seconds of it. */
  async recorded(seconds: number): Promise<HTMLVideoElement> {
    const recorder = new MediaRecorder(this.stream, { mimeType: 'video/mp4' });
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    recorder.stop();
    const { data } = await new Promise<BlobEvent>((resolve) => recorder.addEventListener('dataavailable', resolve));
    const video = Object.assign(document.createElement('video'), { muted: true, src: URL.createObjectURL(data) });
    await new Promise((resolve) => video.addEventListener('loadeddata', resolve));
    // The encoder of a busy machine loses the beginning.
    return video.duration > seconds / 2 ? video : this.recorded(seconds);
  }
}

/** A wall that changes its colour, and nobody. */
export const emptyRoom: Scene = (context, seconds) => {
  context.fillStyle = `hsl(${seconds * 60} 20% 60%)`;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
};

/** The faces of sample 3's three people, and how much larger than a face what is cut out of it is. */
const faces = [
  { x: 555, y: 350, size: 240 },
  { x: 1040, y: 245, size: 250 },
  { x: 1479, y: 323, size: 243 },
];
const surroundings = 1.8;

/** Three people, each cut out with what is around the head. */
export async function people(): Promise<[ImageBitmap, ImageBitmap, ImageBitmap]> {
  const photograph = await sample(3);
  const cut = ({ x, y, size }: (typeof faces)[number]) => {
    const margin = ((surroundings - 1) / 2) * size;
    return createImageBitmap(photograph, x - margin, y - margin, size * surroundings, size * surroundings);
  };
  return Promise.all(faces.map(cut)) as Promise<[ImageBitmap, ImageBitmap, ImageBitmap]>;
}

/** Where a person's face is: its centre and size in pixels. */
export interface Place {
  person: ImageBitmap;
  x: number;
  y?: number;
  size?: number;
}

/** People before a plain wall, who sway a little; each at a place that may change with time. */
export function swaying(places: (seconds: number) => Place[]): Scene {
  return (context, seconds) => {
    const { width, height } = context.canvas;
    context.fillStyle = '#8a8f95';
    context.fillRect(0, 0, width, height);
    const [dx, dy] = motionAt('warped', seconds)(0, 0);
    for (const { person, x, y = 240, size = 150 } of places(seconds)) {
      const side = size * surroundings;
      context.drawImage(person, x + (dx * width) / 2 - side / 2, y + (dy * height) / 2 - side / 2, side, side);
    }
  };
}
