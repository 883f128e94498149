import { describe, expect, test } from 'vitest';
import { Challenge, type ChallengeTerms } from '../src/liveness/challenge/challenge.ts';
import { challengeTerms, runChallenge } from '../src/liveness/challenge/run.ts';
import type { ChallengeState, ChallengeVerdict } from '../src/liveness/challenge/state.ts';
import type { ChallengeStep } from '../src/liveness/challenge/steps.ts';
import type { Sighting } from '../src/liveness/sequence/sighting.ts';
import { ada, berta, type Look, personOf, sightingOf } from './made-up-sightings.ts';

/** The time between two frames in milliseconds; the page gets its answer this much after the frame. */
const frameMs = 100;
const answerMs = 40;

const termsOf = (changes: Partial<ChallengeTerms> = {}): ChallengeTerms => ({
  steps: ['turn-left', 'nod', 'blink'],
  stepTimeLimitMs: 5000,
  person: null,
  ...changes,
});

/** What a person does a time after a prompt was shown, in milliseconds. */
type Behaviour = (prompt: string, since: number) => Look[];

/** Somebody who takes half a second to answer, a second to move, and is back a second later. */
const obedient: Behaviour = (prompt, since) => {
  const share = since < 500 ? 0 : Math.max(0, 1 - Math.abs(since - 1500) / 1000);
  switch (prompt) {
    case 'turn-left':
      return [{ yaw: 25 * share }];
    case 'turn-right':
      return [{ yaw: -25 * share }];
    case 'nod':
      return [{ pitch: 20 * share }];
    case 'blink':
      return [{ eyes: since > 600 && since < 1100 ? 0.05 : 0.95 }];
    case 'move-closer':
      return [{ width: 160 * (1 + 0.5 * share) }];
    default:
      return [{}];
  }
};

/**
 * Plays a challenge to its verdict.
 *
 * @param seen what the camera makes of each frame
 */
function play(terms: ChallengeTerms, behaviour: Behaviour, seen = (sighting: Sighting) => sighting) {
  const challenge = new Challenge(terms);
  const states: ChallengeState[] = [];
  let prompt = 'look-straight';
  let shownAt = 0;
  for (let at = 0; at < 60_000; at += frameMs) {
    const sighting = seen(sightingOf(challenge, at, ...behaviour(prompt, at - shownAt)));
    const state = challenge.add(sighting, at + answerMs);
    states.push(state);
    if (state.status !== 'step') return { states, verdict: state };
    if (state.step !== prompt) [prompt, shownAt] = [state.step, at + answerMs];
  }
  throw new Error('there was no verdict');
}

const reasonOf = (terms: ChallengeTerms, behaviour: Behaviour) => play(terms, behaviour).verdict.reason;
/** The prompts and hints, each when it changed. */
function changes<T>(states: ChallengeState[], read: (state: Extract<ChallengeState, { status: 'step' }>) => T): T[] {
  const values = states.flatMap((state) => (state.status === 'step' ? [read(state)] : []));
  return values.filter((value, i) => i === 0 || value !== values[i - 1]);
}

