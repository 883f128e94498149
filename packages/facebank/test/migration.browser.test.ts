import { openDB } from 'idb';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Facebank } from '../src/index.ts';
import { schemaVersion } from '../src/schema.ts';
import { diskFullAtPut, galleryName, openGallery, rawContents } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';
import { everything } from './tampering.ts';
import { makeVersion1LabelKey, openVersion1, type Version1Person, writeVersion1 } from './version-1.ts';

const passphrase = 'correct horse battery staple';
const modes = ['none', 'device', { passphrase }] as const;

const ada = syntheticPerson(1);
const eve = syntheticPerson(2);
const adaOf1: Version1Person = { label: 'Zoë Ada', templates: ada.shots(5), createdAt: 1_000, updatedAt: 2_000 };
const eveOf1: Version1Person = { label: 'Eve', templates: eve.shots(2), createdAt: 3_000, updatedAt: 3_000 };

async function version1(people: readonly Version1Person[] = [adaOf1, eveOf1]): Promise<string> {
  const name = galleryName();
  await writeVersion1(name, people);
  return name;
}

test('every version has its test here', () => {
  expect(schemaVersion).toBe(2);
});

describe('a gallery of version 1', () => {
  test.each(modes)('opened with %j has everybody, and works', async (encryption) => {
    const name = await version1();
    const bank = await openGallery({ name, encryption });
    const added = { displayName: 'Zoë Ada', notes: '', consentAt: null, modelId: 'arcface-mobilefacenet@1' };
    expect(await bank.list()).toEqual([
      { ...added, label: 'Eve', displayName: 'Eve', templates: 2, createdAt: 3_000, updatedAt: 3_000 },
      { ...added, label: 'Zoë Ada', templates: 5, createdAt: 1_000, updatedAt: 2_000 },
    ]);
    expect(await bank.templates('Zoë Ada')).toEqual(
      adaOf1.templates.map((template) => ({ ...template, source: null, addedAt: template.capturedAt })),
    );
    expect(await bank.verify('Zoë Ada', ada.shot())).toMatchObject({ match: true });
    expect(await bank.verify('Zoë Ada', eve.shot())).toMatchObject({ match: false });
    expect((await bank.identify(eve.shot())).match?.label).toBe('Eve');

    // A shot that is known already, and one more than five.
    const enrolment = await bank.enroll('Zoë Ada', [adaOf1.templates[0]!, ada.shot()]);
    expect(enrolment).toMatchObject({ added: 1, skipped: [{ index: 0, reason: 'duplicate' }] });
    expect(await bank.get('Zoë Ada')).toMatchObject({ templates: 5, createdAt: 1_000 });
    expect(await bank.rename('Eve', 'Eva')).toMatchObject({ label: 'Eva', displayName: 'Eva' });
    expect(await bank.remove('Zoë Ada')).toBe(true);
    expect(await bank.stats()).toMatchObject({ people: 1, templates: 2 });
  });

  test.each(modes)('opened with %j is there when it is opened again', async (encryption) => {
    const name = await version1();
    await (await openGallery({ name, encryption })).close();
    const bank = await openGallery({ name, encryption });
    expect(await bank.list()).toHaveLength(2);
    expect(await bank.verify('Eve', eve.shot())).toMatchObject({ match: true });
  });

  test('is in clear no more once it was encrypted, and its stores are gone', async () => {
    const name = await version1();
    await openGallery({ name });
    const contents = await everything(name);
    expect(Object.keys(contents)).not.toContain('meta');
    const { people, templates, keys } = await rawContents(name);
    expect(keys).toMatchObject([{ mode: 'device' }]);
    expect([...people, ...templates].map(({ sealed }) => sealed.format)).toEqual(new Array(9).fill('aes-256-gcm'));
    expect(JSON.stringify(contents)).not.toMatch(/Eve|Zoë/);
  });

  test('keeps the key of its labels where it stays in clear', async () => {
    const name = await version1();
    const before = await everything(name);
    await openGallery({ name, encryption: 'none' });
    const { people } = await rawContents(name);
    expect(people.map(({ key }) => key)).toEqual(before['people']!.map(([key]) => key));
  });

  test('opened by two tabs at once is there for both', async () => {
    const name = await version1();
    const banks = await Promise.all([openGallery({ name }), openGallery({ name })]);
    for (const bank of banks) {
      expect(await bank.list()).toHaveLength(2);
      expect((await bank.identify(ada.shot())).match?.label).toBe('Zoë Ada');
    }
  });
});

describe('a gallery of version 1 without anybody', () => {
  test('works, whether or not it got as far as its key', async () => {
    for (const hasKey of [true, false]) {
      const name = galleryName();
      const db = await openVersion1(name);
      if (hasKey) await makeVersion1LabelKey(db);
      db.close();
      for (const encryption of ['device', undefined] as const) {
        const bank = await openGallery({ name, encryption });
        expect(await bank.list()).toEqual([]);
        await bank.enroll('Ada', ada.shots(1));
        await bank.clear();
      }
    }
  });
});

