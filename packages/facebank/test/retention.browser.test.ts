import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Facebank, type OpenOptions } from '../src/index.ts';
import { centroidOf, cosineSimilarity } from '../src/matching/index.ts';
import { stopClock } from './clock.ts';
import { galleryName, holdWriters, openGallery, rawContents, rawGallery } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];
const picture = new Blob(['a face'], { type: 'image/jpeg' });
const day = 24 * 3_600_000;

/** A gallery whose clock is in the test's hands. It keeps what it is told to from the moment when `open` opens it. */
function agingGallery() {
  const clock = stopClock();
  const name = galleryName();
  return { ...clock, name, open: (options: OpenOptions = {}) => openGallery({ name, ...options }) };
}

describe('templates', () => {
  test('that are too old go, and the centroid is that of the others', async () => {
    const { name, advance, open } = agingGallery();
    const bank = await open({ retention: { templatesMs: 10 * day } });
    const shots = ada.shots(3);
    for (const shot of shots) {
      await bank.enroll('Ada', [shot], { pictures: [picture] });
      advance(4 * day);
    }
    // The first is twelve days old now.
    expect(await bank.expire()).toEqual({ people: 0, templates: 1, events: 0, pictures: 0 });
    expect((await bank.templates('Ada')).map(({ digest }) => digest)).toEqual(
      shots.slice(1).map(({ digest }) => digest),
    );
    expect((await bank.pictures('Ada')).map(({ digest }) => digest).sort()).toEqual(
      shots.slice(1).map(({ digest }) => digest),
    );
    expect(await bank.get('Ada')).toMatchObject({ templates: 2, updatedAt: Date.now() });
    const probe = ada.shot();
    const centroid = centroidOf(shots.slice(1).map(({ embedding }) => embedding));
    const similarity = expect.closeTo(cosineSimilarity(centroid, probe.embedding), 6);
    expect(await bank.verify('Ada', probe)).toMatchObject({ similarity });
    expect((await bank.identify(probe)).match).toMatchObject({ similarity });
    expect(await bank.events({ kind: 'expired' })).toMatchObject([{ label: 'Ada', details: { templates: 1 } }]);
    const { templates, pictures } = await rawContents(name);
    expect([templates.length, pictures.length]).toEqual([2, 2]);
    expect(await bank.expire()).toEqual({ people: 0, templates: 0, events: 0, pictures: 0 });
  });

  test('are kept to the last millisecond of their time', async () => {
    const { advance, open } = agingGallery();
    const bank = await open({ retention: { templatesMs: day } });
    await bank.enroll('Ada', ada.shots(2));
    advance(day);
    expect(await bank.expire()).toMatchObject({ templates: 0 });
    advance(1);
    expect(await bank.expire()).toMatchObject({ people: 1, templates: 2 });
  });

  test('are as old as their enrolment, not as their capture', async () => {
    const { open } = agingGallery();
    const bank = await open({ retention: { templatesMs: day } });
    await bank.enroll('Ada', ada.shots(1, { capturedAt: 1 }));
    expect(await bank.expire()).toMatchObject({ templates: 0 });
  });

  test('the last of which goes take the person along, with all that tells of them', async () => {
    const { name, advance, open } = agingGallery();
    const bank = await open({ retention: { templatesMs: day } });
    await bank.enroll('Ada', ada.shots(2), { pictures: [picture, null] });
    await bank.verify('Ada', eve.shot(), { picture });
    advance(day + 1);
    await bank.enroll('Eve', eve.shots(1));
    expect((await bank.identify(ada.shot())).match?.label).toBe('Ada');
    expect(await bank.expire()).toEqual({ people: 1, templates: 2, events: 0, pictures: 0 });
    expect((await bank.identify(ada.shot())).match).toBeNull();
    expect((await bank.list()).map(({ label }) => label)).toEqual(['Eve']);
    const { people, templates, pictures, failures, events } = await rawContents(name);
    expect([people.length, templates.length, pictures.length, failures.length]).toEqual([1, 1, 0, 0]);
    const eves = events.filter(({ person }) => person === people[0]!.id);
    expect(events.filter(({ person }) => person !== null)).toEqual(eves);
    expect(await bank.events({ kind: 'expired' })).toEqual([
      { at: Date.now(), kind: 'expired', label: null, reason: null, details: { people: 1, templates: 2 } },
    ]);
  });

  test('that cannot be read go too', async () => {
    const { name, advance, open } = agingGallery();
    const bank = await open({ retention: { templatesMs: day } });
    await bank.enroll('Ada', ada.shots(2));
    advance(day + 1);
    await bank.enroll('Ada', ada.shots(1));
    await damageAll(name, 'templates', Date.now());
    expect(await bank.expire()).toEqual({ people: 0, templates: 2, events: 0, pictures: 0 });
    expect(await bank.templates('Ada')).toHaveLength(1);
    expect((await rawContents(name)).templates).toHaveLength(1);
    expect(await bank.verify('Ada', ada.shot())).toMatchObject({ match: true });
  });

  test('of a person who cannot be read go with them, and keep nobody from opening the gallery', async () => {
    const { name, advance, open } = agingGallery();
    const before = await open();
    await before.enroll('Ada', ada.shots(2));
    await damageAll(name, 'people');
    advance(day + 1);
    await before.enroll('Eve', eve.shots(1));
    const bank = await open({ retention: { templatesMs: day } });
    const { people, templates, events } = await rawContents(name);
    expect([people.length, templates.length]).toEqual([1, 1]);
    expect(new Set(events.map(({ person }) => person))).toEqual(new Set([null, people[0]!.id]));
    expect(await bank.enroll('Ada', ada.shots(1))).toMatchObject({ added: 1 });
  });

  test('expire in two instances at once, while a third enrols, and nothing is lost', async () => {
    const { name, advance, open } = agingGallery();
    const options = { retention: { templatesMs: day } };
    const banks = [await open(options), await open(options), await open(options)] as const;
    await banks[0].enroll('Ada', ada.shots(2));
    advance(day + 1);
    const shot = ada.shot();
    const [first, second] = await Promise.all([banks[0].expire(), banks[1].expire(), banks[2].enroll('Ada', [shot])]);
    expect(first.templates + second.templates).toBe(2);
    expect((await banks[0].templates('Ada')).map(({ digest }) => digest)).toEqual([shot.digest]);
    expect((await rawContents(name)).templates).toHaveLength(1);
    const { similarity } = await banks[1].verify('Ada', shot);
    expect(similarity).toBeCloseTo(1, 6);
  });
});

