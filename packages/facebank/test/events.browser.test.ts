import { describe, expect, test } from 'vitest';
import type { EventRecord } from '../src/schema.ts';
import { stopClock } from './clock.ts';
import { galleryName, openGallery, rawContents, rawGallery } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];

/** A gallery of Ada alone, at a time that stands still, and what calls log from now on, oldest first. */
async function galleryOfAda() {
  const { advance } = stopClock();
  const bank = await openGallery();
  await bank.enroll('Ada', ada.shots(2));
  advance(1);
  const at = Date.now();
  return { bank, at, advance, logged: async () => (await bank.events({ from: at })).toReversed() };
}

const event = { at: expect.any(Number), label: null, reason: null, details: {} };

describe('what is logged', () => {
  test('of an enrolment: how many shots were added and skipped, and where they come from', async () => {
    const { bank, at, logged } = await galleryOfAda();
    const shot = ada.shot();
    await bank.enroll(' Ada', [shot, shot, ada.shot()], { source: 'webcam' });
    await bank.enroll('Grace', [syntheticPerson(3).shot()]);
    expect(await logged()).toEqual([
      { ...event, at, kind: 'enrolled', label: 'Ada', details: { added: 2, skipped: 1, source: 'webcam' } },
      { ...event, at, kind: 'enrolled', label: 'Grace', details: { added: 1, skipped: 0, source: null } },
    ]);
  });

  test('nothing, of an enrolment that adds nothing or is refused', async () => {
    const { bank, logged } = await galleryOfAda();
    const [first] = await bank.templates('Ada');
    await bank.enroll('Ada', [first!]);
    await expect(bank.enroll('Ada', [eve.shot()])).rejects.toThrow();
    expect(await logged()).toEqual([]);
  });

  test('of a verification that matches', async () => {
    const { bank, at, logged } = await galleryOfAda();
    const { similarity } = await bank.verify('Ada', ada.shot({ quality: 71 }));
    const details = { similarity, threshold: 0.38, quality: 71, livenessScore: 0.9 };
    expect(await logged()).toEqual([{ ...event, at, kind: 'verified', label: 'Ada', details }]);
  });

  test('of a verification that does not, and why', async () => {
    const { bank, at, logged } = await galleryOfAda();
    const { similarity } = await bank.verify('Ada', eve.shot({ liveness: null }), { threshold: 0.5 });
    const details = { similarity, threshold: 0.5, quality: 80, livenessScore: null };
    expect(await logged()).toEqual([
      { ...event, at, kind: 'rejected', label: 'Ada', reason: 'not-this-person', details },
    ]);
  });

  test('of a verification of nobody: not under which label', async () => {
    const { bank, logged } = await galleryOfAda();
    await expect(bank.verify('Grace', eve.shot())).rejects.toThrow();
    expect(await logged()).toEqual([{ ...event, kind: 'rejected', reason: 'unknown-person' }]);
  });

  test('of a verification that has to wait', async () => {
    const { bank, logged } = await galleryOfAda();
    for (let i = 0; i < 5; i++) await bank.verify('Ada', eve.shot());
    await expect(bank.verify('Ada', ada.shot())).rejects.toThrow();
    const events = await logged();
    expect(events.map(({ kind, reason }) => reason ?? kind)).toEqual([
      ...Array.from({ length: 4 }, () => 'not-this-person'),
      ...['suspicious-series', 'not-this-person', 'too-many-failures'],
    ]);
    expect(events.at(-1)).toEqual({ ...event, kind: 'rejected', label: 'Ada', reason: 'too-many-failures' });
  });

  test('of an identification that matches', async () => {
    const { bank, at, logged } = await galleryOfAda();
    const { match } = await bank.identify(ada.shot());
    const details = { similarity: match!.similarity, threshold: 0.38, quality: 80, livenessScore: 0.9 };
    expect(await logged()).toEqual([{ ...event, at, kind: 'identified', label: 'Ada', details }]);
  });

  test('of an identification of a stranger: who was nearest is not', async () => {
    const { bank, logged } = await galleryOfAda();
    const { candidates } = await bank.identify(eve.shot(), { threshold: { targetFmr: 1e-2 } });
    const details = { similarity: candidates[0]!.similarity, threshold: 0.2358, quality: 80, livenessScore: 0.9 };
    expect(await logged()).toEqual([{ ...event, kind: 'rejected', reason: 'nobody', details }]);
  });

  test('of an identification among nobody', async () => {
    const bank = await openGallery();
    await bank.identify(eve.shot());
    expect(await bank.events()).toMatchObject([{ kind: 'rejected', reason: 'nobody', details: { similarity: null } }]);
  });

  test('of a probe that seems not to be alive, beside what came of it', async () => {
    const { bank, logged } = await galleryOfAda();
    const spoof = { liveness: { score: 0.1, live: false } };
    await bank.verify('Ada', ada.shot(spoof));
    await bank.verify('Ada', eve.shot(spoof));
    await bank.identify(ada.shot(spoof));
    await bank.identify(eve.shot(spoof));
    const events = await logged();
    expect(events.map(({ kind, label }) => [kind, label])).toEqual([
      ['verified', 'Ada'],
      ['spoof-suspected', 'Ada'],
      ['rejected', 'Ada'],
      ['spoof-suspected', 'Ada'],
      ['identified', 'Ada'],
      ['spoof-suspected', 'Ada'],
      ['rejected', null],
      ['spoof-suspected', null],
    ]);
    for (const { details } of events) expect(details).toMatchObject({ livenessScore: 0.1 });
  });

  test('of a rename, an update, a removal and a clear', async () => {
    const { bank, logged } = await galleryOfAda();
    await bank.enroll('Eve', eve.shots(1));
    await bank.rename('Ada', 'Countess');
    await bank.update('Countess', { notes: 'secret' });
    await bank.remove('Eve');
    expect((await logged()).slice(-3)).toEqual([
      { ...event, kind: 'renamed', label: 'Countess' },
      { ...event, kind: 'updated', label: 'Countess' },
      { ...event, kind: 'removed' },
    ]);
    expect(await bank.remove('Eve')).toBe(false);
    expect((await logged()).filter(({ kind }) => kind === 'removed')).toHaveLength(1);
    await bank.clear();
    expect(await logged()).toEqual([{ ...event, kind: 'removed', reason: 'cleared' }]);
  });

  test('of other keys, and of another passphrase', async () => {
    const { bank, logged } = await galleryOfAda();
    await bank.setEncryption({ passphrase: 'correct horse' });
    await bank.changePassphrase('correct horse', 'battery staple');
    await bank.setEncryption('device');
    expect(await logged()).toEqual(
      [
        { reason: 'passphrase', details: { leftBehind: 0 } },
        { reason: 'new-passphrase', details: {} },
        { reason: 'device', details: { leftBehind: 0 } },
      ].map((said) => expect.objectContaining({ kind: 'encryption-changed', label: null, ...said })),
    );
  });

  test('nothing, of what only reads', async () => {
    const { bank, logged } = await galleryOfAda();
    await bank.list();
    await bank.get('Ada');
    await bank.templates('Ada');
    await bank.pictures('Ada');
    await bank.stats();
    await bank.load();
    await bank.expire();
    expect(await logged()).toEqual([]);
  });
});

