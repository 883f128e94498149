import {
  type ChallengeOptions,
  type ChallengePrompt,
  type ChallengeState,
  type ChallengeVerdict,
  FaceEngine,
  FaceError,
} from 'face-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { atRest, type Doll, drawDoll } from './doll.ts';
import { emptyRoom, Film, type Scene } from './films.ts';
import { dollOf, Puppet, puppetFrame } from './puppet.ts';

/** On a busy machine a frame may take a second. */
const patient = 60_000;
/** Long enough for the rest before a step even so, and no longer than a test can wait for nothing. */
const impatient = 10_000;
/** Random words that draw turn-left, turn-right, nod, blink and move-closer, or the first of these. */
const allFive = [0, 0, 1, 2, 3];

let engine: FaceEngine;
let ada: Doll;
let berta: Doll;
/** Whom the passive layer takes for a print or a screen. */
let cleo: Doll;
const films: Film[] = [];

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/', attributes: ['eyes'] });
  ada = await dollOf(engine, 5, 352, 914, 247);
  berta = await dollOf(engine, 3, 561, 350, 239);
  cleo = await dollOf(engine, 3, 1039, 252, 254);
});

afterAll(() => engine?.close());

afterEach(() => {
  for (const film of films.splice(0)) film.end();
});

async function filmed(scene: Scene): Promise<HTMLVideoElement> {
  const film = await Film.start(scene, puppetFrame.width, puppetFrame.height);
  films.push(film);
  return film.video;
}

/** A challenge whose steps are drawn with these words, as far as they go. */
function seeded(video: HTMLVideoElement, words: number[], options: ChallengeOptions) {
  const left = [...words];
  const random = vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    (array as Uint32Array)[0] = left.shift() ?? 0;
    return array;
  });
  try {
    return engine.challenge(video, { stepTimeLimitMs: patient, ...options });
  } finally {
    random.mockRestore();
  }
}

/**
 * Challenges a puppet.
 *
 * @param meanwhile told each state before the puppet is
 */
async function challenged(
  puppet: Puppet,
  words: number[],
  options: ChallengeOptions = {},
  meanwhile: (state: ChallengeState) => void = () => {},
): Promise<{ verdict: ChallengeVerdict; prompts: ChallengePrompt[] }> {
  const prompts: ChallengePrompt[] = [];
  for await (const state of seeded(await filmed(puppet.scene), words, options)) {
    meanwhile(state);
    if (state.status !== 'step') return { verdict: state, prompts };
    if (state.step !== prompts.at(-1)) prompts.push(state.step);
    puppet.answer(state);
    puppet.advance();
  }
  throw new Error('there was no verdict');
}

/** The embedding of a doll at rest. */
async function embeddingOf(doll: Doll): Promise<Float32Array> {
  const [face] = await engine.analyze(await filmed(new Puppet(doll).scene));
  return face!.embedding!;
}

test('a head that answers every prompt passes, as the person who is asked for', async () => {
  const { verdict, prompts } = await challenged(new Puppet(ada), allFive, { steps: 5, person: await embeddingOf(ada) });
  expect(verdict).toMatchObject({ status: 'passed', reason: null });
  // A step is asked for again where a busy machine sees its answer too soon after the prompt.
  const asked = prompts.filter((prompt) => prompt !== 'look-straight');
  expect([...new Set(asked)]).toEqual(['turn-left', 'turn-right', 'nod', 'blink', 'move-closer']);
  const { steps, liveness, relief, similarity, frames } = verdict.evidence;
  expect(relief).toBeGreaterThan(0.015);
  expect(liveness.score).toBeGreaterThan(0.5);
  expect(liveness.frames).toBeGreaterThanOrEqual(20);
  expect(frames).toBeGreaterThan(liveness.frames);
  expect(similarity.toPerson).toBeGreaterThan(0.6);
  expect(similarity.toFirst).toBeGreaterThan(0.38);
  const [left, right, nod, blink, closer] = steps.filter(({ doneAt }) => doneAt !== null);
  expect(left!.extremes.yaw.most).toBeGreaterThanOrEqual(18);
  expect(right!.extremes.yaw.least).toBeLessThanOrEqual(-18);
  expect(nod!.extremes.pitch.most).toBeGreaterThanOrEqual(10);
  expect(blink!.extremes.openness).toBeLessThan(0.5);
  expect(closer!.extremes.growth).toBeGreaterThanOrEqual(1.3);
});

