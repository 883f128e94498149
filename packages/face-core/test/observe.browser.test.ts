import { FaceEngine, type Observation, type ObservationVerdict, type ObserveOptions } from 'face-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { motionAt } from '../../../scripts/films/motion.ts';
import { leastRelief } from '../src/liveness/sequence/motion.ts';
import { emptyRoom, Film, people, type Scene, swaying } from './films.ts';
import { moved, turningHead } from './head-motion.ts';
import { portraitCanvas } from './photographs.ts';

/** What a single frame scores does not decide here: a film fed straight in may pass for live, or not. */
const anyScore = { threshold: 1e-4 };
/** On a busy machine a frame may take a second, and a verdict wants twenty. */
const patient = { timeLimitMs: 60_000 };

let engine: FaceEngine;
let photograph: HTMLCanvasElement;
/** The head in the photograph, turned from one side to the other. */
let turning: ImageBitmap[];
let grain: OffscreenCanvas;
const films: Film[] = [];

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/', liveness: anyScore });
  photograph = document.createElement('canvas');
  Object.assign(photograph, { width: 640, height: 480 });
  const context = photograph.getContext('2d')!;
  context.drawImage(await portraitCanvas(), 0, 0, 640, 480);
  turning = await turns(context.getImageData(0, 0, 640, 480));
  grain = noise();
});

afterAll(() => engine?.close());

afterEach(() => {
  for (const film of films.splice(0)) film.end();
});

async function turns(picture: ImageData): Promise<ImageBitmap[]> {
  const [face] = await engine.detect(picture);
  const { rightEye, leftEye } = face!.keypoints;
  const [x, y] = [(rightEye.x + leftEye.x) / 2, (rightEye.y + leftEye.y) / 2];
  const head = { x, y, eyes: Math.hypot(leftEye.x - rightEye.x, leftEye.y - rightEye.y) };
  const frames = Array.from({ length: 30 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 30;
    const turn = { yaw: 8 * Math.sin(angle), pitch: 3 * Math.cos(angle) };
    return createImageBitmap(moved(picture, turningHead(turn, head), 0, 1));
  });
  return Promise.all(frames);
}

function noise(): OffscreenCanvas {
  const canvas = new OffscreenCanvas(800, 640);
  const pixels = new ImageData(800, 640);
  for (let i = 0; i < pixels.data.length; i++) pixels.data[i] = i % 4 === 3 ? 255 : 256 * Math.random();
  canvas.getContext('2d')!.putImageData(pixels, 0, 0);
  return canvas;
}

/** The scene as a sensor sees it: no two frames are the same. */
const sensed =
  (scene: Scene): Scene =>
  (context, seconds) => {
    scene(context, seconds);
    context.globalAlpha = 0.03;
    context.drawImage(grain, -160 * Math.random(), -160 * Math.random());
    context.globalAlpha = 1;
  };

const still: Scene = (context) => context.drawImage(photograph, 0, 0);

const shaken: Scene = (context, seconds) => {
  const displacement = motionAt('shaken', seconds);
  const [x, y] = displacement(0, 0);
  const [u, v] = displacement(1, 0);
  context.setTransform(1, 0, 0, 1, 320, 240);
  context.rotate(-Math.atan2(v - y, u - x));
  context.scale(1.1, 1.1);
  context.drawImage(photograph, -320 - 320 * x, -240 - 240 * y);
  context.resetTransform();
};

/** Ten pictures in a second, and again: before there are frames enough for a verdict some have come back, however few are seen. */
const looped: Scene = (context, seconds) => context.drawImage(turning[3 * (Math.floor(10 * seconds) % 10)]!, 0, 0);

const head: Scene = sensed((context, seconds) => context.drawImage(turning[Math.floor(15 * seconds) % 30]!, 0, 0));

async function filmed(scene: Scene): Promise<Film> {
  const film = await Film.start(scene);
  films.push(film);
  return film;
}

async function observed(film: Film, options: ObserveOptions = patient): Promise<Observation[]> {
  const states: Observation[] = [];
  for await (const state of engine.observe(film.video, options)) states.push(state);
  return states;
}

/** What is said of a film that ends when all but motion is there. */
async function observedToTheEnd(film: Film): Promise<Observation[]> {
  const states: Observation[] = [];
  for await (const state of engine.observe(film.video, patient)) {
    states.push(state);
    if (state.reason === 'move-a-little') film.end();
  }
  return states;
}

/** The verdict, which comes last, and once. */
function verdictOf(states: Observation[]): ObservationVerdict {
  expect(states.filter(({ status }) => status !== 'looking')).toHaveLength(1);
  return states.at(-1) as ObservationVerdict;
}

test('a photograph that is held still is frozen', async () => {
  const states = await observed(await filmed(still));
  expect(verdictOf(states)).toMatchObject({ status: 'not-live', reason: 'frozen' });
});

test('a photograph that only the sensor’s noise moves is undecided, and the hint was to move', async () => {
  const states = await observed(await filmed(sensed(still)), { timeLimitMs: 25_000 });
  const verdict = verdictOf(states);
  expect(verdict).toMatchObject({ status: 'undecided', reason: 'no-motion' });
  expect(verdict.evidence.relief).toBeLessThan(0.5 * leastRelief);
  expect(states.at(-2)).toMatchObject({ status: 'looking', reason: 'move-a-little', faces: [{ id: 1 }] });
});

