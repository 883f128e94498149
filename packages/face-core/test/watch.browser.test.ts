import { FaceEngine, FaceError, type TrackAnalysis, templateOf, type WatchedFrame } from 'face-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { iou } from '../src/geometry/box.ts';
import { nothingTracked, type Tracking } from '../src/tracking/track.ts';
import { watch } from '../src/watch.ts';
import type { Frame } from '../src/worker/boundary.ts';
import { emptyRoom, Film, people, type Scene, swaying } from './films.ts';
import { portrait, sample } from './photographs.ts';

/** From here up two embeddings are one person's: facebank's default. */
const threshold = 0.38;

let engine: FaceEngine;
let ada: ImageBitmap;
let bob: ImageBitmap;
let cleo: ImageBitmap;
const films: Film[] = [];

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
  [ada, bob, cleo] = await people();
});

afterAll(() => engine?.close());

afterEach(() => {
  for (const film of films.splice(0)) film.end();
});

async function filmed(scene: Scene): Promise<Film> {
  const film = await Film.start(scene);
  films.push(film);
  return film;
}

const alone = (person: ImageBitmap): Scene => swaying(() => [{ person, x: 320, size: 180 }]);
const pair: Scene = (context, seconds) =>
  swaying(() => [
    { person: ada, x: 180 },
    { person: bob, x: 460 },
  ])(context, seconds);

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function take(frames: AsyncIterable<WatchedFrame>, count: number): Promise<WatchedFrame[]> {
  const taken: WatchedFrame[] = [];
  for await (const frame of frames) if (taken.push(frame) === count) break;
  return taken;
}

function similarity(a: { embedding: Float32Array | null }, b: { embedding: Float32Array | null }): number {
  return a.embedding!.reduce((sum, value, i) => sum + value * b.embedding![i]!, 0);
}

/** The one face of a frame. */
function only({ faces }: WatchedFrame) {
  expect(faces).toHaveLength(1);
  return faces[0]!;
}