describe('events and proofs', () => {
  test('that are too old go; pictures of templates stay', async () => {
    const { name, advance, open } = agingGallery();
    const bank = await open({ retention: { eventsMs: day } });
    await bank.enroll('Ada', ada.shots(1), { pictures: [picture] });
    await bank.verify('Ada', ada.shot(), { picture });
    await bank.identify(eve.shot(), { picture });
    const old = Date.now();
    advance(day);
    await bank.verify('Ada', ada.shot(), { picture });
    expect(await bank.expire()).toEqual({ people: 0, templates: 0, events: 0, pictures: 0 });
    advance(1);
    expect(await bank.expire()).toEqual({ people: 0, templates: 0, events: 3, pictures: 2 });
    expect(await bank.events()).toMatchObject([{ kind: 'verified', at: old + day }]);
    expect((await bank.pictures('Ada')).map(({ of, at }) => [of, at])).toEqual([
      ['proof', old + day],
      ['enrolment', old],
    ]);
    expect(await bank.pictures(null)).toEqual([]);
    const { people, templates, pictures } = await rawContents(name);
    expect([people.length, templates.length, pictures.length]).toEqual([1, 1, 2]);
  });

  test('have an age of their own', async () => {
    const { advance, open } = agingGallery();
    const bank = await open({ retention: { eventsMs: 2 * day, templatesMs: day } });
    await bank.enroll('Ada', ada.shots(1));
    await bank.identify(eve.shot());
    advance(day + 1);
    expect(await bank.expire()).toMatchObject({ people: 1, events: 0 });
    expect((await bank.events()).map(({ kind }) => kind)).toEqual(['expired', 'rejected']);
    advance(day);
    expect(await bank.expire()).toMatchObject({ people: 0, events: 1 });
  });
});