describe('another tab that holds version 1', () => {
  test('makes way, and what it was writing counts', async () => {
    const name = await version1([eveOf1]);
    const tab = await openVersion1(name);
    const [record] = await tab.getAll('people');
    record.sealed.data.person.updatedAt = 9_999;
    const writing = tab.put('people', record);
    const bank = await openGallery({ name });
    await writing;
    expect(await bank.list()).toMatchObject([{ label: 'Eve', updatedAt: 9_999 }]);
    await expect(tab.count('people')).rejects.toThrow();
    await expect(openVersion1(name)).rejects.toMatchObject({ name: 'VersionError' });
  });

  test('and does not make way is waited for, and nothing is lost', async () => {
    const name = await version1();
    const tab = await openDB(name, 1);
    const controller = new AbortController();
    const opening = Facebank.open({ name, signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    expect(await tab.count('people')).toBe(2);
    tab.close();
    expect(await (await openGallery({ name })).list()).toHaveLength(2);
  });
});

describe('a gallery of version 1 that is damaged', () => {
  type Record1 = { key?: string; person?: string; sealed?: { data: { person: { label: string } } } };

  /** One record of Zoë Ada's is not what it was. */
  async function damaged(store: 'people' | 'templates', change: (record: Record1) => object): Promise<string> {
    const name = await version1();
    const db = await openVersion1(name);
    const people: Record1[] = await db.getAll('people');
    const { key } = people.find(({ sealed }) => sealed!.data.person.label === 'Zoë Ada')!;
    const records: Record1[] = await db.getAll(store);
    await db.put(store, change(records.find((record) => key === (record.person ?? record.key))!));
    db.close();
    return name;
  }

  describe.each<[string, (record: Record1) => object]>([
    ['without what it says', (record) => ({ ...record, sealed: undefined })],
    ['that says nothing', (record) => ({ ...record, sealed: { format: 'plain' } })],
    ['that says nonsense', (record) => ({ ...record, sealed: { format: 'plain', data: 'nonsense' } })],
    ['without a centroid', (record) => ({ ...record, sealed: { format: 'plain', data: { person: adaOf1 } } })],
    [
      'without a label',
      (record) => ({ ...record, sealed: { format: 'plain', data: { ...record.sealed!.data, person: {} } } }),
    ],
  ])('in a person %s', (_what, change) => {
    test('keeps the others, and reports the one where it stays in clear', async () => {
      const bank = await openGallery({ name: await damaged('people', change), encryption: 'none' });
      await expectEveAlone(bank);
      await expect(bank.verify('Zoë Ada', ada.shot())).rejects.toMatchObject({ code: 'corrupt-record' });
      expect(await bank.remove('Zoë Ada')).toBe(true);
      expect(await bank.stats()).toMatchObject({ people: 1, templates: 2 });
    });

    test.each(modes.slice(1))('keeps the others, and leaves the one behind when encrypted with %j', async (mode) => {
      const bank = await openGallery({ name: await damaged('people', change), encryption: mode });
      await expectEveAlone(bank);
      await expect(bank.verify('Zoë Ada', ada.shot())).rejects.toMatchObject({ code: 'unknown-person' });
      expect(await bank.stats()).toMatchObject({ people: 1, templates: 2 });
      // The person and five templates.
      expect(await bank.events({ kind: 'encryption-changed' })).toMatchObject([{ details: { leftBehind: 6 } }]);
    });
  });

  async function expectEveAlone(bank: Facebank) {
    expect(await bank.list()).toMatchObject([{ label: 'Eve', templates: 2 }]);
    expect(await bank.verify('Eve', eve.shot())).toMatchObject({ match: true });
    expect((await bank.identify(eve.shot())).match?.label).toBe('Eve');
    expect((await bank.identify(ada.shot())).match).toBeNull();
  }

  test.each(modes)('in a template keeps the person and their others: %j', async (encryption) => {
    const name = await damaged('templates', ({ sealed: _, ...record }) => record);
    const bank = await openGallery({ name, encryption });
    expect(await bank.list()).toMatchObject([{ label: 'Eve' }, { label: 'Zoë Ada', templates: 5 }]);
    expect(await bank.templates('Zoë Ada')).toHaveLength(4);
    expect(await bank.verify('Zoë Ada', ada.shot())).toMatchObject({ match: true });
    expect(await bank.enroll('Zoë Ada', ada.shots(1))).toMatchObject({ added: 1 });
    expect(await bank.get('Zoë Ada')).toMatchObject({ templates: 5 });
    expect((await rawContents(name)).templates).toHaveLength(7);
  });

  test('in the key of its labels is left as it is', async () => {
    const name = await version1();
    const db = await openVersion1(name);
    await db.delete('meta', 'label-key');
    db.close();
    const before = await everything(name);
    await expect(Facebank.open({ name })).rejects.toMatchObject({ code: 'corrupt-record', details: { store: 'meta' } });
    expect(await everything(name)).toEqual(before);
  });
});

describe('an upgrade that fails', () => {
  test.each([1, 3, 9])('at put %i leaves version 1 as it was, and succeeds the next time', async (nth) => {
    const name = await version1();
    const before = await everything(name);
    const disk = diskFullAtPut(nth);
    await expect(Facebank.open({ name })).rejects.toMatchObject({ code: 'quota' });
    disk.empty();
    expect(await everything(name)).toEqual(before);
    expect(await (await openGallery({ name })).list()).toHaveLength(2);
  });

  test('in what follows it, the encryption, loses nothing', async () => {
    const name = await version1();
    const stub = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('Full', 'QuotaExceededError');
    });
    onTestFinished(() => stub.mockRestore());
    await expect(Facebank.open({ name })).rejects.toMatchObject({ code: 'quota' });
    stub.mockRestore();
    expect(await (await openGallery({ name })).list()).toHaveLength(2);
  });
});
