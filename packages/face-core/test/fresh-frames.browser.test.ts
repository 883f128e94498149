import { describe, expect, test } from 'vitest';
import { freshFrames } from '../src/capture/fresh-frames.ts';
import { filmOf } from './film.ts';
import { emptyRoom } from './photographs.ts';

/** Pictures of one colour each: 10, 20, … of 255. */
const grays = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const picture = new OffscreenCanvas(640, 480);
    const context = picture.getContext('2d')!;
    context.fillStyle = `rgb(${Array(3).fill(10 * (i + 1))})`;
    context.fillRect(0, 0, 640, 480);
    return picture;
  });

/** The pictures that a search for `count` frames sees, by number. */
async function seen(video: HTMLVideoElement, count: number): Promise<number[]> {
  const numbers: number[] = [];
  const probe = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  for await (const frame of freshFrames(video, count, undefined)) {
    probe.drawImage(frame as HTMLVideoElement, 0, 0, 1, 1);
    numbers.push(Math.round(probe.getImageData(0, 0, 1, 1).data[0]! / 10));
  }
  return numbers;
}

async function countOf(frames: AsyncGenerator): Promise<number> {
  let count = 0;
  for await (const _ of frames) count++;
  return count;
}

describe('freshFrames', () => {
  test('gives a video’s current frame and the next ones, each once', async () => {
    const film = await filmOf(grays(5));
    expect(await seen(film.video, 3)).toEqual([1, 2, 3]);
    expect(film.shown()).toBe(3);
    film.close();
  });

  test('ends when no new frame comes for a second', async () => {
    const film = await filmOf(grays(2));
    const start = performance.now();
    expect(await seen(film.video, 5)).toEqual([1, 2]);
    expect(performance.now() - start).toBeGreaterThan(990);
    film.close();
  });

  test('looks at animation frames where a browser tells of no video frames', async () => {
    const film = await filmOf(grays(1));
    Object.assign(film.video, { requestVideoFrameCallback: undefined });
    expect(await countOf(freshFrames(film.video, 4, undefined))).toBe(4);
    film.close();
  });

  test('waits for a video that has no frame yet, and gives it as it is when none comes', async () => {
    const film = await filmOf(grays(2));
    const { srcObject } = film.video;
    film.video.srcObject = null;
    const frames = freshFrames(film.video, 1, undefined);
    const first = frames.next();
    film.video.srcObject = srcObject;
    await film.video.play();
    expect(await first).toEqual({ done: false, value: film.video });
    expect(film.video.readyState).toBeGreaterThanOrEqual(HTMLMediaElement.HAVE_CURRENT_DATA);
    film.close();
    const start = performance.now();
    expect(await countOf(freshFrames(document.createElement('video'), 1, undefined))).toBe(1);
    expect(performance.now() - start).toBeGreaterThan(990);
  });

  test('gives anything else once', async () => {
    const image = emptyRoom();
    expect(await countOf(freshFrames(image, 5, undefined))).toBe(1);
    expect(await countOf(freshFrames(await createImageBitmap(image), 5, undefined))).toBe(1);
    expect(await countOf(freshFrames(await image.convertToBlob(), 5, undefined))).toBe(1);
  });

  test('rejects with the signal’s reason while it waits', async () => {
    const film = await filmOf(grays(1));
    const cancel = new AbortController();
    const frames = freshFrames(film.video, 5, cancel.signal);
    await frames.next();
    const next = frames.next();
    const reason = new Error('enough');
    cancel.abort(reason);
    await expect(next).rejects.toBe(reason);
    film.close();
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %f frames', async (count) => {
    await expect(freshFrames(emptyRoom(), count, undefined).next()).rejects.toThrow(TypeError);
  });
});