test('the log lies encrypted in the database', async () => {
  const name = galleryName();
  const bank = await openGallery({ name });
  await bank.enroll('Ada', ada.shots(1));
  await bank.verify('Ada', ada.shot());
  await bank.identify(eve.shot());
  await bank.events();
  const { events, people } = await rawContents(name);
  expect(events).toHaveLength(3);
  for (const { id, person, sealed, ...rest } of events) {
    expect(rest).toEqual({});
    expect(id).toMatch(/^[0-9a-z]{9}-[0-9a-z]{6}-[0-9a-f-]{36}$/);
    expect([null, people[0]!.id]).toContain(person);
    expect(sealed).toMatchObject({ format: 'aes-256-gcm' });
  }
});

test('an event that was put in another’s place is not read', async () => {
  const name = galleryName();
  const bank = await openGallery({ name });
  await bank.enroll('Ada', ada.shots(1));
  await bank.enroll('Eve', eve.shots(1));
  const { events } = await rawContents(name);
  const { connection } = await rawGallery(name);
  const [first, second] = events as [EventRecord, EventRecord];
  await connection.transaction(['events'], 'readwrite', async (tx) => {
    await tx.objectStore('events').put({ ...first, person: second.person });
  });
  expect(await bank.events()).toMatchObject([{ label: 'Eve' }]);
});