describe('who does what is asked', () => {
  test('passes, with a rest before every step, and the evidence', () => {
    const { states, verdict } = play(termsOf(), obedient);
    expect(verdict).toMatchObject({ status: 'passed', reason: null });
    const rest = 'look-straight';
    expect(changes(states, ({ step }) => step)).toEqual([rest, 'turn-left', rest, 'nod', rest, 'blink']);
    expect(changes(states, ({ index }) => index)).toEqual([0, 1, 2]);
    const { steps, liveness, relief, similarity, frames } = verdict.evidence;
    expect(relief).toBeGreaterThan(0.01);
    expect(frames).toBe(states.length);
    expect(steps.map(({ step }) => step)).toEqual(['turn-left', 'nod', 'blink']);
    for (const { shownAt, begunAt, doneAt } of steps) {
      expect(begunAt).toBeGreaterThan(shownAt + 300);
      expect(doneAt).toBeGreaterThanOrEqual(begunAt!);
    }
    expect(steps[0]!.extremes.yaw).toEqual({ least: 0, most: expect.closeTo(21, 0) });
    expect(steps[1]!.extremes.pitch.most).toBeCloseTo(19.2, 0);
    expect(steps[2]!.extremes).toMatchObject({ openness: 0.05, growth: 1 });
    expect(liveness).toEqual({ frames: expect.any(Number), score: expect.closeTo(0.9, 9), threshold: 0.5 });
    expect(liveness.frames).toBeGreaterThan(12);
    expect(similarity).toEqual({ toFirst: 1, toPerson: null });
  });

  test.each<ChallengeStep>(['turn-left', 'turn-right', 'nod', 'blink', 'move-closer'])(
    'passes %s; progress rises to 1',
    (step) => {
      const { states, verdict } = play(termsOf({ steps: [step, step === 'nod' ? 'blink' : 'nod'] }), obedient);
      expect(verdict.status).toBe('passed');
      const progress = states.flatMap((state) =>
        state.status === 'step' && state.step === step ? [state.progress] : [],
      );
      expect(progress[0]).toBe(0);
      expect(progress.at(-1)).toBe(1);
      for (const value of progress) expect(value >= 0 && value <= 1).toBe(true);
    },
  );

  test('passes when they are the person who is asked for', () => {
    const { verdict } = play(termsOf({ person: ada }), obedient);
    expect(verdict).toMatchObject({ status: 'passed', evidence: { similarity: { toPerson: 1 } } });
  });

  test('is measured from their own head at rest, which need not be straight', () => {
    const offset: Behaviour = (prompt, since) =>
      obedient(prompt, since).map(({ yaw = 0, pitch = 0, ...look }) => ({ ...look, yaw: yaw - 10, pitch: pitch + 15 }));
    expect(play(termsOf(), offset).verdict.status).toBe('passed');
  });
});

describe('the rest before a step', () => {
  const hintsOf = (...looks: Look[][]) => {
    const challenge = new Challenge(termsOf());
    return looks.map((faces, i) => challenge.add(sightingOf(challenge, i * frameMs, ...faces), 0)) as {
      hint: string;
      step: string;
    }[];
  };

  test.each<[string, Look[]]>([
    ['no-face', []],
    ['return-to-centre', [{ yaw: 20 }]],
    ['return-to-centre', [{ pitch: -40 }]],
    ['too-close', [{ width: 300 }]],
    ['too-dark', [{ quality: ['too-dark', 'blurred'] }]],
    ['return-to-centre', [{ quality: ['turned-away'] }]],
    ['too-small', [{ liveness: ['too-small'] }]],
  ])('says %s, and does not begin', (hint, looks) => {
    const states = hintsOf(...Array.from({ length: 20 }, () => looks));
    for (const state of states) expect(state).toMatchObject({ step: 'look-straight', hint, progress: 0 });
  });

  test('eyes that are shut have to be opened before they can be asked to shut', () => {
    const challenge = new Challenge(termsOf({ steps: ['blink', 'nod'] }));
    for (let at = 0; at < 2000; at += frameMs) {
      const state = challenge.add(sightingOf(challenge, at, { eyes: 0.2 }), at);
      expect(state).toMatchObject({ step: 'look-straight', hint: 'open-eyes' });
    }
  });

  test('begins anew after a motion', () => {
    const still: Look[] = [{}];
    const states = hintsOf(still, still, still, still, still, [{ yaw: 9 }], [{ yaw: 9 }], [{ yaw: 9 }], [{ yaw: 9 }]);
    expect(states.map(({ hint }) => hint)).toEqual([null, null, null, null, null, 'hold-still', null, null, null]);
    expect(states.every(({ step }) => step === 'look-straight')).toBe(true);
  });

  test('ends in time', () => {
    expect(reasonOf(termsOf(), () => [{ yaw: 25 }])).toBe('time-out');
    expect(reasonOf(termsOf(), () => [])).toBe('time-out');
  });
});

