import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type BankEvent, type EventQuery, Facebank } from '../src/index.ts';
import { stopClock } from './clock.ts';
import { galleryName, holdWriters, openGallery, rawContents } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];
const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

describe('a query', () => {
  /** Ada and Eve; ten notes on each in turns, a second apart, the first at `start`. */
  async function galleryWithNotes() {
    const { advance } = stopClock();
    const bank = await openGallery();
    await bank.enroll('Ada', ada.shots(1));
    await bank.enroll('Eve', eve.shots(1));
    advance(1_000);
    const start = Date.now();
    for (let i = 0; i < 20; i++) {
      await bank.note({ label: i % 2 ? 'Eve' : 'Ada', reason: `${i}` });
      advance(1_000);
    }
    const reasons = async (query: EventQuery) => (await bank.events(query)).map(({ reason }) => Number(reason));
    return { bank, start, reasons };
  }

  test('has the newest first', async () => {
    const { bank, reasons } = await galleryWithNotes();
    expect(await reasons({ kind: 'noted' })).toEqual(Array.from({ length: 20 }, (_, i) => 19 - i));
    expect((await bank.events()).slice(-2)).toMatchObject([{ label: 'Eve' }, { label: 'Ada' }]);
  });

  test('of a person', async () => {
    const { bank, reasons } = await galleryWithNotes();
    expect(await reasons({ label: ' Ada', kind: 'noted' })).toEqual([18, 16, 14, 12, 10, 8, 6, 4, 2, 0]);
    expect(await bank.events({ label: 'Ada' })).toHaveLength(11);
    await expect(bank.events({ label: 'Grace' })).rejects.toThrow(withCode('unknown-person'));
    await expect(bank.events({ label: '' })).rejects.toThrow(withCode('bad-label'));
  });

  test('of kinds', async () => {
    const { bank } = await galleryWithNotes();
    expect(await bank.events({ kind: 'enrolled' })).toHaveLength(2);
    expect(await bank.events({ kind: ['enrolled', 'noted'] })).toHaveLength(22);
    expect(await bank.events({ kind: 'verified' })).toEqual([]);
    expect(await bank.events({ kind: [] })).toEqual([]);
  });

  test('of a time: from its beginning, before its end', async () => {
    const { start, reasons } = await galleryWithNotes();
    const at = (i: number) => start + i * 1_000;
    expect(await reasons({ from: at(3), to: at(6) })).toEqual([5, 4, 3]);
    expect(await reasons({ from: at(3) + 1, to: at(6) + 1 })).toEqual([6, 5, 4]);
    expect(await reasons({ from: at(17) })).toEqual([19, 18, 17]);
    expect(await reasons({ to: at(2), kind: 'noted' })).toEqual([1, 0]);
    expect(await reasons({ from: at(6), to: at(3) })).toEqual([]);
    expect(await reasons({ from: at(3), to: at(8), label: 'Eve' })).toEqual([7, 5, 3]);
  });

  test('has a limit, which takes the newest of those that were asked for', async () => {
    const { reasons } = await galleryWithNotes();
    expect(await reasons({ limit: 3 })).toEqual([19, 18, 17]);
    expect(await reasons({ limit: 3, label: 'Ada' })).toEqual([18, 16, 14]);
    expect(await reasons({ limit: 0 })).toEqual([]);
  });

  test('looks past a thousand others for what was asked for', async () => {
    const bank = await openGallery();
    await bank.enroll('Ada', ada.shots(1));
    for (let i = 0; i < 1_200; i++) await bank.note({ reason: `${i}` });
    expect(await bank.events({ kind: 'enrolled' })).toHaveLength(1);
    expect(await bank.events()).toHaveLength(1_000);
    expect(await bank.events({ limit: 5_000 })).toHaveLength(1_201);
  });
});

test('within one millisecond, events keep the order of the calls', async () => {
  stopClock();
  const bank = await openGallery();
  await bank.enroll('Ada', ada.shots(1));
  const expected = ['enrolled'];
  for (let i = 0; i < 40; i++) {
    await bank.verify('Ada', i % 3 ? ada.shot() : eve.shot());
    expected.push(i % 3 ? 'verified' : 'rejected');
    await bank.note({ reason: `${i}` });
    expected.push(`${i}`);
    if (i % 4 === 0) {
      await bank.update('Ada', { notes: `${i}` });
      expected.push('updated');
    }
  }
  const events = (await bank.events()).toReversed();
  expect(events.map(({ kind, reason }) => (kind === 'noted' ? reason : kind))).toEqual(expected);
});

