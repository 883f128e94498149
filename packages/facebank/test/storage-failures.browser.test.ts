import { openDB } from 'idb';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { Connection } from '../src/connection.ts';
import { Facebank } from '../src/index.ts';
import { diskFullAtPut, galleryName, openGallery, rawContents } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

describe('a full disk', () => {
  test.each([1, 2, 3, 4, 5, 6])('at put %i of an enrolment leaves nothing half-written', async (nth) => {
    const name = galleryName();
    const bank = await openGallery({ name });
    const ada = syntheticPerson(1);
    await bank.enroll('Ada', ada.shots(5));
    const before = await rawContents(name);

    const disk = diskFullAtPut(nth);
    // Three shots, the event, the state and the person: six puts.
    const shots = ada.shots(3);
    await expect(bank.enroll('Ada', shots)).rejects.toThrow(withCode('quota'));
    expect(disk.puts).toBe(nth);
    disk.empty();

    expect(await rawContents(name)).toEqual(before);
    expect(await bank.enroll('Ada', shots)).toMatchObject({ added: 3, skipped: [] });
  });

  test('other failures of the database keep their cause', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    const cause = new DOMException('Broken', 'UnknownError');
    const stub = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw cause;
    });
    onTestFinished(() => stub.mockRestore());
    const enrolling = bank.enroll('Ada', syntheticPerson(1).shots(1));
    await expect(enrolling).rejects.toMatchObject({ name: 'FacebankError', code: 'storage', cause });
    stub.mockRestore();
    expect(await bank.list()).toEqual([]);
  });

  test('in earnest', async () => {
    const name = galleryName();
    const { origin } = location;
    // Chromium asks for the quota once in a while only: forget what other tests made it learn.
    await cdp().send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
    // Other tests of this origin may have stored models.
    const { usage = 0 } = await navigator.storage.estimate();
    await cdp().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 200_000 });
    onTestFinished(async () => void (await cdp().send('Storage.overrideQuotaForOrigin', { origin })));
    const bank = await openGallery({ name, maxTemplatesPerPerson: 200 });
    const ada = syntheticPerson(1);
    await bank.enroll('Ada', [ada.shot()]);
    const before = await rawContents(name);
    await expect(bank.enroll('Ada', ada.shots(150))).rejects.toThrow(withCode('quota'));
    expect(await rawContents(name)).toEqual(before);
  });
});

test('a transaction that fails as a whole tells why, not only that it was aborted', async () => {
  const name = galleryName();
  const connection = await Connection.open(name);
  onTestFinished(() => connection.close());
  const record = { person: 'id', count: 1, last: 0 };
  const work = connection.transaction(['failures'], 'readwrite', async (tx) => {
    const failures = tx.objectStore('failures');
    await failures.add(record);
    // Nobody waits for this one, which ends the transaction; the next request knows of an AbortError.
    failures.add(record).catch(() => {});
    return failures.get(record.person);
  });
  await expect(work).rejects.toMatchObject({ code: 'storage', cause: { name: 'ConstraintError' } });
  expect((await rawContents(name)).failures).toEqual([]);
});

test('a database of somebody else under the name is an error', async () => {
  const name = galleryName();
  const foreign = await openDB(name, 1, { upgrade: (db) => void db.createObjectStore('recipes') });
  foreign.close();
  const opening = Facebank.open({ name });
  await expect(opening).rejects.toMatchObject({ code: 'storage', message: expect.stringContaining('not a gallery') });
  const untouched = await openDB(name);
  expect([...untouched.objectStoreNames]).toEqual(['recipes']);
  untouched.close();
});