describe('what is too old goes', () => {
  test('when the gallery is opened, before anybody is matched with it', async () => {
    const { advance, open } = agingGallery();
    const before = await open();
    await before.enroll('Ada', ada.shots(1));
    advance(day + 1);
    expect(await before.expire()).toMatchObject({ people: 0 });
    expect(await before.list()).toHaveLength(1);
    const bank = await open({ retention: { templatesMs: day } });
    expect(await bank.list()).toEqual([]);
    expect((await before.identify(ada.shot())).match).toBeNull();
  });

  test('when it is unlocked', async () => {
    const { advance, open } = agingGallery();
    const encryption = { passphrase: 'correct horse' };
    await (await open({ encryption })).enroll('Ada', ada.shots(1));
    advance(day + 1);
    const bank = await open({ retention: { templatesMs: day } });
    expect(bank.isLocked).toBe(true);
    await bank.unlock(encryption.passphrase);
    expect(await bank.list()).toEqual([]);
  });

  test('every hour, until the gallery is closed', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const changes = vi.fn();
    const bank = await openGallery({ retention: { templatesMs: 3_600_000 }, onChange: changes });
    expect(vi.getTimerCount()).toBe(1);
    await bank.enroll('Ada', ada.shots(1));
    changes.mockClear();
    vi.advanceTimersByTime(3_600_000);
    expect(await bank.list()).toHaveLength(1);
    const expired = new Promise((resolve) => changes.mockImplementation(resolve));
    vi.advanceTimersByTime(3_600_000);
    await expired;
    expect(await bank.list()).toEqual([]);
    await bank.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('not while it is locked; and unlocking it again starts one clock, not two', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const encryption = { passphrase: 'correct horse' };
    const name = galleryName();
    await openGallery({ name, encryption });
    const bank = await openGallery({ name, retention: { eventsMs: day } });
    const { letGo, waiting } = await holdWriters(name);
    const unlocking = bank.unlock(encryption.passphrase);
    await waiting(1);
    await bank.lock();
    letGo();
    await unlocking;
    expect(bank.isLocked).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    await bank.unlock(encryption.passphrase);
    expect(vi.getTimerCount()).toBe(1);
  });
});

test('where it fails on opening, nothing is left open', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const name = galleryName();
  const before = await Facebank.open({ name });
  await before.enroll('Ada', ada.shots(1));
  await before.close();
  vi.setSystemTime(Date.now() + day);
  const stub = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
    throw new DOMException('Broken', 'UnknownError');
  });
  onTestFinished(() => stub.mockRestore());
  const onChange = vi.fn();
  const opening = Facebank.open({ name, onChange, retention: { templatesMs: 1 } });
  await expect(opening).rejects.toMatchObject({ code: 'storage' });
  stub.mockRestore();
  expect(vi.getTimerCount()).toBe(0);
  const bank = await openGallery({ name });
  await bank.enroll('Eve', eve.shots(1));
  await bank.events();
  expect(onChange).not.toHaveBeenCalled();
});

test.each([{ templatesMs: 0 }, { templatesMs: -1 }, { eventsMs: NaN }, { eventsMs: Infinity }, { eventsMs: '7' }])(
  'refuses to keep for %o',
  async (retention) => {
    const opening = Facebank.open({ name: galleryName(), retention: retention as object });
    await expect(opening).rejects.toMatchObject({ code: 'bad-options' });
  },
);

/** Makes all records of a store, written before a time, ones that cannot be read. */
async function damageAll(name: string, store: 'people' | 'templates', before = Infinity): Promise<void> {
  const { connection } = await rawGallery(name);
  await connection.transaction([store], 'readwrite', async (tx) => {
    for (const record of await tx.objectStore(store).getAll()) {
      if ('at' in record && record.at >= before) continue;
      const { sealed } = record as { sealed: { data: Uint8Array } };
      sealed.data[0]! ^= 1;
      await tx.objectStore(store).put(record);
    }
  });
}
