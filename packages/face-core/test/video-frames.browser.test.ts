import { afterEach, describe, expect, test, vi } from 'vitest';
import { newestFrames, type ShownFrame } from '../src/video-frames.ts';
import { emptyRoom, Film } from './films.ts';

const films: Film[] = [];

afterEach(() => {
  for (const film of films.splice(0)) film.end();
});

async function filmed(): Promise<Film> {
  const film = await Film.start(emptyRoom, 160, 120);
  films.push(film);
  return film;
}

function framesOf(video: HTMLVideoElement, signal = new AbortController().signal) {
  const frames = newestFrames(video, signal);
  return { frames, next: async () => (await frames.next()).value as ShownFrame };
}

async function all(frames: AsyncIterable<ShownFrame>): Promise<ShownFrame[]> {
  const taken: ShownFrame[] = [];
  for await (const frame of frames) taken.push(frame);
  return taken;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A call that waits for a frame: those that are on their way are taken first. */
async function waiting(next: () => Promise<ShownFrame>): Promise<{ frame: Promise<ShownFrame> }> {
  for (let frames = 0; frames < 3; frames++) {
    const frame = next();
    if (await Promise.race([frame.then(() => false), wait(300).then(() => true)])) return { frame };
  }
  throw new Error('frames come on and on');
}

describe('newestFrames', () => {
  test('gives the newest frame to who comes late, and counts those in between', async () => {
    const { video } = await filmed();
    const shown = new Map<number, number>();
    const count: VideoFrameRequestCallback = (at, { presentedFrames }) => {
      shown.set(at, presentedFrames);
      video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
    const { frames, next } = framesOf(video);
    const taken: ShownFrame[] = [await next()];
    for (let i = 0; i < 5; i++) {
      await wait(200);
      const newest = [...shown.keys()].at(-1)!;
      taken.push(await next());
      expect(taken.at(-1)!.at).toBeGreaterThanOrEqual(newest);
    }
    await frames.return();
    const [first, last] = [taken[0]!, taken.at(-1)!];
    const passed = shown.get(last.at)! - shown.get(first.at)!;
    expect(taken.slice(1).reduce((sum, { dropped }) => sum + dropped + 1, 0)).toBe(passed);
    expect(passed).toBeGreaterThan(10);
  });

  test('gives no frame twice', async () => {
    const { video } = await filmed();
    const { frames, next } = framesOf(video);
    const times: number[] = [];
    for (let i = 0; i < 10; i++) times.push((await next()).at);
    await frames.return();
    expect(new Set(times).size).toBe(10);
  });

  test('waits while the video is paused, and goes on with it', async () => {
    const { video } = await filmed();
    const { frames, next } = framesOf(video);
    await next();
    video.pause();
    const { frame } = await waiting(next);
    const before = performance.now();
    await video.play();
    expect((await frame).at).toBeGreaterThan(before);
    await frames.return();
  });

  test('waits for a stream that has no track yet', async () => {
    const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true });
    const stream = new MediaStream();
    video.srcObject = stream;
    const { frames, next } = framesOf(video);
    const { frame } = await waiting(next);
    stream.addTrack((await filmed()).stream.getVideoTracks()[0]!);
    expect((await frame).at).toBeGreaterThan(0);
    await frames.return();
  });

  test('ends with the camera, and with a source that is taken away', async () => {
    for (const end of [(film: Film) => film.end(), (film: Film) => Object.assign(film.video, { srcObject: null })]) {
      const film = await filmed();
      const taken = all(framesOf(film.video).frames);
      await wait(200);
      end(film);
      expect((await taken).length).toBeGreaterThan(1);
      expect(await all(framesOf(film.video).frames)).toEqual([]);
    }
  });

  test('has no frames of a video without a source', async () => {
    expect(await all(framesOf(document.createElement('video')).frames)).toEqual([]);
  });

  test('goes on with another source, and says that there was a cut', async () => {
    const { video } = await filmed();
    const { frames, next } = framesOf(video);
    expect(await next()).toMatchObject({ isCut: false });
    video.srcObject = (await filmed()).stream;
    await video.play();
    expect(await next()).toMatchObject({ isCut: true });
    expect(await next()).toMatchObject({ isCut: false });
    await frames.return();
  });

  test('ends with the camera also while it waits', async () => {
    const film = await filmed();
    const { next } = framesOf(film.video);
    await next();
    film.video.pause();
    const { frame } = await waiting(next);
    film.end();
    expect(await frame).toBeUndefined();
  });

  test('ends with a film', async () => {
    const video = await (await filmed()).recorded(0.5);
    const taken = all(framesOf(video).frames);
    await video.play();
    expect((await taken).length).toBeGreaterThan(1);
    expect(video.ended).toBe(true);
    expect(await all(framesOf(video).frames)).toEqual([]);
  });

  test('goes on after the film is wound, also while it is paused, or starts again', async () => {
    const video = await (await filmed()).recorded(1);
    video.loop = true;
    await video.play();
    const { frames, next } = framesOf(video);
    await next();
    video.pause();
    const { frame } = await waiting(next);
    video.currentTime = 0;
    expect(await frame).toMatchObject({ isCut: true });
    await video.play();
    let cuts = 0;
    while (cuts < 2) if ((await next()).isCut) cuts++;
    await frames.return();
  });

  test('a film that cannot be played is an error', async () => {
    const { video } = await filmed();
    const { frames, next } = framesOf(video);
    await next();
    video.srcObject = null;
    video.src = URL.createObjectURL(new Blob(['no film']));
    await expect(all(frames)).rejects.toMatchObject({
      code: 'bad-image',
      details: { mediaError: MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED },
    });
    await expect(framesOf(video).next()).rejects.toMatchObject({ code: 'bad-image' });
  });

  test('rejects with the signal’s reason, also while it waits', async () => {
    const { video } = await filmed();
    const ending = new AbortController();
    const { next } = framesOf(video, ending.signal);
    video.pause();
    const { frame } = await waiting(next);
    const reason = new Error('enough');
    ending.abort(reason);
    await expect(frame).rejects.toBe(reason);
    await expect(framesOf(video, ending.signal).next()).rejects.toBe(reason);
  });

  test('leaves nothing behind', async () => {
    const { video } = await filmed();
    const asked = vi.spyOn(video, 'requestVideoFrameCallback');
    for await (const _frame of newestFrames(video, new AbortController().signal)) break;
    const before = asked.mock.calls.length;
    expect(before).toBeGreaterThan(0);
    await wait(200);
    expect(asked.mock.calls.length).toBe(before);
  });
});
