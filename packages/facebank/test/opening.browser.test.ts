import { deleteDB } from 'idb';
import { describe, expect, test, vi } from 'vitest';
import { type Encryption, Facebank } from '../src/index.ts';
import { galleryName, openGallery, rawContents } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';
import { changeRecords, everything, putRecord } from './tampering.ts';

const passphrase = 'correct horse battery staple';
const modes = ['none', 'device', { passphrase }] as const;
const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

/** A closed gallery with one person in it. */
async function stored(encryption: Encryption) {
  const name = galleryName();
  const bank = await openGallery({ name, encryption });
  const ada = syntheticPerson(1);
  await bank.enroll('Ada', ada.shots(2));
  await bank.close();
  return { name, ada };
}

describe('a new gallery', () => {
  test.each([
    [undefined, 'device', 'aes-256-gcm'],
    ['device', 'device', 'aes-256-gcm'],
    [{ passphrase }, 'passphrase', 'aes-256-gcm'],
    ['none', 'none', 'plain'],
  ] as const)('opened with %j is %s', async (encryption, mode, format) => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption });
    expect(bank.encryption).toBe(mode);
    expect(bank.isLocked).toBe(false);
    await bank.enroll('Ada', syntheticPerson(1).shots(1));
    const { keys, people, templates, events } = await rawContents(name);
    expect(keys).toMatchObject([{ mode }]);
    const records = [...people, ...templates, ...events];
    expect(records.map(({ sealed }) => sealed.format)).toEqual([format, format, format]);
  });

  test.each(['password', null, 5, {}, { passphrase: 5 }])('is not opened with %j', async (encryption) => {
    const options = { name: galleryName(), encryption: encryption as Encryption };
    await expect(Facebank.open(options)).rejects.toThrow(withCode('bad-options'));
  });

  test('is not made with a passphrase that is too short', async () => {
    const name = galleryName();
    await expect(Facebank.open({ name, encryption: { passphrase: 'short' } })).rejects.toThrow(withCode('bad-options'));
    expect((await openGallery({ name, encryption: 'none' })).encryption).toBe('none');
  });
});

describe('a gallery', () => {
  test.each([
    ['none', 'none'],
    ['none', 'device'],
    ['none', { passphrase }],
    ['device', 'device'],
    [{ passphrase }, { passphrase }],
  ] as const)('stored with %j and opened with %j is as it is asked for', async (before, asked) => {
    const { name, ada } = await stored(before);
    const bank = await openGallery({ name, encryption: asked });
    expect(bank.encryption).toBe(typeof asked === 'string' ? asked : 'passphrase');
    expect(bank.isLocked).toBe(false);
    expect(await bank.list()).toMatchObject([{ label: 'Ada', templates: 2 }]);
    expect(await bank.verify('Ada', ada.shot())).toMatchObject({ match: true });
    const format = asked === 'none' ? 'plain' : 'aes-256-gcm';
    const { people, templates, staged } = await rawContents(name);
    expect([...people, ...templates].map(({ sealed }) => sealed.format)).toEqual([format, format, format]);
    expect(staged).toEqual([]);
  });

  test.each([
    ['device', 'none', 'none'],
    ['device', { passphrase }, 'passphrase'],
    [{ passphrase }, 'none', 'none'],
  ] as const)('stored with %j is not opened with %j', async (before, encryption, asked) => {
    const { name } = await stored(before);
    const contents = await everything(name);
    const details = { stored: typeof before === 'string' ? before : 'passphrase', asked };
    await expect(Facebank.open({ name, encryption })).rejects.toMatchObject({ code: 'bad-options', details });
    expect(await everything(name)).toEqual(contents);
    await expectNobodyHolds(name);
  });

  test('with a passphrase is locked without one', async () => {
    const { name } = await stored({ passphrase });
    for (const encryption of [undefined, 'device'] as const) {
      const bank = await openGallery({ name, encryption });
      expect(bank).toMatchObject({ encryption: 'passphrase', isLocked: true });
    }
  });

  test('with a passphrase says so when it is another', async () => {
    const { name } = await stored({ passphrase });
    const contents = await everything(name);
    const opening = Facebank.open({ name, encryption: { passphrase: 'something else' } });
    await expect(opening).rejects.toThrow(withCode('wrong-passphrase'));
    expect(await everything(name)).toEqual(contents);
    await expectNobodyHolds(name);
  });
});

