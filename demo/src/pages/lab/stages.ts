import type { FaceEngine } from 'face-core';

/** The parts of an analysis whose time is taken, and the whole. */
export const stages = ['snapshot', 'detection', 'embedding', 'liveness', 'quality', 'all'] as const;
export type Stage = (typeof stages)[number];

/** Milliseconds a stage; `null` where there was no face to work on. */
export type Timings = Record<Stage, number | null>;

const nothing = { embedding: false, liveness: false, quality: false };

/**
 * Times the engine's work on the newest frame of a video, again and again. Each part is timed by a call that asks for it alone;
 * what the call has in common with a search for faces, the way to the worker and back with it, is taken off. Parts share more
 * than that when they are asked for together, so `all` may be less than their sum.
 */
export async function* timeStages(
  engine: FaceEngine,
  video: HTMLVideoElement,
  signal: AbortSignal,
): AsyncGenerator<Timings, void, void> {
  for (;;) {
    await nextFrame(video, signal);
    const [snapshot, picture] = await timed(() => engine.decode(video, { signal }));
    try {
      const analyze = (parts: object) => timed(() => engine.analyze(picture, { ...nothing, ...parts, signal }));
      const [detection, faces] = await analyze({});
      const more = async (parts: object) => {
        if (faces.length === 0) return null;
        const [ms] = await analyze(parts);
        return Math.max(0, ms - detection);
      };
      yield {
        snapshot,
        detection,
        embedding: await more({ embedding: true }),
        liveness: await more({ liveness: true }),
        quality: await more({ quality: true }),
        all: (await analyze({ embedding: true, liveness: true, quality: true }))[0],
      };
    } finally {
      picture.close();
    }
  }
}

async function timed<T>(task: () => Promise<T>): Promise<[ms: number, result: T]> {
  const started = performance.now();
  const result = await task();
  return [performance.now() - started, result];
}

/** Waits while there is none: a hidden page's video shows no frames. */
function nextFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const callback = video.requestVideoFrameCallback(() => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    });
    const giveUp = () => {
      video.cancelVideoFrameCallback(callback);
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
