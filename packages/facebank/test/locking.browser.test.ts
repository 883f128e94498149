import { deleteDB } from 'idb';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Facebank } from '../src/index.ts';
import { galleryName, openGallery, rawContents } from './galleries.ts';
import { ada, populate } from './populated.ts';
import { syntheticPerson } from './synthetic.ts';
import { everything } from './tampering.ts';

const passphrase = 'correct horse battery staple';
const another = 'tr0ub4dor&3';
const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

/** An open gallery with a passphrase, and Ada in it. */
async function galleryWithAda() {
  const name = galleryName();
  const bank = await openGallery({ name, encryption: { passphrase } });
  const person = syntheticPerson(1);
  await bank.enroll('Ada', person.shots(2));
  return { name, bank, person };
}

describe('a locked gallery', () => {
  /** What can be done without its keys. */
  const withoutKeys = ['encryption', 'isLocked', 'unlock', 'lock', 'changePassphrase', 'close'];
  const shot = syntheticPerson(1).shot();
  const calls: Record<string, unknown[]> = {
    enroll: ['Ada', [shot]],
    verify: ['Ada', shot],
    identify: [shot],
    get: ['Ada'],
    templates: ['Ada'],
    pictures: ['Ada'],
    update: ['Ada', { notes: '' }],
    rename: ['Ada', 'Eve'],
    remove: ['Ada'],
    note: [{ reason: 'let-in' }],
    setEncryption: ['none'],
  };
  const methods = Object.getOwnPropertyNames(Facebank.prototype).filter(
    (name) => name !== 'constructor' && !withoutKeys.includes(name),
  );

  test('does nothing else', async () => {
    const { name, bank } = await galleryWithAda();
    await bank.lock();
    expect(bank).toMatchObject({ encryption: 'passphrase', isLocked: true });
    const contents = await everything(name);
    expect(methods).toEqual(expect.arrayContaining(Object.keys(calls)));
    for (const method of methods) {
      const call = Reflect.get(bank, method) as (...args: unknown[]) => Promise<unknown>;
      await expect(call.apply(bank, calls[method] ?? []), method).rejects.toThrow(withCode('locked'));
    }
    expect(await everything(name)).toEqual(contents);
  });

  test('is unlocked by its passphrase, and is as it was', async () => {
    const { name, bank, person } = await galleryWithAda();
    await bank.lock();
    await bank.unlock(passphrase);
    expect(bank.isLocked).toBe(false);
    expect(await bank.list()).toMatchObject([{ label: 'Ada', templates: 2 }]);
    expect(await bank.verify('Ada', person.shot())).toMatchObject({ match: true });
    expect((await bank.identify(person.shot())).match?.label).toBe('Ada');
    expect(await bank.enroll('Ada', person.shots(1))).toMatchObject({ added: 1 });
    expect((await rawContents(name)).templates).toHaveLength(3);
  });

  test('stays locked when the passphrase is wrong', async () => {
    const { bank } = await galleryWithAda();
    await bank.lock();
    for (const wrong of [another, '', undefined]) {
      await expect(bank.unlock(wrong as string)).rejects.toThrow(withCode('wrong-passphrase'));
      expect(bank.isLocked).toBe(true);
    }
    await expect(bank.list()).rejects.toThrow(withCode('locked'));
    await bank.unlock(passphrase);
    expect(await bank.list()).toHaveLength(1);
  });

  test('is unlocked for itself alone', async () => {
    const { name, bank } = await galleryWithAda();
    const other = await openGallery({ name });
    expect(other.isLocked).toBe(true);
    await bank.lock();
    await other.unlock(passphrase);
    expect(await other.list()).toHaveLength(1);
    expect(bank.isLocked).toBe(true);
    await expect(bank.list()).rejects.toThrow(withCode('locked'));
  });

  test('may be unlocked twice at once, and again', async () => {
    const { bank } = await galleryWithAda();
    await bank.lock();
    await Promise.all([bank.unlock(passphrase), bank.unlock(passphrase)]);
    await bank.unlock('not looked at');
    expect(await bank.list()).toHaveLength(1);
  });

  test('stays locked when it was locked again before it was open', async () => {
    const { bank } = await galleryWithAda();
    await bank.lock();
    const unlocking = bank.unlock(passphrase);
    await bank.lock();
    await unlocking;
    expect(bank.isLocked).toBe(true);
  });

  test('says when it was closed, or deleted in another tab', async () => {
    const { name, bank } = await galleryWithAda();
    const other = await openGallery({ name });
    await bank.close();
    await expect(bank.unlock(passphrase)).rejects.toThrow(withCode('closed'));
    await deleteDB(name);
    await expect(other.unlock(passphrase)).rejects.toMatchObject({
      code: 'closed',
      message: expect.stringMatching(/Another tab/),
    });
    await expect(other.list()).rejects.toThrow(withCode('closed'));
  });

  test('whose passphrase was taken away in another tab must be opened again', async () => {
    const { name, bank } = await galleryWithAda();
    const other = await openGallery({ name });
    await bank.setEncryption('device');
    await expect(other.unlock(passphrase)).rejects.toMatchObject({
      code: 'closed',
      details: { reason: 'other-keys' },
    });
    expect(await (await openGallery({ name })).list()).toHaveLength(1);
  });
});

