import { FaceEngine } from 'face-core';
import { Facebank, FacebankError } from 'facebank';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Film, filmOf } from '../../face-core/test/film.ts';
import { emptyRoom, sample } from '../../face-core/test/photographs.ts';
import { type Sitter, sitters, take } from '../../face-core/test/studio.ts';
import { type Check, createGate, type Decision, type Verdict } from '../src/index.ts';

/** Engine, gallery, models and photographs are real; only what fails on purpose is made up. */
let engine: FaceEngine;
let strict: FaceEngine;
let ada: Sitter;
let eve: Sitter;
let bank: Facebank;

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/', device: 'wasm', liveness: { threshold: 0.01 } });
  // Photographs on a grey wall: with this threshold nobody is live.
  strict = await FaceEngine.create({ modelBaseUrl: '/prepared/', device: 'wasm', liveness: { threshold: 0.9999 } });
  [, ada, eve] = (await sitters()) as [Sitter, Sitter, Sitter];
});

afterAll(() => {
  engine?.close();
  strict?.close();
});

beforeEach(async () => {
  bank = await Facebank.open({ name: `test-${crypto.randomUUID()}` });
  onTestFinished(() => bank.close());
});

const codes = ({ reasons }: Decision) => reasons.map(({ code }) => code);
const checksOf = ({ checks }: Decision) => checks.map(({ check, passed }) => [check, passed]);
const notes = async () =>
  (await bank.events({ kind: 'noted' })).map(({ label, reason, details }) => ({ label, reason, details }));

async function enrolled(gate = createGate({ engine, bank })) {
  expect(await gate.register('Ada', [await take(ada), await take(ada, { side: 230 })])).toMatchObject({
    status: 'approved',
  });
  return gate;
}

describe('registering', () => {
  test('enrols by several pictures, and says what was checked', async () => {
    const gate = createGate({ engine, bank });
    const consentAt = Date.now();
    const decision = await gate.register('Ada', [await take(ada), await take(ada, { side: 230 })], {
      details: { displayName: 'Ada Lovelace', consentAt, source: 'upload' },
    });
    expect(decision).toMatchObject({
      question: 'register',
      status: 'approved',
      label: 'Ada',
      reasons: [],
      enrolment: { added: 2, skipped: [], alsoMatches: [] },
      pictures: [
        { width: 640, height: 480, faces: [expect.any(Object)], attempts: 1 },
        { width: 640, height: 480, faces: [expect.any(Object)], attempts: 1 },
      ],
    });
    const each = ['image-size', 'single-face', 'face-size', 'quality', 'liveness'];
    expect(decision.checks.map(({ check }) => check)).toEqual([...each, ...each, 'enrolment']);
    expect(decision.checks.map(({ picture }) => picture)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0]);
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
    expect(await bank.get('Ada')).toMatchObject({ displayName: 'Ada Lovelace', consentAt, templates: 2 });
  });

  test('enrols nobody where one picture is bad, and gives the reasons of all', async () => {
    const gate = createGate({ engine, bank });
    const decision = await gate.register('Ada', [await take(ada), emptyRoom(), await sample(6)]);
    expect(decision).toMatchObject({ status: 'rejected', enrolment: null });
    expect(codes(decision)).toEqual(['no-face', 'multiple-faces']);
    expect(await bank.list()).toEqual([]);
    expect(await notes()).toMatchObject([{ label: null, reason: 'gate-rejected', details: { question: 'register' } }]);
  });

  test('enrols nobody by pictures of different people', async () => {
    const gate = createGate({ engine, bank });
    const decision = await gate.register('Ada', [await take(ada), await take(eve)]);
    expect(codes(decision)).toEqual(['different-people']);
    expect(await bank.list()).toEqual([]);
  });

  test('refuses a face that is enrolled under another label, unless that is only to be told', async () => {
    const gate = await enrolled();
    const shot = await take(ada, { side: 180 });
    const refused = await gate.register('Countess', [shot]);
    expect(codes(refused)).toEqual(['already-enrolled']);
    expect(refused.enrolment).toBeNull();
    expect(await bank.get('Countess')).toBeNull();
    const telling = createGate({ engine, bank, policy: { duplicates: 'report' } });
    expect(await telling.register('Countess', [shot])).toMatchObject({
      status: 'approved',
      enrolment: { added: 1, alsoMatches: [{ label: 'Ada' }] },
    });
  });

  test('takes no list without pictures', async () => {
    await expect(createGate({ engine, bank }).register('Ada', [])).rejects.toThrow(TypeError);
  });
});