describe('who does something else', () => {
  test('and does nothing, runs out of time', () => {
    const { verdict, states } = play(termsOf({ stepTimeLimitMs: 3000 }), () => [{}]);
    expect(verdict.reason).toBe('time-out');
    expect(verdict.evidence.steps).toMatchObject([{ step: 'turn-left', begunAt: null, doneAt: null }]);
    expect(states.length * frameMs).toBeLessThan(4500);
  });

  test.each<[ChallengeStep, Behaviour]>([
    ['turn-left', (_, since) => obedient('turn-right', since)],
    ['turn-right', (_, since) => obedient('turn-left', since)],
    ['turn-left', (_, since) => obedient('nod', since)],
    ['nod', (_, since) => obedient('move-closer', since)],
    ['blink', (_, since) => obedient('turn-left', since)],
    ['move-closer', (_, since) => obedient('turn-right', since)],
  ])('instead of %s, is refused', (step, other) => {
    const behaviour: Behaviour = (prompt, since) => (prompt === step ? other(prompt, since) : [{}]);
    expect(reasonOf(termsOf({ steps: [step, 'nod'] }), behaviour)).toBe('wrong-movement');
  });

  test('for one frame alone, is not noticed: the detector may err', () => {
    for (const glitch of [{ yaw: 40 }, { yaw: -40 }, { pitch: 30 }, { width: 260 }, { eyes: 0 }]) {
      const behaviour: Behaviour = (_, since) => [since > 500 && since <= 500 + frameMs ? glitch : {}];
      for (const step of ['turn-left', 'nod', 'blink', 'move-closer'] as const) {
        expect(reasonOf(termsOf({ steps: [step, 'turn-right'] }), behaviour)).toBe('time-out');
      }
    }
  });

  test('begins before anybody could answer, is asked again; then it counts', () => {
    let early = 2;
    const behaviour: Behaviour = (prompt, since) => {
      if (prompt === 'turn-left' && early > 0) {
        if (since > 150) early--;
        return [{ yaw: since > 100 ? 15 : 0 }];
      }
      return obedient(prompt, since);
    };
    const { verdict } = play(termsOf(), behaviour);
    expect(verdict.status).toBe('passed');
    const { steps } = verdict.evidence;
    expect(steps.map(({ step, doneAt }) => [step, doneAt !== null])).toEqual([
      ['turn-left', false],
      ['turn-left', false],
      ['turn-left', true],
      ['nod', true],
      ['blink', true],
    ]);
  });

  test('always begins too early, runs out of time', () => {
    expect(reasonOf(termsOf(), (prompt) => [{ yaw: prompt === 'turn-left' ? 15 : 0 }])).toBe('time-out');
  });

  test('does not come back from a nod, or keeps the eyes shut, is not done', () => {
    expect(reasonOf(termsOf({ steps: ['nod', 'blink'] }), (p, t) => [{ pitch: p === 'nod' && t > 600 ? 20 : 0 }])).toBe(
      'time-out',
    );
    expect(reasonOf(termsOf({ steps: ['blink', 'nod'] }), (p, t) => [{ eyes: p === 'blink' && t > 600 ? 0 : 1 }])).toBe(
      'time-out',
    );
  });

  test('closes the eyes for as long as they do by themselves, has not blinked on purpose', () => {
    const short: Behaviour = (prompt, since) => [{ eyes: prompt === 'blink' && since % 1000 > 800 ? 0 : 1 }];
    expect(reasonOf(termsOf({ steps: ['blink', 'nod'] }), short)).toBe('time-out');
  });

  test('blinks without a model that looks at eyes, has not blinked', () => {
    const behaviour: Behaviour = (prompt, since) => [{ ...obedient(prompt, since)[0], eyes: null }];
    expect(reasonOf(termsOf({ steps: ['blink', 'nod'] }), behaviour)).toBe('time-out');
  });
});