describe('lock', () => {
  test('waits until what happened is written', async () => {
    const { name, bank, person } = await galleryWithAda();
    const before = (await rawContents(name)).events.length;
    await bank.verify('Ada', person.shot());
    await bank.lock();
    expect((await rawContents(name)).events).toHaveLength(before + 1);
  });

  test('is at once, whoever waits for it', async () => {
    const { bank } = await galleryWithAda();
    bank.lock();
    expect(bank.isLocked).toBe(true);
    await expect(bank.list()).rejects.toThrow(withCode('locked'));
  });

  test.each(['device', 'none'] as const)('is for galleries with a passphrase, not for %s', async (encryption) => {
    const bank = await openGallery({ encryption });
    await expect(bank.lock()).rejects.toThrow(withCode('bad-options'));
    expect(bank.isLocked).toBe(false);
    await bank.unlock('any');
    expect(await bank.list()).toEqual([]);
  });

  test('while everything is encrypted anew stays locked', async () => {
    const { bank } = await galleryWithAda();
    const changing = bank.setEncryption({ passphrase: another });
    await bank.lock();
    await changing;
    expect(bank.isLocked).toBe(true);
    await expect(bank.unlock(passphrase)).rejects.toThrow(withCode('wrong-passphrase'));
    await bank.unlock(another);
    expect(await bank.list()).toHaveLength(1);
  });
});

describe('another passphrase', () => {
  test('opens the gallery, the old one no longer does, and nothing is encrypted anew', async () => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption: { passphrase } });
    await populate(bank);
    await bank.lock();
    const before = await everything(name);
    await bank.changePassphrase(passphrase, another);
    const { keys, ...rest } = await everything(name);
    const { keys: oldKeys, ...oldRest } = before;
    expect(rest).toEqual(oldRest);
    expect(keys).not.toEqual(oldKeys);
    expect(bank.isLocked).toBe(true);

    await expect(bank.unlock(passphrase)).rejects.toThrow(withCode('wrong-passphrase'));
    await expect(Facebank.open({ name, encryption: { passphrase } })).rejects.toThrow(withCode('wrong-passphrase'));
    await bank.unlock(another);
    expect(await bank.verify(ada.label, ada.person.shot())).toMatchObject({ match: true });
    expect(await bank.pictures(ada.label)).toHaveLength(2);
  });

  test('is noted where the gallery is open, and closes nobody', async () => {
    const { name, bank, person } = await galleryWithAda();
    const other = await openGallery({ name, encryption: { passphrase } });
    await bank.changePassphrase(passphrase, another);
    expect(await bank.events({ kind: 'encryption-changed' })).toMatchObject([{ reason: 'new-passphrase' }]);
    expect(await other.verify('Ada', person.shot())).toMatchObject({ match: true });
    await other.enroll('Ada', person.shots(1));
    expect(await bank.get('Ada')).toMatchObject({ templates: 3 });
    await other.lock();
    await other.unlock(another);
    expect(await other.list()).toHaveLength(1);
  });

  test.each([
    ['the present one is wrong', another, 'a new passphrase', 'wrong-passphrase'],
    ['it is too short', passphrase, 'short', 'bad-options'],
  ])('is refused when %s', async (_why, current, next, code) => {
    const { name, bank } = await galleryWithAda();
    const before = await everything(name);
    await expect(bank.changePassphrase(current, next)).rejects.toThrow(withCode(code));
    expect(await everything(name)).toEqual(before);
  });

  test.each(['device', 'none'] as const)('is refused where there is none: %s', async (encryption) => {
    const bank = await openGallery({ encryption });
    await expect(bank.changePassphrase(passphrase, another)).rejects.toThrow(withCode('bad-options'));
  });

  test('that two tabs set at once is that of one of them, and the other is told', async () => {
    const { name, bank } = await galleryWithAda();
    const banks = [bank, await openGallery({ name })];
    const chosen = ['the first of two', 'the second of two'];
    const results = await Promise.allSettled(banks.map((each, i) => each.changePassphrase(passphrase, chosen[i]!)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect(results[1 - winner]).toMatchObject({ reason: { code: 'storage' } });
    await expect(banks[1]!.unlock(chosen[1 - winner]!)).rejects.toThrow(withCode('wrong-passphrase'));
    await banks[1]!.unlock(chosen[winner]!);
    expect(await banks[1]!.list()).toHaveLength(1);
  });

  test('that cannot be stored leaves the old one', async () => {
    const { name, bank } = await galleryWithAda();
    const before = await everything(name);
    const stub = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('Full', 'QuotaExceededError');
    });
    onTestFinished(() => stub.mockRestore());
    await expect(bank.changePassphrase(passphrase, another)).rejects.toThrow(withCode('quota'));
    stub.mockRestore();
    expect(await everything(name)).toEqual(before);
  });
});
