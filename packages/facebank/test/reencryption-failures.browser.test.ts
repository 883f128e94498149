import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Facebank } from '../src/index.ts';
import { galleryName, openGallery, rawContents } from './galleries.ts';
import { crowd, populate, toldBy } from './populated.ts';
import { everything, putRecord } from './tampering.ts';

const passphrase = 'correct horse battery staple';
const targets = ['device', 'none', { passphrase }] as const;
const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

/** A gallery of a device with something in every store, and what is in its database. */
async function populated() {
  const name = galleryName();
  const bank = await openGallery({ name });
  await populate(bank);
  return { name, bank, told: await toldBy(bank), before: await everything(name) };
}

/** What a change that was cut off may have left: a person, in clear. */
const leftover = { store: 'people', put: { key: 'key', id: 'id', sealed: { format: 'plain', data: 'Ada Lovelace' } } };

describe('a change of encryption that is aborted', () => {
  test.each([1, 2, 3, 4, 5])('after %i of five stores leaves everything as it was', async (nth) => {
    const { name, bank, told, before } = await populated();
    for (const encryption of targets) {
      const controller = new AbortController();
      const reason = new Error('enough');
      let stores = 0;
      const onProgress = () => {
        stores += 1;
        if (stores === nth) controller.abort(reason);
      };
      const changing = bank.setEncryption(encryption, { signal: controller.signal, onProgress });
      await expect(changing).rejects.toBe(reason);
      expect(stores).toBe(nth);
      expect(await everything(name)).toEqual(before);
    }
    expect(bank).toMatchObject({ encryption: 'device', isLocked: false });
    expect(await toldBy(bank)).toEqual(told);
  });

  test('before it begins, or while it waits for others, changes nothing', async () => {
    const { name, bank, before } = await populated();
    const reason = new Error('enough');
    await expect(bank.setEncryption('none', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await navigator.locks.request(`facebank:${name}`, async () => {
      const controller = new AbortController();
      const changing = bank.setEncryption('none', { signal: controller.signal });
      setTimeout(() => controller.abort(reason), 50);
      await expect(changing).rejects.toBe(reason);
    });
    expect(await everything(name)).toEqual(before);
  });

  test('by what is told of its progress is over too', async () => {
    const { name, bank, before } = await populated();
    const onProgress = () => {
      throw new Error('the progress bar is broken');
    };
    await expect(bank.setEncryption('none', { onProgress })).rejects.toThrow('the progress bar is broken');
    expect(await everything(name)).toEqual(before);
  });

  test('by an option that is none never begins', async () => {
    const { name, bank, before } = await populated();
    await expect(bank.setEncryption({ passphrase: 'short' })).rejects.toThrow(withCode('bad-options'));
    await expect(bank.setEncryption('password' as 'device')).rejects.toThrow(withCode('bad-options'));
    expect(await everything(name)).toEqual(before);
  });
});

describe('a disk that is full', () => {
  /** Lets the nth call of a method of every store fail. How often was it called? */
  function failAt(method: 'put' | 'add', nth: number): () => number {
    const original = IDBObjectStore.prototype[method];
    let calls = 0;
    const stub = vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
      this: IDBObjectStore,
      ...args
    ) {
      calls += 1;
      if (calls === nth) throw new DOMException('Full', 'QuotaExceededError');
      return original.apply(this, args);
    });
    onTestFinished(() => stub.mockRestore());
    return () => {
      stub.mockRestore();
      return calls;
    };
  }

  /** 2 people, 4 templates, 4 pictures, 1 failure and all events, the one of this change too. */
  const recordsOf = (events: number) => 2 + 4 + 4 + 1 + events + 1;

  test('while everything is prepared leaves it as it was', async () => {
    const { name, bank, told, before } = await populated();
    for (const nth of [1, recordsOf(before['events']!.length)]) {
      const stop = failAt('add', nth);
      await expect(bank.setEncryption('none')).rejects.toThrow(withCode('quota'));
      expect(stop()).toBeGreaterThanOrEqual(nth);
      expect(await everything(name)).toEqual(before);
    }
    expect(await toldBy(bank)).toEqual(told);
  });

  test('while it is moved leaves it as it was', async () => {
    const { name, bank, told, before } = await populated();
    const records = recordsOf(before['events']!.length);
    // The first and the last record, the state and the keys.
    for (const nth of [1, records, records + 1, records + 2]) {
      const stop = failAt('put', nth);
      await expect(bank.setEncryption('none')).rejects.toThrow(withCode('quota'));
      expect(stop()).toBeGreaterThanOrEqual(nth);
      expect(await everything(name)).toEqual(before);
    }
    expect(await toldBy(bank)).toEqual(told);
    const stop = failAt('put', records + 3);
    await bank.setEncryption('none');
    expect(stop()).toBe(records + 2);
    expect(await toldBy(bank)).toEqual(told);
  });

  test('keeps a gallery in clear from being opened as one that is encrypted, and loses nothing', async () => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption: 'none' });
    await populate(bank);
    const told = await toldBy(bank);
    await bank.close();
    const before = await everything(name);
    const stop = failAt('add', 1);
    await expect(Facebank.open({ name })).rejects.toThrow(withCode('quota'));
    stop();
    expect(await everything(name)).toEqual(before);
    expect(await toldBy(await openGallery({ name }))).toEqual(told);
  });
});

