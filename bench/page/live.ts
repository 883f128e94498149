import { FaceEngine } from 'face-core';
import { load } from './contender.ts';

/** A live loop beside an animation: what a page's own thread feels of the engine. */
export interface Live {
  /** Watches `frames` frames of a video, after `warmUp` that do not count. */
  watch(frames: number, warmUp: number): Promise<LiveTimes>;
}

export interface LiveTimes {
  /** The time of all frames, in milliseconds. */
  durationMs: number;
  /** The lengths of the long tasks (over 50 ms) on the page's thread meanwhile, in milliseconds. */
  longTasks: number[];
  /** The times between frames of the animation, in milliseconds. */
  intervals: number[];
}

Object.assign(globalThis, { bench: open() });

async function open(): Promise<Live> {
  const settings = new URLSearchParams(location.search);
  const engine = await FaceEngine.create({ modelBaseUrl: settings.get('models')!, device: 'wasm' });
  const intervals: number[] = [];
  const video = await animatedVideo(await load(settings.get('frame')!), (interval) => intervals.push(interval));
  return {
    async watch(frames, warmUp) {
      const longTasks: number[] = [];
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longTasks.push(duration);
      });
      let start = 0;
      let seen = 0;
      for await (const { faces } of engine.watch(video)) {
        if (faces.length !== 1) throw new Error(`${faces.length} faces were found in a frame of one.`);
        seen++;
        if (seen === warmUp) {
          start = performance.now();
          intervals.length = 0;
          observer.observe({ type: 'longtask' });
        }
        if (seen === warmUp + frames) break;
      }
      const durationMs = performance.now() - start;
      // Entries are delivered in a task of their own.
      await new Promise((resolve) => setTimeout(resolve, 100));
      observer.disconnect();
      return { durationMs, longTasks, intervals };
    },
  };
}

/** A video of a picture that sways, drawn with every frame of the animation. */
async function animatedVideo(picture: ImageBitmap, onFrame: (interval: number) => void): Promise<HTMLVideoElement> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const context = canvas.getContext('2d')!;
  let last: number | undefined;
  const draw = (time: number) => {
    if (last !== undefined) onFrame(time - last);
    last = time;
    context.drawImage(picture, 8 * Math.sin(time / 300), 6 * Math.sin(time / 500));
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = canvas.captureStream(30);
  await video.play();
  return video;
}