describe('two tabs', () => {
  test('that open a gallery in clear at once, to have it encrypted, both get it', async () => {
    const { name, ada } = await stored('none');
    const banks = await Promise.all([openGallery({ name }), openGallery({ name })]);
    for (const bank of banks) {
      expect(await bank.list()).toMatchObject([{ label: 'Ada' }]);
      expect((await bank.identify(ada.shot())).match?.label).toBe('Ada');
    }
    expect(await banks[0]!.events({ kind: 'encryption-changed' })).toHaveLength(1);
  });

  test('that want another passphrase each do not both get it', async () => {
    const { name } = await stored('none');
    const passphrases = ['the first of two', 'the second of two'];
    const results = await Promise.allSettled(
      passphrases.map((chosen) => openGallery({ name, encryption: { passphrase: chosen } })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'wrong-passphrase' });
  });

  test('of which one wants it encrypted close the other one', async () => {
    const { name } = await stored('none');
    const clear = await openGallery({ name, encryption: 'none' });
    await openGallery({ name });
    await expect(clear.list()).rejects.toMatchObject({ code: 'closed', details: { reason: 'other-keys' } });
    const reopening = Facebank.open({ name, encryption: 'none' });
    await expect(reopening).rejects.toThrow(withCode('bad-options'));
  });
});

describe('keys that are damaged', () => {
  test.each<[string, (name: string) => Promise<void>]>([
    ['that are missing', (name) => changeRecords(name, 'keys', () => undefined)],
    ['of no known mode', (name) => changeRecords(name, 'keys', (keys) => ({ ...keys, mode: 'rot13' }))],
    ['without one for labels', (name) => changeRecords(name, 'keys', (keys) => ({ ...keys, label: undefined }))],
    ['of another id', (name) => changeRecords(name, 'keys', (keys) => ({ ...keys, id: 'another' }))],
    ['that are no record', (name) => putRecord(name, 'keys', 'none', 'current')],
    ['whose state is missing', (name) => changeRecords(name, 'state', () => undefined)],
    ['whose state has no count', (name) => changeRecords(name, 'state', ({ keys }) => ({ keys }))],
  ])('%s are an error, and nothing is written over', async (_what, damage) => {
    for (const encryption of ['none', 'device'] as const) {
      const { name } = await stored(encryption);
      await damage(name);
      const contents = await everything(name);
      for (const asked of modes) {
        await expect(Facebank.open({ name, encryption: asked })).rejects.toMatchObject({
          code: 'corrupt-record',
          message: expect.stringContaining('delete its database'),
          details: { store: 'keys' },
        });
      }
      expect(await everything(name)).toEqual(contents);
      await expectNobodyHolds(name);
    }
  });

  test('of a device, without the one for records', async () => {
    const { name } = await stored('device');
    await changeRecords(name, 'keys', (keys) => ({ ...keys, data: undefined }));
    await expect(Facebank.open({ name })).rejects.toThrow(withCode('corrupt-record'));
  });

  test('of a passphrase, without what they are wrapped in', async () => {
    const { name } = await stored({ passphrase });
    const locked = await openGallery({ name });
    await changeRecords(name, 'keys', ({ id, mode }) => ({ id, mode }));
    for (const encryption of ['device', { passphrase }] as const) {
      await expect(Facebank.open({ name, encryption })).rejects.toThrow(withCode('corrupt-record'));
    }
    await expect(locked.unlock(passphrase)).rejects.toThrow(withCode('corrupt-record'));
    await expect(locked.changePassphrase(passphrase, 'another one')).rejects.toThrow(withCode('corrupt-record'));
  });
});

/** Whoever failed to open it must not stand in the way of those who delete it. */
async function expectNobodyHolds(name: string) {
  const blocked = vi.fn();
  await deleteDB(name, { blocked });
  expect(blocked).not.toHaveBeenCalled();
}
