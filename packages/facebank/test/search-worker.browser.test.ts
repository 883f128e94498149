import { deleteDB } from 'idb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { commands } from 'vitest/browser';
import { Facebank, type OpenOptions } from '../src/index.ts';
import { galleryName, openGallery, rawGallery } from './galleries.ts';
import { bruteForce, enrolMany } from './search.ts';
import { syntheticPerson } from './synthetic.ts';

const many = 1_500;
const name = `test-${crypto.randomUUID()}`;
const faceOf = (i: number) => syntheticPerson(100_000 + i);
const people = Array.from({ length: many }, (_, i) => ({ label: `person ${i}`, shot: faceOf(i).shot() }));

beforeAll(async () => {
  const bank = await Facebank.open({ name });
  const gallery = await rawGallery(name, afterAll);
  await enrolMany(gallery, people);
  await bank.close();
});
afterAll(() => deleteDB(name));

const openMany = (options: OpenOptions = {}) => openGallery({ name, ...options });
const workers = async () => (await commands.workers()).filter((file) => file === 'worker.ts').length;
/** Workers end a moment after they were told to. */
const expectWorkers = (count: number) => vi.waitFor(async () => expect(await workers()).toBe(count));

describe('a gallery of many', () => {
  test('is searched in a worker, exactly, and the worker ends with the gallery', async () => {
    const bank = await openMany();
    const gallery = await rawGallery(name);
    await expectWorkers(0);
    for (const i of [0, 999, 1_000, 1_499]) {
      const probe = faceOf(i).shot({ digest: 'probe' });
      const answer = await bank.identify(probe);
      expect(answer.match?.label).toBe(`person ${i}`);
      expect(answer).toEqual(await bruteForce(gallery, probe));
    }
    const stranger = syntheticPerson(1).shot();
    expect(await bank.identify(stranger)).toEqual(await bruteForce(gallery, stranger));
    await expectWorkers(1);
    expect((await bank.stats()).search).toMatchObject({ people: many, unreadable: 0 });
    await bank.close();
    await expectWorkers(0);
  });

  test('stays in step with what others write', async () => {
    const [bank, other] = [await openMany(), await openMany()];
    const gallery = await rawGallery(name);
    const ada = syntheticPerson(1);
    const probe = ada.shot();
    const check = async (label: string | undefined) => {
      const answer = await bank.identify(probe);
      expect(answer.match?.label).toBe(label);
      expect(answer).toEqual(await bruteForce(gallery, probe));
    };
    await check(undefined);
    await other.enroll('Ada', ada.shots(1));
    await check('Ada');
    await other.rename('Ada', 'Countess');
    await check('Countess');
    await bank.enroll('Countess', ada.shots(2));
    await check('Countess');
    await other.remove('Countess');
    await check(undefined);
  });

  test('tells of people whom an enrolment may double', async () => {
    const bank = await openMany();
    const { alsoMatches } = await bank.enroll('double', [faceOf(1_234).shot({ digest: 'double' })]);
    onTestFinished(async () => void (await (await openMany()).remove('double')));
    expect(alsoMatches!.map(({ label }) => label)).toEqual(['person 1234']);
  });

  test('is forgotten when it is locked', async () => {
    const locked = galleryName();
    const encryption = { passphrase: 'correct horse' };
    const bank = await openGallery({ name: locked, encryption });
    await enrolMany(await rawGallery(locked, onTestFinished, encryption), people.slice(0, 1_001));
    const probe = faceOf(7).shot({ digest: 'probe' });
    expect((await bank.identify(probe)).match?.label).toBe('person 7');
    await expectWorkers(1);
    await bank.lock();
    await expectWorkers(0);
    await bank.unlock(encryption.passphrase);
    expect((await bank.identify(probe)).match?.label).toBe('person 7');
  });
});