describe('verifying', () => {
  test('lets the person in, and nobody else', async () => {
    const gate = await enrolled();
    const welcome = await gate.verify('Ada', await take(ada, { side: 210, lean: 4 }));
    expect(welcome).toMatchObject({ question: 'verify', status: 'approved', label: 'Ada', reasons: [] });
    expect(welcome.match).toMatchObject({ match: true, similarity: expect.any(Number), mean: expect.any(Number) });
    expect(welcome.match!.similarity).toBeGreaterThan(0.6);
    expect(JSON.parse(JSON.stringify(welcome))).toEqual(welcome);

    const stranger = await gate.verify('Ada', await take(eve));
    expect(stranger).toMatchObject({ status: 'rejected', match: { match: false } });
    expect(codes(stranger)).toEqual(['not-this-person']);
    expect(checksOf(stranger)).toEqual([
      ['image-size', true],
      ['single-face', true],
      ['face-size', true],
      ['quality', true],
      ['liveness', true],
      ['match', false],
    ]);
    expect(await notes()).toMatchObject([
      { label: 'Ada', reason: 'gate-rejected', details: { question: 'verify', reasons: 'not-this-person' } },
      { label: 'Ada', reason: 'gate-approved', details: { reasons: null, similarity: welcome.match!.similarity } },
    ]);
  });

  test('gives all reasons where several checks fail', async () => {
    await enrolled();
    const asked: Check = {
      name: 'opening-hours',
      run: () => ({ passed: false, reasons: [{ code: 'closed-today', message: 'Come back tomorrow.' }] }),
    };
    const gate = createGate({ engine: strict, bank, checks: [asked] });
    const decision = await gate.verify('Ada', await take(eve));
    expect(codes(decision)).toEqual(['not-live', 'not-this-person', 'closed-today']);
    expect(checksOf(decision).filter(([, passed]) => passed)).toHaveLength(4);
  });

  test('a check that throws is a rejection with its code, and the verdicts of the others are kept', async () => {
    await enrolled();
    const throwing = (name: string, error: unknown): Check => ({ name, run: () => Promise.reject(error) });
    const gate = createGate({ engine, bank, checks: [throwing('first', new FacebankError('quota', 'Full.'))] });
    const decision = await gate.verify('Ada', await take(ada), { checks: [throwing('second', new Error('Oops.'))] });
    expect(codes(decision)).toEqual(['quota', 'check-failed']);
    expect(checksOf(decision).filter(([, passed]) => passed)).toHaveLength(6);
    expect(decision.match).toMatchObject({ match: true });
  });

  test('knows nobody under a wrong label, and writes it down nowhere', async () => {
    const gate = await enrolled();
    const decision = await gate.verify('Nobody', await take(ada));
    expect(codes(decision)).toEqual(['unknown-person']);
    expect(decision.match).toBeNull();
    expect(JSON.stringify(await bank.events())).not.toContain('Nobody');
    expect(codes(await gate.verify('', await take(ada)))).toEqual(['bad-label']);
  });

  test('does not compare what is too poor to be compared, and counts it against nobody', async () => {
    const gate = await enrolled();
    const verify = vi.spyOn(bank, 'verify');
    const decision = await gate.verify('Ada', await take(ada, { filter: 'blur(12px)' }));
    expect(codes(decision)).toContain('low-quality');
    const demanding = createGate({ engine, bank, policy: { minimumFaceSize: 300 } });
    expect(codes(await demanding.verify('Ada', await take(ada)))).toEqual(['face-too-small']);
    expect(verify).not.toHaveBeenCalled();
  });

  test('a source that cannot be read is a rejection', async () => {
    const gate = await enrolled();
    const decision = await gate.verify('Ada', new Blob(['<html>'], { type: 'image/jpeg' }));
    expect(codes(decision)).toEqual(['bad-image']);
    expect(decision).toMatchObject({ match: null, pictures: [{ width: null, faces: [] }] });
    expect(checksOf(decision)).toEqual([['picture', false]]);
  });

  test.each(['engine', 'gallery'])('a closed %s is a rejection', async (which) => {
    const own = await FaceEngine.create({ modelBaseUrl: '/prepared/', device: 'wasm', liveness: { threshold: 0.01 } });
    const gate = await enrolled(createGate({ engine: own, bank }));
    if (which === 'engine') own.close();
    else await bank.close();
    expect(codes(await gate.verify('Ada', await take(ada)))).toEqual(['closed']);
    own.close();
  });

  test('an approval that cannot be written down is none', async () => {
    const gate = await enrolled();
    vi.spyOn(bank, 'note').mockRejectedValue(new FacebankError('storage', 'The disk failed.'));
    const decision = await gate.verify('Ada', await take(ada));
    expect(codes(decision)).toEqual(['storage']);
    expect(checksOf(decision).at(-1)).toEqual(['record', false]);
  });
});