describe('films that know no prompt', () => {
  /** Turns left and right for ever, with pauses in which the head is at rest. */
  const film = (at: number): Look => {
    const phase = (at % 4000) / 1000;
    if (phase < 1) return {};
    if (phase < 2) return { yaw: 25 * Math.sin(Math.PI * (phase - 1)) };
    if (phase < 3) return {};
    return { yaw: -25 * Math.sin(Math.PI * (phase - 3)) };
  };

  test.each([0, 250, 500, 900, 1500, 2100, 2600, 3300])(
    'started at %i ms, one passes no challenge with another step',
    (start) => {
      for (const steps of [
        ['turn-left', 'turn-right', 'nod'],
        ['turn-right', 'move-closer', 'turn-left'],
        ['blink', 'turn-left', 'turn-right'],
      ] as const) {
        const challenge = new Challenge(termsOf({ steps }));
        let state: ChallengeState | null = null;
        for (let at = 0; state?.status !== 'failed'; at += frameMs) {
          state = challenge.add(sightingOf(challenge, at, film(at + start)), at + answerMs);
          expect(state.status).not.toBe('passed');
        }
        expect(['wrong-movement', 'time-out']).toContain(state.reason);
      }
    },
  );

  test('one movement that is every step at once is none of them', () => {
    /** Rests, shuts the eyes, then turns, nods and comes closer in one, and back: the same every five seconds. */
    const everything = (at: number): Look => {
      const phase = at % 5000;
      if (phase >= 2000 && phase < 2600) return { eyes: 0.05 };
      const share = Math.max(0, 1 - Math.abs(phase - 4000) / 1000);
      return { yaw: 24 * share, pitch: 14 * share, width: 160 * (1 + 0.42 * share) };
    };
    for (const step of ['turn-left', 'nod', 'move-closer'] as const) {
      for (const start of [0, 1000, 2000, 3000, 4000]) {
        const challenge = new Challenge(termsOf({ steps: [step, 'blink'] }));
        let state: ChallengeState | null = null;
        for (let at = 0; state === null || state.status === 'step'; at += frameMs) {
          state = challenge.add(sightingOf(challenge, at, everything(at + start)), at + answerMs);
        }
        expect(state.status).toBe('failed');
      }
    }
  });

  test('one that moves without a pause never gets a prompt', () => {
    let frames = 0;
    const { verdict } = play(termsOf(), () => [{ yaw: 25 * Math.sin(frames++) }]);
    expect(verdict).toMatchObject({ reason: 'time-out', evidence: { steps: [] } });
  });
});

describe('the same living person throughout', () => {
  const from = (index: ChallengeStep, changed: Look[]): Behaviour => {
    let isChanged = false;
    return (prompt, since) => {
      isChanged ||= prompt === index;
      return isChanged ? changed.map((look) => ({ ...obedient(prompt, since)[0], ...look })) : obedient(prompt, since);
    };
  };

  test.each<[string, Look[]]>([
    ['person-changed', [{ person: berta }]],
    ['multiple-faces', [{}, {}]],
    ['face-lost', []],
    ['presentation-attack', [{ score: 0.1 }]],
    ['presentation-attack', [{ score: Number.NaN }]],
  ])('else: %s', (reason, changed) => {
    expect(reasonOf(termsOf(), from('nod', changed))).toBe(reason);
  });

  test('a picture that is tilted as asked, and fools the keypoints, is flat', () => {
    const behaviour: Behaviour = (prompt, since) => [{ ...obedient(prompt, since)[0], isFlat: true }];
    const { verdict } = play(termsOf(), behaviour);
    expect(verdict.reason).toBe('flat');
    expect(verdict.evidence.relief).toBeLessThan(0.01);
    expect(verdict.evidence.steps.every(({ doneAt }) => doneAt !== null)).toBe(true);
  });

  test('a head whose depth was measured in two frames alone, or in none, does not pass', () => {
    for (const most of [0, 2]) {
      let left = most;
      const { verdict } = play(termsOf(), obedient, (sighting) => {
        const isMeasured = sighting.motion !== null && sighting.motion.relief > 0.02 && left-- > 0;
        return isMeasured ? sighting : { ...sighting, motion: null };
      });
      expect(left).toBeLessThan(0);
      expect(verdict).toMatchObject({ reason: 'flat', evidence: { relief: 0 } });
      expect(verdict.evidence.steps.every(({ doneAt }) => doneAt !== null)).toBe(true);
    }
  });

  test('a turn too quick to see depth in is looked at again on its way back', () => {
    const quick: Behaviour = (prompt, since) => [{ yaw: prompt === 'turn-left' && since > 500 ? 22 : 0 }];
    const back: Behaviour = (prompt, since) =>
      prompt === 'look-straight' ? [{ yaw: Math.max(0, 22 - since / 60) }] : quick(prompt, since);
    const first: Behaviour = (prompt, since) => (seen ? back : obedient)(prompt, since);
    let seen = false;
    const { states, verdict } = play(termsOf({ steps: ['turn-left'] }), (prompt, since) => {
      seen ||= prompt === 'turn-left';
      return first(prompt, since);
    });
    expect(verdict.status).toBe('passed');
    expect(changes(states, ({ step }) => step)).toEqual(['look-straight', 'turn-left', 'look-straight']);
    expect(changes(states, ({ index }) => index)).toEqual([0]);
    // A cut there and back shows none.
    expect(reasonOf(termsOf({ steps: ['turn-left'] }), quick)).toBe('flat');
  });

  test('where no turn of the head can be asked for, none is seen to be flat', () => {
    expect(play(termsOf({ steps: ['blink', 'move-closer'] }), obedient).verdict.status).toBe('passed');
  });

  test('a picture that stays is frozen', () => {
    const challenge = new Challenge(termsOf());
    const reasons = new Set<unknown>();
    for (let at = 0; at < 3000; at += frameMs) {
      const state = challenge.add({ ...sightingOf(challenge, at, {}), hash: 7 }, at) as ChallengeVerdict;
      if (state.status === 'failed') reasons.add(state.reason);
    }
    expect([...reasons]).toEqual(['frozen']);
  });

  test('somebody else than who is asked for is the wrong person', () => {
    const { verdict } = play(termsOf({ person: berta }), obedient);
    expect(verdict).toMatchObject({ reason: 'wrong-person', evidence: { similarity: { toPerson: 0, toFirst: 1 } } });
  });

  test('who asks for a person that is none is told so by nobody being them', () => {
    expect(reasonOf(termsOf({ person: new Float32Array(512).fill(Number.NaN) }), obedient)).toBe('wrong-person');
  });

  test('one sure frame does not buy off many that are not live', () => {
    let frames = 0;
    const behaviour: Behaviour = (prompt, since) => [
      { ...obedient(prompt, since)[0], score: frames++ === 0 ? 1 : 0.2 },
    ];
    expect(reasonOf(termsOf(), behaviour)).toBe('presentation-attack');
  });

  test('a few frames that are not live do not spoil many that are', () => {
    let frames = 0;
    const behaviour: Behaviour = (prompt, since) => [
      { ...obedient(prompt, since)[0], score: frames++ % 4 ? 0.9 : 0.4 },
    ];
    expect(play(termsOf(), behaviour).verdict.status).toBe('passed');
  });
});