test('the same motion by another person is refused', async () => {
  const { verdict } = await challenged(new Puppet(berta), [4, 2], { steps: 2, person: await embeddingOf(ada) });
  expect(verdict).toMatchObject({ status: 'failed', reason: 'wrong-person' });
  expect(verdict.evidence.similarity.toPerson).toBeLessThan(0.38);
  expect(verdict.evidence.steps[0]!.doneAt).not.toBeNull();
});

test('a cut to another person in its midst ends it', async () => {
  const puppet = new Puppet(ada);
  const { verdict } = await challenged(puppet, [0], {}, (state) => {
    if (state.status === 'step' && state.index === 1) puppet.doll = berta;
  });
  expect(verdict).toMatchObject({ status: 'failed', reason: 'person-changed' });
});

test('a second face ends it', async () => {
  const puppet = new Puppet(ada);
  const image = new ImageData(puppetFrame.width, puppetFrame.height);
  const other = new OffscreenCanvas(image.width, image.height);
  const passerBy = new Puppet(berta);
  passerBy.scene(other.getContext('2d') as unknown as CanvasRenderingContext2D, 0);
  const { verdict } = await challenged(puppet, [0], {}, (state) => {
    if (state.status !== 'step' || state.step === 'look-straight') return;
    puppet.over = (context) => context.drawImage(other, 130, 20, 220, 220, 300, 180, 180, 180);
  });
  expect(verdict).toMatchObject({ status: 'failed', reason: 'multiple-faces' });
});

test('a face that goes ends it', async () => {
  const puppet = new Puppet(ada);
  const { verdict } = await challenged(puppet, [0], {}, (state) => {
    if (state.status === 'step' && state.step === 'turn-left') puppet.over = emptyRoom;
  });
  expect(verdict).toMatchObject({ status: 'failed', reason: 'face-lost' });
});

test('whoever turns the wrong way is refused', async () => {
  const puppet = new Puppet(ada, { 'turn-left': { yaw: -30 } });
  const { verdict } = await challenged(puppet, [0]);
  expect(verdict).toMatchObject({ status: 'failed', reason: 'wrong-movement' });
});

test('what looks like a print or a screen is refused, though it does what is asked', async () => {
  const { verdict } = await challenged(new Puppet(cleo), [4, 2], { steps: 2 });
  expect(verdict).toMatchObject({ status: 'failed', reason: 'presentation-attack' });
  expect(verdict.evidence.steps).toMatchObject([{ step: 'move-closer', doneAt: expect.any(Number) }]);
  expect(verdict.evidence.liveness.score).toBeLessThan(0.5);
});

test('a photograph that is held still does nothing', async () => {
  const { verdict } = await challenged(new Puppet(ada, { 'turn-left': {} }), [0], { stepTimeLimitMs: impatient });
  expect(verdict).toMatchObject({ status: 'failed', reason: 'time-out' });
  expect(verdict.evidence.steps).toMatchObject([{ step: 'turn-left', doneAt: null }]);
});

test('a picture without a camera’s noise is frozen', async () => {
  let isDrawn = false;
  const puppet = new Puppet(ada);
  const video = await filmed((context, seconds) => {
    if (!isDrawn) puppet.scene(context, seconds);
    isDrawn = true;
    // A new frame for the video, with the same pixels.
    context.fillStyle = 'rgb(0 0 0 / 0)';
    context.fillRect(0, 0, 1, 1);
  });
  let last: ChallengeState | undefined;
  for await (const state of seeded(video, [0], {})) last = state;
  expect(last).toMatchObject({ status: 'failed', reason: 'frozen' });
});

