import { describe, expect, test, vi } from 'vitest';
import { identify } from '../src/identify.ts';
import type { Facebank } from '../src/index.ts';
import { createSession } from '../src/session.ts';
import { galleryName, openGallery, rawGallery } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];

async function galleryOfTwo() {
  const name = galleryName();
  const bank = await openGallery({ name });
  await bank.enroll('Ada', ada.shots(2));
  await bank.enroll('Eve', eve.shots(2));
  const hits = async () => (await bank.stats()).repeatedProbes;
  return { name, bank, hits };
}

describe('a probe that was answered before', () => {
  test('gets the same answer, from memory, and is logged like any', async () => {
    const { bank, hits } = await galleryOfTwo();
    const probe = ada.shot();
    const [verified, identified] = [await bank.verify('Ada', probe), await bank.identify(probe)];
    expect(await hits()).toBe(0);
    for (let i = 1; i <= 3; i++) {
      expect(await bank.verify(' Ada', probe)).toEqual(verified);
      expect(await bank.identify(probe)).toEqual(identified);
      expect(await hits()).toBe(2 * i);
    }
    expect(await bank.events({ kind: ['verified', 'identified'] })).toHaveLength(8);
  });

  test('is a repetition whenever it was taken', async () => {
    const { bank, hits } = await galleryOfTwo();
    const probe = ada.shot();
    await bank.identify(probe);
    await bank.identify({ ...probe, capturedAt: probe.capturedAt + 1, liveness: null });
    expect(await hits()).toBe(1);
  });

  test('is compared anew where anything of the question differs', async () => {
    const { bank, hits } = await galleryOfTwo();
    const probe = ada.shot();
    const { similarity } = await bank.verify('Ada', probe);
    expect(await bank.verify('Ada', probe, { threshold: similarity + 1e-9 })).toMatchObject({ match: false });
    expect(await bank.verify('Eve', probe)).toMatchObject({ match: false });
    expect(await bank.identify(probe)).toMatchObject({ match: { label: 'Ada' } });
    expect(await bank.identify(probe, { threshold: similarity + 1e-9 })).toMatchObject({ match: null });
    expect((await bank.identify(probe, { k: 1 })).candidates).toHaveLength(1);
    expect((await bank.identify(probe, { threshold: { targetFmr: 1e-2 } })).match?.label).toBe('Ada');
    expect(await hits()).toBe(0);
  });

  test('with another embedding under the same digest is compared by its own', async () => {
    const { bank, hits } = await galleryOfTwo();
    const probe = ada.shot();
    expect(await bank.verify('Ada', probe)).toMatchObject({ match: true });
    expect((await bank.identify(probe)).match?.label).toBe('Ada');
    const forged = eve.shot({ digest: probe.digest });
    expect(await bank.verify('Ada', forged)).toMatchObject({ match: false });
    expect((await bank.identify(forged)).match?.label).toBe('Eve');
    expect(await hits()).toBe(0);
  });

  test('has an answer that belongs to the caller', async () => {
    const { bank } = await galleryOfTwo();
    const probe = ada.shot();
    Object.assign((await bank.identify(probe)).match!, { label: 'Eve' });
    (await bank.identify(probe)).candidates.length = 0;
    expect(await bank.identify(probe)).toMatchObject({ match: { label: 'Ada' }, candidates: { length: 2 } });
  });
});

describe('every write makes the answers void', () => {
  const picture = new Blob(['a face'], { type: 'image/jpeg' });
  test.each([
    ['enrolling', (bank: Facebank) => bank.enroll('Ada', ada.shots(1))],
    ['enrolling somebody else', (bank: Facebank) => bank.enroll('Grace', syntheticPerson(3).shots(1))],
    ['an update', (bank: Facebank) => bank.update('Ada', { notes: 'new' })],
    ['a rename', (bank: Facebank) => bank.rename('Eve', 'Grace')],
    ['a removal', (bank: Facebank) => bank.remove('Eve')],
  ])('%s, here or elsewhere', async (_, write) => {
    for (const elsewhere of [false, true]) {
      const { name, bank, hits } = await galleryOfTwo();
      const writing = elsewhere ? await openGallery({ name }) : bank;
      const probe = ada.shot();
      await bank.verify('Ada', probe);
      await bank.identify(probe);
      await write(writing);
      await bank.verify('Ada', probe);
      await bank.identify(probe);
      expect(await hits()).toBe(0);
    }
  });

  test('so a person who was removed elsewhere is never matched from memory', async () => {
    const { name, bank } = await galleryOfTwo();
    const probe = ada.shot();
    await bank.verify('Ada', probe);
    await bank.identify(probe);
    await (await openGallery({ name })).remove('Ada');
    await expect(bank.verify('Ada', probe)).rejects.toMatchObject({ code: 'unknown-person' });
    expect((await bank.identify(probe)).match).toBeNull();
  });

  test('and a probe that was rejected is accepted once its person is enrolled', async () => {
    const { name, bank } = await galleryOfTwo();
    const grace = syntheticPerson(3);
    const probe = grace.shot();
    expect((await bank.identify(probe)).match).toBeNull();
    await (await openGallery({ name })).enroll('Grace', grace.shots(1));
    expect((await bank.identify(probe)).match?.label).toBe('Grace');
  });

  test('but events, pictures and failures do not', async () => {
    const { bank, hits } = await galleryOfTwo();
    const probe = ada.shot();
    await bank.verify('Ada', probe);
    await bank.verify('Ada', eve.shot(), { picture });
    await bank.note({ label: 'Ada', reason: 'let-in' });
    await bank.events();
    await bank.verify('Ada', probe);
    expect(await hits()).toBe(1);
  });
});

test('an answer that writers kept overtaking is not remembered', async () => {
  const name = galleryName();
  const bank = await openGallery({ name });
  const others = Array.from({ length: 9 }, (_, i) => ({ label: `person ${i}`, face: syntheticPerson(i + 2) }));
  const writers = [...others, { label: 'Ada', face: ada }];
  const session = createSession(await rawGallery(name), { maxTemplatesPerPerson: 5, maximumFailures: 5 });
  const { search } = session;
  const shortlist = search.shortlist.bind(search);
  vi.spyOn(search, 'shortlist').mockImplementation(async (...args) => {
    const found = await shortlist(...args);
    const next = writers.shift();
    if (next !== undefined) await bank.enroll(next.label, [next.face.shot()]);
    return found;
  });
  const probe = ada.shot();
  // Ada is enrolled right after the last look.
  expect((await identify(session, probe, {})).match).toBeNull();
  expect(writers).toEqual([]);
  expect((await identify(session, probe, {})).match?.label).toBe('Ada');
});