describe('challengeTerms', () => {
  const of = (rules: Parameters<typeof challengeTerms>[0], hasEyes = true) =>
    challengeTerms(rules, hasEyes, 512, () => 0);

  test('has defaults', () => {
    expect(of({})).toMatchObject({ stepTimeLimitMs: 10_000, person: null });
    expect(of({}).steps).toHaveLength(3);
  });

  test('keeps the person as they were given', () => {
    const person = personOf(3);
    const terms = of({ person });
    person.fill(0);
    expect(terms.person).toEqual(personOf(3));
  });

  test.each([
    [{ stepTimeLimitMs: 0 }],
    [{ stepTimeLimitMs: Number.NaN }],
    [{ stepTimeLimitMs: Number.POSITIVE_INFINITY }],
    [{ steps: 0 }],
    [{ steps: 2.5 }],
    [{ person: new Float32Array(512) }],
    [{ person: new Float32Array(512).fill(1) }],
    [{ person: new Float32Array(512).fill(Number.NaN) }],
    [{ person: personOf(0).slice(0, 128) }],
  ])('%o is none', (rules) => {
    expect(() => of(rules)).toThrow(TypeError);
  });
});

describe('runChallenge', () => {
  async function* film(challenge: Challenge, frames: number, behaviour: (at: number) => Look[]) {
    for (let i = 0; i < frames; i++) yield sightingOf(challenge, i * frameMs, ...behaviour(i * frameMs));
  }

  test('ends with the one verdict, and lets go of the video', async () => {
    const challenge = new Challenge(termsOf());
    const states: ChallengeState[] = [];
    let isLetGo = false;
    const sightings = (async function* () {
      try {
        yield* film(challenge, 100, (at) => (at < 300 ? [{}] : [{}, {}]));
      } finally {
        isLetGo = true;
      }
    })();
    for await (const state of runChallenge(sightings, challenge)) states.push(state);
    expect(states).toHaveLength(4);
    expect(states.at(-1)).toMatchObject({ status: 'failed', reason: 'multiple-faces' });
    expect(isLetGo).toBe(true);
  });

  test('a video that ends is no pass', async () => {
    const challenge = new Challenge(termsOf());
    const sightings = film(challenge, 3, () => [{}]);
    const states: ChallengeState[] = [];
    for await (const state of runChallenge(sightings, challenge)) states.push(state);
    expect(states.map(({ status }) => status)).toEqual(['step', 'step', 'step', 'failed']);
    expect(states.at(-1)).toMatchObject({ reason: 'video-ended', evidence: { frames: 3 } });
  });
});