describe('identifying', () => {
  test('names the person, and no stranger', async () => {
    const gate = await enrolled();
    expect(await gate.identify(await take(ada, { side: 190 }))).toMatchObject({
      question: 'identify',
      status: 'approved',
      label: 'Ada',
      candidates: [{ label: 'Ada' }],
    });
    const stranger = await gate.identify(await take(eve));
    expect(stranger).toMatchObject({ status: 'rejected', label: null, candidates: [{ label: 'Ada' }] });
    expect(codes(stranger)).toEqual(['nobody']);
    expect(JSON.parse(JSON.stringify(stranger))).toEqual(stranger);
  });

  test('gives no name to a face that matches and is not live', async () => {
    await enrolled();
    const decision = await createGate({ engine: strict, bank }).identify(await take(ada));
    expect(decision).toMatchObject({ status: 'rejected', label: null, candidates: [{ label: 'Ada' }] });
    expect(codes(decision)).toEqual(['not-live']);
  });
});

describe('the policy', () => {
  test('decides what is asked for', async () => {
    const gate = await enrolled();
    const far = await take(ada, { side: 100 });
    const passes = async (policy: Parameters<typeof createGate>[0]['policy'], from = engine) =>
      codes(await createGate({ engine: from, bank, ...(policy && { policy }) }).verify('Ada', far));
    expect(await passes({})).toEqual([]);
    expect(await passes({ minimumFaceSize: 150 })).toEqual(['face-too-small']);
    expect(await passes({ minimumImageSize: 500 })).toEqual(['image-too-small']);
    expect(await passes({ minimumQuality: 99.9 })).toEqual(['low-quality']);
    expect(await passes({ threshold: 0.9999 })).toEqual(['not-this-person']);
    expect(await passes({ threshold: 7 })).toEqual(['bad-options']);
    expect(await passes({}, strict)).toEqual(['not-live']);
    expect(await passes({ liveness: 'report' }, strict)).toEqual([]);
    expect(await passes({ liveness: 'skip' }, strict)).toEqual([]);
    const reporting = createGate({ engine: strict, bank, policy: { liveness: 'report' } });
    const { checks } = await reporting.verify('Ada', far);
    expect(checks.find(({ check }) => check === 'liveness')!.figures).toMatchObject({ live: false, required: false });
    void gate;
  });

  test('refuses options that are none, and two checks of one name', async () => {
    const twice: Check = { name: 'quality', run: () => ({ passed: true }) };
    expect(() => createGate({ engine, bank, policy: { attempts: 0 } })).toThrow(TypeError);
    expect(() => createGate({ engine, bank, checks: [twice] })).toThrow(TypeError);
    await expect(createGate({ engine, bank }).identify(emptyRoom(), { checks: [twice] })).rejects.toThrow(TypeError);
    const own: Check = { name: 'match', run: () => ({ passed: true }) };
    await expect(createGate({ engine, bank }).verify('Ada', emptyRoom(), { checks: [own] })).rejects.toThrow(TypeError);
  });
});

describe('retries', () => {
  async function watching<T>(film: Promise<Film>, task: (film: Film) => Promise<T>): Promise<T> {
    const shown = await film;
    return task(shown).finally(() => shown.close());
  }

  test('a video is looked at again while its frames are poor', async () => {
    const gate = await enrolled();
    const verify = vi.spyOn(bank, 'verify');
    const pictures = [emptyRoom(), await take(ada, { filter: 'blur(12px)' }), await take(ada), emptyRoom()];
    await watching(filmOf(pictures), async ({ video, shown }) => {
      expect(await gate.verify('Ada', video)).toMatchObject({ status: 'approved', pictures: [{ attempts: 3 }] });
      expect(shown()).toBe(3);
      expect(verify).toHaveBeenCalledOnce();
    });
  });

  test('as often as the policy says, and then the last look counts', async () => {
    const gate = await enrolled(createGate({ engine, bank, policy: { attempts: 2 } }));
    await watching(filmOf([emptyRoom(), emptyRoom(), await take(ada)]), async ({ video }) => {
      const decision = await gate.verify('Ada', video);
      expect(decision.pictures[0]!.attempts).toBe(2);
      expect(codes(decision)).toEqual(['no-face']);
    });
  });

  test('not after another face than the one that is enrolled', async () => {
    const gate = await enrolled();
    await watching(filmOf([await take(eve), await take(ada)]), async ({ video, shown }) => {
      expect(codes(await gate.verify('Ada', video))).toEqual(['not-this-person']);
      expect(shown()).toBe(1);
    });
  });

  test('but once more after a near miss', async () => {
    await enrolled();
    const shot = await take(ada, { side: 120, lean: 15 });
    const near = (await createGate({ engine, bank }).verify('Ada', shot)).match!.similarity;
    const policy = { threshold: Math.min(0.995, near + 0.03), nearMiss: 0.06 };
    const gate = createGate({ engine, bank, policy });
    await watching(filmOf([shot, await take(ada)]), async ({ video }) => {
      expect(await gate.verify('Ada', video)).toMatchObject({ pictures: [{ attempts: 2 }] });
    });
  });
});