describe('following', () => {
  test('two people who sway keep their numbers; each is analysed now and then, and known by it', async () => {
    const film = await filmed(pair);
    const frames = await take(engine.watch(film.video, { refreshMs: 400 }), 45);
    const idsOf = ({ faces }: WatchedFrame) => faces.map(({ id }) => id).sort();
    for (const frame of frames) {
      expect(idsOf(frame)).toEqual([1, 2]);
      expect(frame).toMatchObject({ width: 640, height: 480 });
      for (const { quality, analysis } of frame.faces) {
        expect(quality!.score).toBeGreaterThan(40);
        expect(analysis.liveness!.score).toBeGreaterThanOrEqual(0);
        expect(analysis.analyzedAt).toBeLessThanOrEqual(frame.timestamp);
      }
    }
    const seconds = (frames.at(-1)!.timestamp - frames[0]!.timestamp) / 1000;
    for (const id of [1, 2]) {
      const faces = frames.map((frame) => frame.faces.find((face) => face.id === id)!);
      const analyses = new Map(faces.map(({ analysis }) => [analysis.analyzedAt, analysis]));
      expect(analyses.size).toBeGreaterThan(1);
      expect(analyses.size).toBeLessThanOrEqual(1 + seconds / 0.4);
      expect(analyses.size).toBeLessThan(frames.length);
      // The box is of the frame, the analysis of an earlier one.
      expect(faces.some(({ box, analysis }) => box.x !== analysis.box.x)).toBe(true);
      const others = frames[0]!.faces.find((face) => face.id !== id)!;
      for (const analysis of analyses.values()) {
        expect(similarity(analysis, faces[0]!.analysis)).toBeGreaterThan(threshold);
        expect(similarity(analysis, others.analysis)).toBeLessThan(threshold);
      }
    }
  });

  test('an analysis becomes a template, and an app may change what it got', async () => {
    const film = await filmed(alone(ada));
    let seen = 0;
    for await (const frame of engine.watch(film.video)) {
      const face = only(frame);
      expect(face.id).toBe(1);
      expect(templateOf(face.analysis).embedding).toHaveLength(512);
      expect(iou(face.analysis.box, face.box)).toBeGreaterThan(0.8);
      face.box.x = frame.width - face.box.x - face.box.width;
      face.id = 7;
      face.analysis.embedding!.fill(0);
      if (++seen === 5) break;
    }
  });

  test('whoever takes the place of another is noticed by refreshMs, and gets a number of their own', async () => {
    const film = await filmed(alone(ada));
    const frames: WatchedFrame[] = [];
    let newcomers = 0;
    for await (const frame of engine.watch(film.video, { liveness: false, refreshMs: 300 })) {
      frames.push(frame);
      if (frames.length === 10) film.scene = alone(bob);
      if (only(frame).id !== 1 && ++newcomers === 10) break;
    }
    const [first, last] = [only(frames[0]!), only(frames.at(-1)!)];
    expect(similarity(first.analysis, last.analysis)).toBeLessThan(threshold);
    for (const frame of frames) {
      const { id, analysis } = only(frame);
      expect(frame.timestamp - analysis.analyzedAt).toBeLessThan(300);
      expect([first.id, last.id]).toContain(id);
      expect(similarity(analysis, id === first.id ? first.analysis : last.analysis)).toBeGreaterThan(threshold);
    }
  });

  test('two who swap places between two frames are told apart again', async () => {
    const film = await filmed(pair);
    const frames: WatchedFrame[] = [];
    for await (const frame of engine.watch(film.video, { liveness: false, refreshMs: 200 })) {
      frames.push(frame);
      if (frames.length === 5) {
        film.scene = swaying(() => [
          { person: bob, x: 180 },
          { person: ada, x: 460 },
        ]);
      }
      if (frame.faces.every(({ id }) => id > 2) || frames.length === 100) break;
    }
    const [before, after] = [frames[0]!, frames.at(-1)!].map(({ faces }) => faces.sort((a, b) => a.box.x - b.box.x));
    expect(after!.every(({ id }) => id > 2)).toBe(true);
    expect(similarity(before![0]!.analysis, after![1]!.analysis)).toBeGreaterThan(threshold);
    expect(similarity(before![1]!.analysis, after![0]!.analysis)).toBeGreaterThan(threshold);
  });

  test('two who walk past each other are never mistaken', async () => {
    /** How far right of the middle Ada was drawn, and Bob left of it. */
    const drawn: { at: number; x: number }[] = [];
    const film = await filmed((context, seconds) => {
      const x = 200 * Math.cos(0.7 * seconds);
      drawn.push({ at: performance.now(), x });
      const places = [
        { person: bob, x: 320 - x },
        { person: ada, x: 320 + x },
      ];
      swaying(() => places)(context, seconds);
    });
    let reference: TrackAnalysis[] | null = null;
    let passed = 0;
    for await (const { faces, timestamp } of engine.watch(film.video, { liveness: false })) {
      const { x } = drawn.findLast(({ at }) => at <= timestamp)!;
      if (faces.length < 2 || Math.abs(x) < 80) continue;
      const leftFirst = faces.sort((a, b) => a.box.x - b.box.x).map(({ analysis }) => analysis);
      const [bobs, adas] = x > 0 ? leftFirst : leftFirst.reverse();
      reference ??= [bobs!, adas!];
      expect(similarity(bobs!, reference[1]!)).toBeLessThan(threshold);
      expect(similarity(adas!, reference[0]!)).toBeLessThan(threshold);
      if (x < 0 && ++passed === 10) break;
    }
  });

  test('nobody is followed over a pause, another source or another size', async () => {
    const film = await filmed(alone(ada));
    const frames = engine.watch(film.video, { liveness: false });
    /** The number of the face, once frames from before a change have passed. */
    const settled = async () => {
      for (let before = 0; ; ) {
        const id = (await frames.next()).value!.faces[0]?.id ?? 0;
        if (id > 0 && id === before) return id;
        before = id;
      }
    };
    expect(await settled()).toBe(1);
    film.video.pause();
    await wait(600);
    await film.video.play();
    expect(await settled()).toBe(2);

    const other = await filmed(alone(ada));
    film.video.srcObject = other.stream;
    await film.video.play();
    expect(await settled()).toBe(3);

    other.scene = (context, seconds) => {
      if (other.canvas.width !== 600) other.canvas.width = 600;
      alone(ada)(context, seconds);
    };
    await new Promise((resolve) => film.video.addEventListener('resize', resolve));
    expect(await settled()).toBe(4);
    await frames.return();
  });

  test('computes what was asked for', async () => {
    const film = await filmed(alone(cleo));
    const [frame] = await take(engine.watch(film.video, { embedding: false, liveness: false, quality: false }), 1);
    expect(only(frame!)).toMatchObject({ quality: null, analysis: { embedding: null, liveness: null, quality: null } });
  });
});