describe.each([
  ['that is not where the page looks for it', '/nowhere/worker.js'],
  ['on another origin', 'https://elsewhere.example/worker.js'],
])('a worker whose script is one %s', (_, script) => {
  const RealWorker = Worker;
  const started = vi.fn();
  beforeEach(() => {
    started.mockClear();
    vi.stubGlobal(
      'Worker',
      class extends RealWorker {
        constructor(_source: string | URL, options?: WorkerOptions) {
          started();
          super(script, options);
        }
      },
    );
  });
  afterEach(() => void vi.unstubAllGlobals());

  test('is done without: the answers are the same, and no other is started', async () => {
    const bank = await openMany();
    const gallery = await rawGallery(name);
    const probes = [0, 999, 1_499].map((i) => faceOf(i).shot({ digest: `probe ${i}` }));
    const answers = await Promise.all(probes.map((probe) => bank.identify(probe)));
    expect(answers.map(({ match }) => match?.label)).toEqual(['person 0', 'person 999', 'person 1499']);
    expect(answers).toEqual(await Promise.all(probes.map((probe) => bruteForce(gallery, probe))));
    await bank.enroll('one more', [syntheticPerson(1).shot()]);
    onTestFinished(async () => void (await (await openMany()).remove('one more')));
    expect((await bank.identify(syntheticPerson(1).shot({ digest: 'again' }))).match?.label).toBe('one more');
    expect((await bank.stats()).search).toMatchObject({ people: many + 1 });
    expect(started).toHaveBeenCalledTimes(1);
    expect(await workers()).toBe(0);
  });

  test('does not keep a gallery from closing', async () => {
    const bank = await Facebank.open({ name });
    const identifying = bank.identify(faceOf(0).shot());
    await bank.close();
    await expect(identifying).rejects.toMatchObject({ code: 'closed' });
  });
});

test('a gallery moves to a worker when it grows past a thousand', async () => {
  const small = galleryName();
  const bank = await openGallery({ name: small });
  await enrolMany(await rawGallery(small), people.slice(0, 1_000));
  const probe = faceOf(7).shot({ digest: 'probe' });
  expect((await bank.identify(probe)).match?.label).toBe('person 7');
  await expectWorkers(0);
  await bank.enroll('one more', [syntheticPerson(1).shot()]);
  expect((await bank.identify({ ...probe, digest: 'again' })).match?.label).toBe('person 7');
  expect((await bank.identify({ ...probe, digest: 'once more' })).match?.label).toBe('person 7');
  await expectWorkers(1);
  expect((await bank.identify(syntheticPerson(1).shot())).match?.label).toBe('one more');
});

describe('load', () => {
  test('tells how far it is', async () => {
    const bank = await openMany();
    const progress: { loaded: number; total: number }[] = [];
    await bank.load({ onProgress: (state) => progress.push(state) });
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.every(({ total }) => total === many)).toBe(true);
    expect(progress.map(({ loaded }) => loaded)).toEqual(
      progress.map(({ loaded }) => loaded).toSorted((a, b) => a - b),
    );
    expect(progress.at(-1)).toEqual({ loaded: many, total: many });
    expect((await bank.stats()).search).toMatchObject({ people: many });
    const again = vi.fn();
    await bank.load({ onProgress: again });
    expect(again).not.toHaveBeenCalled();
  });

  test('can be aborted, and goes on from there', async () => {
    const bank = await openMany();
    const controller = new AbortController();
    const reason = new Error('enough');
    const loads: number[] = [];
    const loading = bank.load({
      signal: controller.signal,
      onProgress: ({ loaded }) => {
        loads.push(loaded);
        controller.abort(reason);
      },
    });
    await expect(loading).rejects.toBe(reason);
    expect(loads).toEqual([1_000]);
    const rest: number[] = [];
    await bank.load({ onProgress: ({ loaded }) => rest.push(loaded) });
    expect(rest).toEqual([many]);
    await expect(bank.load({ signal: controller.signal })).resolves.toBeUndefined();
  });

  test('is shared by those who wait for it at once', async () => {
    const bank = await openMany();
    const probes = [3, 5, 7].map((i) => faceOf(i).shot({ digest: `probe ${i}` }));
    const answers = await Promise.all(probes.map((probe) => bank.identify(probe)));
    expect(answers.map(({ match }) => match?.label)).toEqual(['person 3', 'person 5', 'person 7']);
    await expectWorkers(1);
  });

  test('ends when the gallery is closed, wherever it is', async () => {
    for (const wait of [0, 1, 20, 60]) {
      const bank = await Facebank.open({ name });
      const loading = bank.load();
      const identifying = bank.identify(faceOf(0).shot());
      await new Promise((resolve) => setTimeout(resolve, wait));
      await bank.close();
      for (const result of await Promise.allSettled([loading, identifying])) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'closed' });
      }
      await expect(bank.load()).rejects.toMatchObject({ code: 'closed' });
      await expectWorkers(0);
    }
  });
});

test('a worker that has the database open does not keep anybody from deleting it', async () => {
  const doomed = galleryName();
  const bank = await openGallery({ name: doomed });
  await enrolMany(await rawGallery(doomed), people.slice(0, 1_001));
  await bank.load();
  await expectWorkers(1);
  const blocked = vi.fn();
  await deleteDB(doomed, { blocked });
  expect(blocked).not.toHaveBeenCalled();
  await expect(bank.identify(faceOf(0).shot())).rejects.toMatchObject({ code: 'closed' });
});