describe('a call', () => {
  test('looks once: one decoding, one analysis, for all checks and whoever asks', async () => {
    const gate = await enrolled();
    const decode = vi.spyOn(engine, 'decode');
    const analyze = vi.spyOn(engine, 'analyze');
    const curious: Check = {
      name: 'curious',
      async run({ faces, face, probe, width, height }) {
        const [all, one, template] = await Promise.all([faces(), face(), probe()]);
        return { passed: all[0] === one && template.embedding === one.embedding, figures: { width, height } };
      },
    };
    expect(await gate.verify('Ada', await take(ada), { checks: [curious] })).toMatchObject({ status: 'approved' });
    expect(decode).toHaveBeenCalledOnce();
    expect(analyze).toHaveBeenCalledOnce();
    vi.restoreAllMocks();
  });

  test('gives a check the parts that it needs', async () => {
    const own = await FaceEngine.create({
      modelBaseUrl: '/prepared/',
      device: 'wasm',
      attributes: ['age'],
      liveness: { threshold: 0.01 },
    });
    onTestFinished(() => own.close());
    const adult: Check = {
      name: 'adult',
      needs: ['age'],
      async run({ face }) {
        const { age } = await face();
        return { passed: age !== null, figures: { age } };
      },
    };
    const gate = await enrolled(createGate({ engine: own, bank }));
    const { checks } = await gate.verify('Ada', await take(ada), { checks: [adult] });
    expect(checks.at(-1)).toMatchObject({ check: 'adult', passed: true, figures: { age: expect.any(Number) } });
  });

  test('tells of each verdict as it comes, and does not mind a listener that throws', async () => {
    const gate = await enrolled();
    const heard: Verdict[] = [];
    const errors: unknown[] = [];
    const report = vi.spyOn(globalThis, 'reportError').mockImplementation((error) => errors.push(error));
    const late: Check = {
      name: 'late',
      run: () => new Promise((resolve) => setTimeout(resolve, 300, { passed: true })),
    };
    const decision = await gate.verify('Ada', await take(ada), {
      checks: [late],
      onVerdict(verdict) {
        heard.push(verdict);
        throw new Error(verdict.check);
      },
    });
    expect(decision.status).toBe('approved');
    expect(heard[0]!.check).toBe('image-size');
    expect(heard.map(({ check }) => check).sort()).toEqual(decision.checks.map(({ check }) => check).sort());
    expect(errors).toHaveLength(heard.length);
    report.mockRestore();
  });

  test('can be given up, and then closes what it has', async () => {
    const gate = await enrolled();
    const reason = new Error('changed my mind');
    await expect(gate.verify('Ada', emptyRoom(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const cancel = new AbortController();
    let picture: unknown;
    const waiting: Check = {
      name: 'waiting',
      run: (context) => {
        picture = context.picture;
        queueMicrotask(() => cancel.abort(reason));
        return new Promise((_, reject) =>
          context.signal.addEventListener('abort', () => reject(context.signal.reason)),
        );
      },
    };
    const before = (await bank.events({ kind: 'noted' })).length;
    await expect(gate.verify('Ada', await take(ada), { checks: [waiting], signal: cancel.signal })).rejects.toBe(
      reason,
    );
    await expect(engine.detect(picture as VideoFrame)).rejects.toMatchObject({ code: 'bad-image' });
    expect(await bank.events({ kind: 'noted' })).toHaveLength(before);
    // The engine works on.
    expect(await gate.verify('Ada', await take(ada))).toMatchObject({ status: 'approved' });
  });
});