test('a photograph that is shaken is flat', async () => {
  const verdict = verdictOf(await observedToTheEnd(await filmed(sensed(shaken))));
  expect(verdict).toMatchObject({ status: 'not-live', reason: 'flat' });
  expect(verdict.evidence.relief).toBeLessThan(0.5 * leastRelief);
  expect(verdict.evidence.travel).toBeGreaterThan(0.02);
});

test('two photographs of one person, shown in turn, are not live', async () => {
  const slides: Scene = (context, seconds) => context.drawImage(turning[Math.floor(seconds) % 2 ? 7 : 22]!, 0, 0);
  const verdict = verdictOf(await observedToTheEnd(await filmed(sensed(slides))));
  expect(verdict).toMatchObject({ status: 'not-live', reason: 'flat' });
});

test('a film of a second that comes back is a loop', async () => {
  const verdict = verdictOf(await observed(await filmed(looped)));
  expect(verdict).toMatchObject({ status: 'not-live', reason: 'looped' });
});

test('a head that turns is live where its scores are, and not where they are not', async () => {
  const states = await observed(await filmed(head));
  const verdict = verdictOf(states);
  expect(verdict).toMatchObject({ status: 'live', reason: null });
  const { evidence } = verdict;
  expect(evidence.relief).toBeGreaterThan(leastRelief);
  expect(evidence.frames).toBeGreaterThanOrEqual(20);
  expect(evidence.duration).toBeGreaterThanOrEqual(2500);
  expect(evidence.smallestSimilarity).toBeGreaterThan(0.6);
  expect(states.map((state) => state.status === 'looking' && state.progress).slice(0, -1)).toSatisfy(
    (progress: number[]) => progress.every((value, i) => value <= 1 && value >= (progress[i - 1] ?? 0)),
  );

  const strict = await FaceEngine.create({ modelBaseUrl: '/prepared/', liveness: { threshold: 0.9999 } });
  try {
    const film = await filmed(head);
    let last: Observation | null = null;
    for await (const state of strict.observe(film.video, patient)) last = state;
    expect(last).toMatchObject({ status: 'not-live', reason: 'presentation-attack' });
  } finally {
    strict.close();
  }
});

test('a cut from one person to another, and a second face, end it', async () => {
  const [ada, bob] = await people();
  const one = sensed(swaying(() => [{ person: ada, x: 320, size: 180 }]));
  const other = sensed(swaying(() => [{ person: bob, x: 320, size: 180 }]));
  const both = sensed(
    swaying(() => [
      { person: ada, x: 180 },
      { person: bob, x: 460 },
    ]),
  );
  for (const [next, reason] of [
    [other, 'person-changed'],
    [both, 'multiple-faces'],
  ] as const) {
    const film = await filmed(one);
    const states: Observation[] = [];
    for await (const state of engine.observe(film.video, patient)) {
      states.push(state);
      if (states.length === 5) film.scene = next;
    }
    expect(verdictOf(states)).toMatchObject({ status: 'not-live', reason });
  }
});

test('only the person asked for will do', async () => {
  const [face] = await engine.analyze(photograph);
  const [ada] = await people();
  const sitter = sensed(swaying(() => [{ person: ada, x: 320, size: 180 }]));
  const person = face!.embedding!;
  expect(verdictOf(await observed(await filmed(sitter), { ...patient, person }))).toMatchObject({
    reason: 'wrong-person',
  });
  expect(verdictOf(await observed(await filmed(head), { ...patient, person }))).toMatchObject({
    status: 'live',
  });
});

test('nobody to be seen is undecided when the time is over, or the video', async () => {
  const film = await filmed(emptyRoom);
  const undecided = { status: 'undecided', reason: 'no-face', evidence: { frames: 0 } };
  expect(verdictOf(await observed(film, { timeLimitMs: 1000 }))).toMatchObject(undecided);
  film.video.pause();
  expect(verdictOf(await observed(film, { timeLimitMs: 500 }))).toMatchObject(undecided);
  film.end();
  expect(verdictOf(await observed(film))).toMatchObject(undecided);
});

test('an abort and an engine that is closed throw, and give no verdict', async () => {
  const film = await filmed(head);
  const reason = new Error('enough');
  const controller = new AbortController();
  const states = engine.observe(film.video, { signal: controller.signal });
  expect((await states.next()).value).toMatchObject({ status: 'looking' });
  controller.abort(reason);
  await expect(states.next()).rejects.toBe(reason);

  const closing = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
  const frames = closing.observe(film.video);
  await frames.next();
  closing.close();
  await expect(frames.next()).rejects.toMatchObject({ code: 'closed' });
});

test('refuses a time limit and a person that are none', () => {
  const video = document.createElement('video');
  for (const timeLimitMs of [0, -1, Number.NaN, Infinity]) {
    expect(() => engine.observe(video, { timeLimitMs })).toThrow(TypeError);
  }
  expect(() => engine.observe(video, { person: new Float32Array(3) })).toThrow(TypeError);
});