describe('the loop', () => {
  /** Looks at nothing, and takes its time. */
  function slowLook(ms: number) {
    const looks: { at: number; lag: number }[] = [];
    let underWay = 0;
    let most = 0;
    const look = async (frame: Frame, _last: Tracking, at: number) => {
      looks.push({ at, lag: performance.now() - at });
      most = Math.max(most, ++underWay);
      await wait(ms);
      underWay--;
      if ('close' in frame) frame.close();
      return { ...nothingTracked, lookedAt: at };
    };
    return { look, looks, mostAtOnce: () => most };
  }

  test('has one frame under way, the newest, however slow the worker and the body are', async () => {
    const film = await filmed(emptyRoom);
    const { look, looks, mostAtOnce } = slowLook(100);
    let dropped = 0;
    let rounds = 0;
    for await (const frame of watch(film.video, look, new AbortController().signal)) {
      dropped += frame.dropped;
      expect(looks).toHaveLength(++rounds);
      await wait(200);
      if (rounds === 8) break;
    }
    expect(mostAtOnce()).toBe(1);
    expect(dropped).toBeGreaterThan(8);
    // A queue would fall behind by a third of a second a round.
    expect(looks.at(-1)!.lag).toBeLessThan(300);
  });

  test('does nothing while the body is busy, or after it was left', async () => {
    const film = await filmed(emptyRoom);
    const { look, looks } = slowLook(0);
    for await (const _frame of watch(film.video, look, new AbortController().signal)) {
      await wait(200);
      expect(looks).toHaveLength(1);
      break;
    }
    await wait(200);
    expect(looks).toHaveLength(1);
  });

  test('an error ends it', async () => {
    const film = await filmed(emptyRoom);
    const error = new FaceError('bad-image', 'The frame is lost.');
    const frames = watch(film.video, () => Promise.reject(error), new AbortController().signal);
    await expect(frames.next()).rejects.toBe(error);
    expect(await frames.next()).toEqual({ done: true, value: undefined });
  });

  test('two at once, and other calls between, share an engine', async () => {
    const [one, two] = [await filmed(alone(ada)), await filmed(pair)];
    const [first, second, faces] = await Promise.all([
      take(engine.watch(one.video), 15),
      take(engine.watch(two.video), 15),
      engine.analyze(await portrait()),
    ]);
    expect(new Set(first.flatMap(({ faces }) => faces.map(({ id }) => id)))).toEqual(new Set([1]));
    expect(new Set(second.flatMap(({ faces }) => faces.map(({ id }) => id)))).toEqual(new Set([1, 2]));
    expect(faces).toHaveLength(1);
  });

  test('ends with the video', async () => {
    const film = await filmed(alone(ada));
    const frames = engine.watch(film.video);
    await frames.next();
    film.end();
    expect((await take(frames, 10)).length).toBeLessThan(4);
  });

  test('rejects with the signal’s reason, before, during and between frames', async () => {
    const film = await filmed(alone(ada));
    const reason = new Error('enough');
    const given = engine.watch(film.video, { signal: AbortSignal.abort(reason) });
    await expect(given.next()).rejects.toBe(reason);

    const during = new AbortController();
    const underWay = engine.watch(film.video, { signal: during.signal });
    await underWay.next();
    const busy = engine.analyze(await sample(5));
    const answer = expect(underWay.next()).rejects.toBe(reason);
    await wait(60);
    during.abort(reason);
    await answer;
    expect(await busy).toHaveLength(5);

    const between = new AbortController();
    const frames = engine.watch(film.video, { signal: between.signal });
    await frames.next();
    between.abort(reason);
    await expect(frames.next()).rejects.toBe(reason);
    expect(only((await take(engine.watch(film.video), 1))[0]!).id).toBe(1);
  });

  test('says closed when the engine is closed, also while the video is paused', async () => {
    const film = await filmed(emptyRoom);
    const closing = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
    const frames = closing.watch(film.video);
    await frames.next();
    film.video.pause();
    const rest = expect(take(frames, 10)).rejects.toMatchObject({ code: 'closed' });
    await wait(300);
    closing.close();
    await rest;
    await expect(closing.watch(film.video).next()).rejects.toMatchObject({ code: 'closed' });
  });
});
