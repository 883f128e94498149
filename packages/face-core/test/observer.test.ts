import { describe, expect, test } from 'vitest';
import { FaceError } from '../src/errors.ts';
import { Continuity } from '../src/liveness/sequence/continuity.ts';
import type { Observation, ObservationVerdict } from '../src/liveness/sequence/observation.ts';
import { observe } from '../src/liveness/sequence/observe.ts';
import { Observer } from '../src/liveness/sequence/observer.ts';
import { RepetitionWatch } from '../src/liveness/sequence/repetition.ts';
import type { Sighting } from '../src/liveness/sequence/sighting.ts';
import type { AnalyzedFace } from '../src/types.ts';
import { live, notLive, scored } from './analyzed.ts';
import type { Warp } from './head-motion.ts';
import { ada, bob, faceOf, sighting, tilted, tracesOf, turned } from './sightings.ts';
import { faceAt } from './synthetic.ts';

describe('RepetitionWatch', () => {
  /** What is said of frames with these hashes, 100 ms apart. */
  function watched(hashes: number[], ms = 100) {
    const watch = new RepetitionWatch();
    return hashes.map((hash, i) => watch.add({ hash, at: i * ms }));
  }

  test('frames that differ are a sensor’s', () => {
    expect(watched([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).not.toContain('frozen');
    expect(watched([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).not.toContain('looped');
  });

  test('a frame that stays for most of a second is a still', () => {
    expect(watched([7, 7, 7, 7, 7, 7, 7, 7])).toEqual([null, null, null, null, null, null, null, 'frozen']);
    expect(watched([7, 7, 7, 7], 250)).toEqual([null, null, null, 'frozen']);
  });

  test('a slow camera may show each frame several times', () => {
    expect(watched([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4]).every((said) => said === null)).toBe(true);
    // Three frames in two seconds: too few to tell.
    expect(watched([1, 1, 1], 900)).toEqual([null, null, null]);
  });

  test('two frames that come back are a loop, one may be a mistake', () => {
    expect(watched([1, 2, 3, 4, 1, 2])).toEqual([null, null, null, null, null, 'looped']);
    expect(watched([1, 2, 3, 4, 1, 5, 1, 6]).every((said) => said === null)).toBe(true);
    expect(watched([1, 2, 3, 1, 4, 5, 3, 6])[6]).toBe('looped');
  });
});

describe('Continuity', () => {
  test('the same person in every frame breaks nothing', () => {
    const continuity = new Continuity();
    expect(continuity.smallestSimilarity).toBeNull();
    for (const [i, embedding] of [ada, Float32Array.of(0.8, 0.6), ada].entries()) {
      expect(continuity.add(sighting(i * 100, [faceOf(embedding)]))).toBeNull();
      expect(continuity.isKnown).toBe(true);
    }
    expect(continuity.smallestSimilarity).toBeCloseTo(0.8, 6);
  });

  test('a second face, and another person, break it', () => {
    const continuity = new Continuity();
    continuity.add(sighting(0, [faceOf(ada)]));
    expect(continuity.add(sighting(100, [faceOf(ada), faceOf(bob)]))).toBe('multiple-faces');
    expect(continuity.isKnown).toBe(false);
    expect(continuity.add(sighting(200, [faceOf(bob)]))).toBe('person-changed');
    expect(continuity.isKnown).toBe(false);
  });

  test('a poor frame that differs does not count, and neither does one without an embedding', () => {
    const continuity = new Continuity();
    continuity.add(sighting(0, [faceOf(ada)]));
    const poor = scored(20, ['blurred']);
    for (const face of [faceOf(bob, poor), faceOf(null), faceOf(bob, { quality: null })]) {
      expect(continuity.add(sighting(100, [face]))).toBeNull();
      expect(continuity.isKnown).toBe(false);
    }
    expect(continuity.add(sighting(200, [faceOf(ada, poor)]))).toBeNull();
    expect(continuity.isKnown).toBe(true);
  });

  test('the reference is the first good frame', () => {
    const continuity = new Continuity();
    continuity.add(sighting(0, [faceOf(bob, scored(20, ['too-dark']))]));
    expect(continuity.isKnown).toBe(false);
    expect(continuity.add(sighting(100, [faceOf(ada)]))).toBeNull();
    expect(continuity.add(sighting(200, [faceOf(bob)]))).toBe('person-changed');
  });

  test('a face out of sight for a second is lost, and whoever comes then is the first', () => {
    const continuity = new Continuity();
    expect(continuity.add(sighting(0, []))).toBeNull();
    expect(continuity.add(sighting(5000, []))).toBeNull();
    continuity.add(sighting(6000, [faceOf(ada)]));
    expect(continuity.add(sighting(7000, []))).toBeNull();
    expect(continuity.add(sighting(7001, []))).toBe('face-lost');
    expect(continuity.add(sighting(7100, [faceOf(bob)]))).toBeNull();
    expect(continuity.isKnown).toBe(true);
    expect(continuity.smallestSimilarity).toBeNull();
  });

  test('who must be seen is asked for from the first frame, and after every loss', () => {
    const continuity = new Continuity(ada);
    expect(continuity.add(sighting(0, [faceOf(ada)]))).toBeNull();
    expect(continuity.add(sighting(1100, []))).toBe('face-lost');
    expect(continuity.add(sighting(1200, [faceOf(bob)]))).toBe('person-changed');
    expect(new Continuity(ada).add(sighting(0, [faceOf(bob)]))).toBe('person-changed');
  });

  test('an embedding that is no number is nobody’s', () => {
    const continuity = new Continuity();
    continuity.add(sighting(0, [faceOf(ada)]));
    expect(continuity.add(sighting(100, [faceOf(Float32Array.of(Number.NaN, 0))]))).toBe('person-changed');
  });
});

describe('Observer', () => {
  const sway = (i: number): Warp => turned({ yaw: 6 * Math.sin(i / 6), pitch: 0 });
  const waved = (i: number): Warp => tilted({ yaw: 15 * Math.sin(i / 3), pitch: 8 * Math.cos(i / 4) });

  /** The last thing said of frames 100 ms apart, until there is a verdict. */
  function observed(
    frames: number,
    {
      person = null as Float32Array | null,
      warp = sway,
      face = (_: number): Partial<AnalyzedFace> | null => ({}),
    } = {},
  ): Observation & { at: number } {
    const observer = new Observer(person);
    let said: Observation | null = null;
    let at = 0;
    for (let i = 0; i < frames && (said === null || said.status === 'looking'); i++) {
      at = i * 100;
      const overrides = face(i);
      const faces = overrides === null ? [] : [faceOf(ada, overrides)];
      said = observer.add(sighting(at, faces, faces.length === 1 ? tracesOf(observer, warp(i)) : {}));
    }
    return { ...said!, at };
  }

  /** Moved about the frame, as the detector would see it. */
  const strays = (i: number) => {
    const { box, keypoints } = faceOf(ada);
    const dx = 30 * Math.sin(i / 2);
    const points = Object.entries(keypoints).map(([name, { x, y }]) => [name, { x: x + dx, y }]);
    return { box: { ...box, x: box.x + dx }, keypoints: Object.fromEntries(points) as typeof keypoints };
  };

  test('a live face that moves as a head is live, and no sooner than after two and a half seconds', () => {
    const verdict = observed(100);
    expect(verdict).toMatchObject({ status: 'live', reason: null, at: 2500 });
    expect(verdict).toMatchObject({ evidence: { frames: 26, duration: 2500, threshold: 0.5, smallestSimilarity: 1 } });
    if (verdict.status !== 'live') return;
    expect(verdict.evidence.score).toBeCloseTo(0.9, 9);
    expect(verdict.evidence.odds).toBeCloseTo(Math.log(9), 9);
    expect(verdict.evidence.relief).toBeGreaterThan(0.01);
  });

  test('needs twenty frames, however slow they come', () => {
    const observer = new Observer();
    const said = Array.from({ length: 22 }, (_, i) =>
      observer.add(sighting(i * 900, [faceOf(ada)], tracesOf(observer, sway(i)))),
    );
    expect(said.findIndex(({ status }) => status === 'live')).toBe(19);
  });

  test('tells what is missing, and how much', () => {
    const looking = (frames: number, options?: Parameters<typeof observed>[1]) => {
      const said = observed(frames, options);
      return said.status === 'looking' ? said : null;
    };
    expect(looking(5, { face: () => null })).toMatchObject({ reason: 'no-face', progress: 0, faces: [] });
    expect(looking(1)).toMatchObject({ reason: 'keep-looking', progress: 0, faces: [{ id: 1 }] });
    expect(looking(20)!.progress).toBeGreaterThan(0.8);
    expect(looking(40, { face: () => scored(30, ['too-dark', 'blurred']) })).toMatchObject({ reason: 'too-dark' });
    const far = { liveness: { ...notLive, reasons: ['too-small' as const] } };
    expect(looking(40, { face: () => far })).toMatchObject({ reason: 'too-small', progress: 0 });
    expect(looking(40, { face: () => ({ embedding: null }) })).toMatchObject({ reason: 'turned-away' });
    expect(looking(40, { warp: () => (x, y) => [x, y] })).toMatchObject({ reason: 'move-a-little' });
  });

  test('scores are averaged in log-odds', () => {
    const score = (value: number) => ({ liveness: { ...live, score: value, live: value >= 0.5 } });
    // Odds of 9 and of 1/4: the mean is live. Of 4 and 1/9: it is not, though the mean score of 0.45 tells less.
    expect(observed(40, { face: (i) => score(i % 2 ? 0.9 : 0.2) })).toMatchObject({ status: 'live' });
    const verdict = observed(40, { face: (i) => score(i % 2 ? 0.8 : 0.1) });
    expect(verdict).toMatchObject({ status: 'not-live', reason: 'presentation-attack', at: 2500 });
    // One frame that is sure of itself outvotes no second of others.
    expect(observed(40, { face: (i) => score(i === 3 ? 1 : 0.2) })).toMatchObject({ reason: 'presentation-attack' });
  });

  test('a picture for the score and a film for the motion are not live', () => {
    const states = observed(60, {
      warp: (i) => (i < 30 ? (x, y) => [x, y] : sway(i)),
      face: (i) => ({ liveness: { ...live, score: i < 30 ? 0.999 : 0.01 } }),
    });
    expect(states).toMatchObject({ status: 'not-live', reason: 'presentation-attack' });
    expect((states as ObservationVerdict).evidence.score).toBeGreaterThan(0.5);
  });

  test('to look away is no new try', () => {
    const face = (i: number) => (i >= 19 && i < 32 ? null : { liveness: { ...live, score: i < 19 ? 0.05 : 0.9 } });
    expect(observed(100, { face })).toMatchObject({ status: 'not-live', reason: 'presentation-attack' });
  });

  test('a gap without frames proves nothing, and a cut begins anew', () => {
    const observer = new Observer();
    const shown = (at: number, i: number, overrides = {}) =>
      observer.add(sighting(at, [faceOf(ada)], { ...tracesOf(observer, sway(i)), ...overrides }));
    for (let i = 0; i < 19; i++) shown(i * 30, i);
    expect(shown(60_000, 30)).toMatchObject({ status: 'looking' });
    shown(60_100, 31, { isCut: true });
    expect(shown(60_200, 32)).toMatchObject({ status: 'looking', progress: expect.closeTo(0.02, 1) });
  });

  test('unsure frames count like any other', () => {
    const unsure = { liveness: { ...notLive, score: 0.4, reasons: ['unsure' as const] } };
    expect(observed(40, { face: () => unsure })).toMatchObject({ status: 'not-live', reason: 'presentation-attack' });
  });

  test('a score that is no number is never live', () => {
    const face = (i: number) => ({ liveness: { ...live, score: i === 5 ? Number.NaN : 0.99 } });
    expect(observed(40, { face })).toMatchObject({ status: 'not-live' });
  });

  test('poor frames count neither way', () => {
    const face = (i: number) => (i % 2 ? { ...scored(20, ['blurred' as const]), liveness: notLive } : {});
    expect(observed(100, { face })).toMatchObject({ status: 'live', evidence: { frames: 20 } });
    const poorButLive = { ...scored(20, ['blurred' as const]), liveness: { ...live, score: 0.99 } };
    expect(observed(100, { face: () => poorButLive })).toMatchObject({ status: 'looking', progress: 0 });
  });

  test('a flat picture that is waved about is not live at the end; one that rests is undecided', () => {
    const end = (overrides: (i: number) => Partial<AnalyzedFace>, warp: (i: number) => Warp) => {
      const observer = new Observer();
      for (let i = 0; i < 60; i++) {
        const said = observer.add(sighting(i * 100, [faceOf(ada, overrides(i))], tracesOf(observer, warp(i))));
        expect(said.status).toBe('looking');
      }
      return observer.conclude();
    };
    expect(end(strays, waved)).toMatchObject({ status: 'not-live', reason: 'flat' });
    const blurredAtLast = (i: number) => (i === 59 ? scored(20, ['blurred']) : strays(i));
    const observer = new Observer();
    for (let i = 0; i < 60; i++) {
      observer.add(sighting(i * 100, [faceOf(ada, blurredAtLast(i))], tracesOf(observer, waved(i))));
    }
    expect(observer.conclude()).toMatchObject({ status: 'not-live', reason: 'flat' });
    const still = end(
      () => ({}),
      () => (x, y) => [x, y],
    );
    expect(still).toMatchObject({ status: 'undecided', reason: 'no-motion' });
  });

  test('two photographs of one person, shown in turn, are no head that moves', () => {
    const said = observed(60, { warp: (i) => turned({ yaw: i % 10 < 5 ? 0 : 12, pitch: 0 }) });
    expect(said).toMatchObject({ status: 'looking', reason: 'move-a-little' });
  });

  test('a face that is cut off by the frame’s edge does not count', () => {
    const cutOff = faceAt(300, 90, 200);
    expect(observed(40, { face: () => cutOff })).toMatchObject({ status: 'looking', reason: 'cut-off', progress: 0 });
  });

  test('without enough evidence nothing is decided', () => {
    expect(new Observer().conclude()).toEqual({
      status: 'undecided',
      reason: 'no-face',
      evidence: {
        frames: 0,
        duration: 0,
        odds: null,
        score: null,
        threshold: null,
        smallestSimilarity: null,
        relief: 0,
        travel: 0,
      },
    });
  });

  test('a second face, another person, a still and a loop end it', () => {
    const end = (...frames: Sighting[]) => {
      const observer = new Observer();
      return frames.map((frame) => observer.add(frame)).at(-1);
    };
    const one = sighting(0, [faceOf(ada)]);
    expect(end(one, sighting(100, [faceOf(ada), faceOf(bob)]))).toMatchObject({ reason: 'multiple-faces' });
    expect(end(one, sighting(100, [faceOf(bob)]))).toMatchObject({ status: 'not-live', reason: 'person-changed' });
    const still = [0, 250, 500, 750].map((at) => ({ ...one, at }));
    expect(end(...still)).toMatchObject({ status: 'not-live', reason: 'frozen' });
    const film = [0, 1, 2, 3].map((at) => sighting(at, [faceOf(ada)]));
    expect(end(...film, ...film)).toMatchObject({ status: 'not-live', reason: 'looped' });
  });

  test('whoever is not the person asked for is refused', () => {
    expect(observed(40, { person: bob })).toMatchObject({ status: 'not-live', reason: 'wrong-person', at: 0 });
    expect(observed(40, { person: ada })).toMatchObject({ status: 'live' });
  });

  test('a face that was lost starts anew', () => {
    const verdict = observed(100, { face: (i) => (i >= 20 && i < 35 ? null : {}) });
    expect(verdict).toMatchObject({ status: 'live', at: 6000, evidence: { frames: 26, duration: 2500 } });
    const glimpse = observed(100, { face: (i) => (i >= 20 && i < 25 ? null : {}) });
    expect(glimpse).toMatchObject({ status: 'live', at: 2500, evidence: { frames: 21 } });
  });

  test('an analysis without liveness is a mistake, not a life', () => {
    expect(() => new Observer().add(sighting(0, [faceOf(ada, { liveness: null })]))).toThrow(TypeError);
  });
});

describe('observe', () => {
  const never = new AbortController().signal;

  async function all(states: AsyncIterable<Observation>): Promise<Observation[]> {
    const taken: Observation[] = [];
    for await (const state of states) taken.push(state);
    return taken;
  }

  test('ends with one verdict when the frames end', async () => {
    async function* frames() {
      yield sighting(0, [faceOf(ada)]);
      yield sighting(100, []);
    }
    const states = await all(observe(frames(), new Observer(), never));
    expect(states.map(({ status }) => status)).toEqual(['looking', 'looking', 'undecided']);
    expect(states.at(-1)).toMatchObject({ reason: 'no-face', evidence: { frames: 1 } });
  });

  test('takes no more frames than it needs', async () => {
    let taken = 0;
    async function* frames() {
      for (;;) yield sighting(++taken * 100, [faceOf(ada), faceOf(bob)]);
    }
    expect(await all(observe(frames(), new Observer(), never))).toMatchObject([{ reason: 'multiple-faces' }]);
    expect(taken).toBe(1);
  });

  test('a time limit ends it with a verdict; any other error ends it without', async () => {
    const limit = new AbortController();
    async function* limited() {
      yield sighting(0, [faceOf(ada)]);
      limit.abort();
      limit.signal.throwIfAborted();
    }
    const states = await all(observe(limited(), new Observer(), limit.signal));
    expect(states.map(({ status }) => status)).toEqual(['looking', 'undecided']);

    const error = new FaceError('internal', 'The models failed.');
    async function* failing() {
      yield sighting(0, [faceOf(ada)]);
      throw error;
    }
    await expect(all(observe(failing(), new Observer(), never))).rejects.toBe(error);
    await expect(all(observe(failing(), new Observer(), AbortSignal.abort()))).rejects.toBe(error);
  });
});
