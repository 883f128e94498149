import { deleteDB, openDB } from 'idb';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { Facebank, type FaceTemplate } from '../src/index.ts';
import { schemaVersion } from '../src/schema.ts';
import { galleryName, openGallery, rawContents } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

describe('an AbortSignal', () => {
  test('that has fired stops open and enroll with its reason', async () => {
    const name = galleryName();
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(Facebank.open({ name, signal })).rejects.toBe(reason);
    expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name);
    const bank = await openGallery({ name });
    await expect(bank.enroll('Ada', [syntheticPerson(1).shot()], { signal })).rejects.toBe(reason);
    expect(await bank.list()).toEqual([]);
  });

  test('that fires between reading and writing leaves the gallery as it was', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    const ada = syntheticPerson(1);
    await bank.enroll('Ada', ada.shots(1));
    const before = await rawContents(name);

    const controller = new AbortController();
    const { get } = IDBObjectStore.prototype;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, ...args) {
      controller.abort();
      return get.apply(this, args);
    });
    onTestFinished(() => spy.mockRestore());
    const enrolling = bank.enroll('Ada', ada.shots(1), { signal: controller.signal });
    await expect(enrolling).rejects.toMatchObject({ name: 'AbortError' });
    expect(spy).toHaveBeenCalled();
    expect(await rawContents(name)).toEqual(before);
  });
});

describe('a gallery that was closed', () => {
  test('says so, to every call', async () => {
    const bank = await openGallery();
    const shot = syntheticPerson(1).shot();
    await bank.enroll('Ada', [shot]);
    bank.close();
    bank.close();
    await expectClosed(bank, shot);
  });

  test('while it enrols has everything or nothing', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    const enrolling = bank.enroll('Ada', syntheticPerson(1).shots(3));
    bank.close();
    await expect(enrolling).rejects.toThrow(withCode('closed'));
    expect(await rawContents(name)).toMatchObject({ people: [], templates: [] });
  });

  test('by another tab that deletes the database', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    const shot = syntheticPerson(1).shot();
    await bank.enroll('Ada', [shot]);
    const blocked = vi.fn();
    await deleteDB(name, { blocked });
    expect(blocked).not.toHaveBeenCalled();
    await expectClosed(bank, shot, /Another tab/);
    expect(await (await openGallery({ name })).list()).toEqual([]);
  });

  test('by another tab that upgrades the database', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    const shot = syntheticPerson(1).shot();
    const blocked = vi.fn();
    const upgraded = await openDB(name, schemaVersion + 1, { blocked });
    upgraded.close();
    expect(blocked).not.toHaveBeenCalled();
    await expectClosed(bank, shot, /Another tab/);
    const reopening = Facebank.open({ name });
    await expect(reopening).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('newer version'),
    });
  });

  test('by the browser, when site data is cleared', async () => {
    const bank = await openGallery();
    const shot = syntheticPerson(1).shot();
    await bank.enroll('Ada', [shot]);
    await cdp().send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb' });
    await vi.waitFor(() => expectClosed(bank, shot, /browser closed/));
  });
});

describe('a gallery that another connection holds', () => {
  /** A connection that makes way for nobody, and a deletion that waits for it: whoever opens the database waits too. */
  async function hold(name: string) {
    const holder = await openDB(name);
    const deletion = deleteDB(name);
    return {
      async letGo() {
        holder.close();
        await deletion;
      },
    };
  }

  test('is not waited for for ever, and the late connection stands in nobody’s way', async () => {
    const name = galleryName();
    const { letGo } = await hold(name);
    const start = performance.now();
    await expect(Facebank.open({ name })).rejects.toThrow(withCode('blocked'));
    expect(performance.now() - start).toBeGreaterThan(4_000);
    await letGo();
    const blocked = vi.fn();
    await deleteDB(name, { blocked });
    expect(blocked).not.toHaveBeenCalled();
  });

  test('is opened as soon as it is free', async () => {
    const name = galleryName();
    const { letGo } = await hold(name);
    const opening = openGallery({ name });
    await letGo();
    expect(await (await opening).list()).toEqual([]);
  });

  test('is not waited for once the signal fires', async () => {
    const name = galleryName();
    const { letGo } = await hold(name);
    const controller = new AbortController();
    const opening = Facebank.open({ name, signal: controller.signal });
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 50);
    await expect(opening).rejects.toBe(reason);
    await letGo();
    const blocked = vi.fn();
    await deleteDB(name, { blocked });
    expect(blocked).not.toHaveBeenCalled();
  });
});

async function expectClosed(bank: Facebank, shot: FaceTemplate, why = /./) {
  const closed = expect.objectContaining({
    name: 'FacebankError',
    code: 'closed',
    message: expect.stringMatching(why),
  });
  await expect(bank.enroll('Ada', [shot])).rejects.toThrow(closed);
  await expect(bank.verify('Ada', shot)).rejects.toThrow(closed);
  await expect(bank.identify(shot)).rejects.toThrow(closed);
  await expect(bank.list()).rejects.toThrow(closed);
  await expect(bank.get('Ada')).rejects.toThrow(closed);
  await expect(bank.remove('Ada')).rejects.toThrow(closed);
}