test('a film of a second that starts again and again is looped', async () => {
  const image = new ImageData(puppetFrame.width, puppetFrame.height);
  const canvas = new OffscreenCanvas(puppetFrame.width, puppetFrame.height);
  const context = canvas.getContext('2d')!;
  const frames: ImageBitmap[] = [];
  while (frames.length < 10) {
    drawDoll(ada, { ...atRest, yaw: Math.sin(frames.length) }, image, frames.length);
    context.putImageData(image, 0, 0);
    frames.push(await createImageBitmap(canvas));
  }
  const video = await filmed((to, seconds) => to.drawImage(frames[Math.floor(seconds * 10) % 10]!, 0, 0));
  let last: ChallengeState | undefined;
  for await (const state of seeded(video, [0], {})) last = state;
  expect(last).toMatchObject({ status: 'failed', reason: 'looped' });
});

test('a photograph that is shaken and tilted does not nod', async () => {
  const puppet = new Puppet({ ...berta, isFlat: true });
  let frames = 0;
  const { verdict } = await challenged(puppet, [2, 0, 0], { stepTimeLimitMs: impatient }, () => {
    const wave = (frequency: number) => Math.sin(frames++ * frequency);
    puppet.answer = () => {
      puppet.goal = {
        roll: 8 * wave(1.1),
        yaw: 35 * wave(0.7),
        pitch: 35 * wave(0.9),
        shift: { x: 0.03 * wave(2), y: 0 },
      };
    };
  });
  expect(verdict.status).toBe('failed');
  expect(verdict.evidence.steps.every(({ doneAt }) => doneAt === null)).toBe(true);
});

test('one turn of a head is enough to see its relief', async () => {
  const { verdict } = await challenged(new Puppet(ada), [0], { steps: 1 });
  expect(verdict.status).toBe('passed');
});

test('a photograph that is tilted so that the keypoints turn is flat', async () => {
  // Of the photographs that were tried, this is the one in which a tilt looks like a turn.
  const puppet = new Puppet({ ...ada, isFlat: true }, { 'turn-left': { yaw: 48 } });
  const { verdict } = await challenged(puppet, [0], { steps: 1 });
  expect(verdict).toMatchObject({ status: 'failed', reason: 'flat' });
  expect(verdict.evidence.steps.at(-1)!.doneAt).not.toBeNull();
});

test('what cannot be asked for is refused at once', async () => {
  const video = await filmed(emptyRoom);
  const all = ['turn-left', 'turn-right', 'nod', 'blink', 'move-closer'] as const;
  expect(() => engine.challenge(video, { exclude: all })).toThrow(TypeError);
  expect(() => engine.challenge(video, { steps: 0 })).toThrow(TypeError);
  expect(() => engine.challenge(video, { person: new Float32Array(512) })).toThrow(TypeError);
});

test('an engine without a model of the eyes asks nobody to blink', async () => {
  const blind = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
  try {
    const video = await filmed(emptyRoom);
    expect(() => blind.challenge(video, { exclude: ['turn-left', 'turn-right', 'nod'] })).toThrow(/attributes/);
    const states = blind.challenge(video, { stepTimeLimitMs: 1 });
    expect((await states.next()).value).toMatchObject({ step: 'look-straight', hint: 'no-face' });
    expect((await states.next()).value).toMatchObject({ status: 'failed', reason: 'time-out' });
    expect((await states.next()).done).toBe(true);
  } finally {
    blind.close();
  }
});

test('it can be given up, and is given up with the engine: no verdict then', async () => {
  const video = await filmed(emptyRoom);
  const attempt = new AbortController();
  const states = engine.challenge(video, { signal: attempt.signal });
  await states.next();
  attempt.abort(new Error('enough'));
  await expect(states.next()).rejects.toThrow('enough');

  const short = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
  const closed = short.challenge(video);
  await closed.next();
  short.close();
  await expect(closed.next()).rejects.toThrow(FaceError);
});