describe('note', () => {
  test('keeps what the app says, of a person or of nobody', async () => {
    const bank = await openGallery();
    await bank.enroll('Ada', ada.shots(1));
    const details = { door: 'north', floor: 3, open: true, badge: null };
    await bank.note({ reason: 'let-in', label: 'Ada', details });
    details.floor = 4;
    await bank.note({ reason: 'started' });
    expect(await bank.events({ kind: 'noted' })).toEqual([
      { at: expect.any(Number), kind: 'noted', label: null, reason: 'started', details: {} },
      { at: expect.any(Number), kind: 'noted', label: 'Ada', reason: 'let-in', details: { ...details, floor: 3 } },
    ]);
  });

  test('of somebody who is not there is an error', async () => {
    const bank = await openGallery();
    await expect(bank.note({ reason: 'let-in', label: 'Ada' })).rejects.toThrow(withCode('unknown-person'));
    await expect(bank.note({ reason: 'let-in', label: '' })).rejects.toThrow(withCode('bad-label'));
    expect(await bank.events()).toEqual([]);
  });

  test.each([
    ['no reason', { reason: '' }],
    ['a reason that is no text', { reason: 7 }],
    ['a reason that is a book', { reason: 'x'.repeat(201) }],
    ['details that are no record', { reason: 'x', details: 'x' }],
    ['details of more than plain values', { reason: 'x', details: { deep: { er: 1 } } }],
    ['details that cannot be stored', { reason: 'x', details: { call: () => {} } }],
  ])('refuses %s, before it could spoil what else waits to be written', async (_, note) => {
    const bank = await openGallery();
    const noting = bank.note({ reason: 'good' });
    await expect(bank.note(note as Parameters<Facebank['note']>[0])).rejects.toThrow(withCode('bad-options'));
    await noting;
    expect(await bank.events()).toMatchObject([{ reason: 'good' }]);
  });
});

describe('an event is written', () => {
  test('soon, without being waited for', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    await bank.note({ reason: 'started' });
    await vi.waitFor(async () => expect((await rawContents(name)).events).toHaveLength(1));
  });

  test('when close is awaited', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    await bank.enroll('Ada', ada.shots(1));
    const { letGo, waiting } = await holdWriters(name);
    for (let i = 0; i < 3; i++) await bank.verify('Ada', ada.shot());
    await bank.note({ label: 'Ada', reason: 'let-in' });
    await waiting(1);
    const closing = bank.close();
    await expect(bank.list()).rejects.toThrow(withCode('closed'));
    letGo();
    await closing;
    expect((await rawContents(name)).events).toHaveLength(5);
  });

  test('when a gallery is locked', async () => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption: { passphrase: 'correct horse' } });
    await bank.note({ reason: 'started' });
    await bank.lock();
    expect((await rawContents(name)).events).toHaveLength(1);
  });

  test('before everything is encrypted anew', async () => {
    const bank = await openGallery();
    await bank.note({ reason: 'started' });
    await bank.setEncryption('none');
    expect((await bank.events()).map(({ reason }) => reason)).toEqual(['none', 'started']);
  });

  test('and read in another instance', async () => {
    const name = galleryName();
    const banks = [await openGallery({ name }), await openGallery({ name })];
    await banks[0]!.note({ reason: 'started' });
    const seen = await banks[0]!.events();
    expect(await banks[1]!.events()).toEqual(seen satisfies BankEvent[]);
    expect(seen).toHaveLength(1);
  });
});

test('events that a full disk does not take are counted, and the next ones are written', async () => {
  const name = galleryName();
  const bank = await Facebank.open({ name });
  onTestFinished(() => bank.close());
  await bank.enroll('Ada', ada.shots(1));
  const stub = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('Full', 'QuotaExceededError');
  });
  onTestFinished(() => stub.mockRestore());
  expect(await bank.verify('Ada', ada.shot())).toMatchObject({ match: true });
  await bank.identify(eve.shot());
  expect((await bank.stats()).lostEvents).toBe(2);
  stub.mockRestore();
  await bank.verify('Ada', ada.shot());
  expect((await bank.stats()).lostEvents).toBe(2);
  expect((await bank.events()).map(({ kind }) => kind)).toEqual(['verified', 'enrolled']);
});