test.each(['none', 'device'] as const)('encryption that fails leaves nobody behind: to %s', async (encryption) => {
  const { name, bank, told, before } = await populated();
  const broken = new DOMException('Broken', 'OperationError');
  const stub = vi.spyOn(crypto.subtle, 'sign').mockRejectedValue(broken);
  onTestFinished(() => stub.mockRestore());
  await expect(bank.setEncryption(encryption)).rejects.toBe(broken);
  stub.mockRestore();
  expect(await everything(name)).toEqual(before);
  expect(await toldBy(bank)).toEqual(told);
});

describe('what a change that was cut off has left', () => {
  test.each(['abort', 'close'] as const)('by %s is gone at once, or when the gallery is opened again', async (how) => {
    const name = galleryName();
    const bank = await openGallery({ name });
    // More than wait in memory.
    const labels = await crowd(name, 600);
    const before = await rawContents(name);
    const controller = new AbortController();
    let staged = 0;
    const { add } = IDBObjectStore.prototype;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args) {
      staged += 1;
      return add.apply(this, args);
    });
    onTestFinished(() => spy.mockRestore());
    const onProgress = () => {
      if (staged === 0) return;
      if (how === 'abort') controller.abort();
      else bank.close();
    };
    const changing = bank.setEncryption('none', { onProgress, signal: controller.signal });
    await expect(changing).rejects.toMatchObject(how === 'abort' ? { name: 'AbortError' } : { code: 'closed' });
    expect(staged).toBeGreaterThanOrEqual(500);
    if (how === 'close') {
      expect((await rawContents(name)).staged).toHaveLength(staged);
      await openGallery({ name });
    }
    const { staged: left, people } = await rawContents(name);
    expect(left).toEqual([]);
    expect(people.map(({ revision }) => revision)).toEqual(before.people.map(({ revision }) => revision));
    expect((await (await openGallery({ name })).list()).map(({ label }) => label)).toEqual(labels);
  });

  test.each(targets)('is gone, and never counted, when a gallery of %j is opened', async (encryption) => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption });
    await populate(bank);
    const told = await toldBy(bank);
    await bank.close();
    const before = await everything(name);
    await putRecord(name, 'staged', leftover);
    expect(await toldBy(await openGallery({ name, encryption }))).toEqual(told);
    expect(await everything(name)).toEqual(before);
  });

  test('is not touched while somebody may still be at it', async () => {
    const { name, bank } = await populated();
    await putRecord(name, 'staged', leftover);
    const stagedNow = async () => (await everything(name))['staged']!.map(([, record]) => record);
    await navigator.locks.request(`facebank:${name}`, async () => {
      expect(await (await openGallery({ name })).list()).toHaveLength(2);
      expect(await stagedNow()).toEqual([leftover]);
    });
    await bank.setEncryption('device');
    expect(await stagedNow()).toEqual([]);
    expect(await bank.list()).toHaveLength(2);
  });
});
