import { describe, expect, test, vi } from 'vitest';
import { Vault } from '../src/encryption/vault.ts';
import { type Encryption, Facebank } from '../src/index.ts';
import { galleryName, openGallery, rawContents, rawGallery } from './galleries.ts';
import { ada, crowd, eve, populate, toldBy } from './populated.ts';
import { syntheticPerson } from './synthetic.ts';

const first = { passphrase: 'correct horse battery staple' };
const second = { passphrase: 'tr0ub4dor&3' };
const closed = expect.objectContaining({ name: 'FacebankError', code: 'closed' });

async function populated(encryption: Encryption) {
  const name = galleryName();
  const bank = await openGallery({ name, encryption, maximumFailures: 2 });
  await populate(bank);
  return { name, bank };
}

describe('everything is encrypted anew', () => {
  test.each<[Encryption, Encryption]>([
    ['none', 'device'],
    ['none', first],
    ['none', 'none'],
    ['device', 'none'],
    ['device', first],
    ['device', 'device'],
    [first, 'none'],
    [first, 'device'],
    [first, second],
  ])('from %j to %j', async (from, to) => {
    const { name, bank } = await populated(from);
    const told = await toldBy(bank);
    const old = await rawContents(name);
    await bank.setEncryption(to);

    const mode = typeof to === 'string' ? to : 'passphrase';
    expect(bank).toMatchObject({ encryption: mode, isLocked: false });
    expect(await toldBy(bank)).toEqual(told);
    expect(await bank.events({ kind: 'encryption-changed' })).toMatchObject([
      { label: null, reason: mode, details: { leftBehind: 0 } },
    ]);

    const now = await rawContents(name);
    expect(now.staged).toEqual([]);
    expect(now.failures).toEqual(old.failures);
    expect(now.keys).toMatchObject([{ mode }]);
    expect(now.keys[0]!.id).not.toBe(old.keys[0]!.id);
    expect(now.people.map(({ key }) => key)).not.toEqual(old.people.map(({ key }) => key));
    for (const store of ['people', 'templates', 'pictures', 'events'] as const) {
      const formats = new Set(now[store].map(({ sealed }) => sealed.format));
      expect([...formats], store).toEqual([to === 'none' ? 'plain' : 'aes-256-gcm']);
    }
    await bank.close();
    expect(await toldBy(await openGallery({ name, encryption: to }))).toEqual(told);
  });

  test('and the keys of before read nothing any more', async () => {
    const { name, bank } = await populated('device');
    const { vault } = await rawGallery(name);
    await bank.setEncryption('device');
    const { templates } = await rawContents(name);
    for (const { id, person, at, sealed } of templates) {
      const unsealing = new Vault(vault.keys).unseal(sealed, ['templates', id, person, at]);
      await expect(unsealing).rejects.toMatchObject({ code: 'corrupt-record' });
    }
  });

  test('and a gallery with a passphrase can be locked, with no other one', async () => {
    const { bank } = await populated(first);
    await bank.setEncryption(second);
    await bank.lock();
    await expect(bank.unlock(first.passphrase)).rejects.toMatchObject({ code: 'wrong-passphrase' });
    await bank.unlock(second.passphrase);
    expect(await bank.list()).toHaveLength(2);
  });

  test('and the gallery goes on: probes, enrolments, tries that were counted', async () => {
    const { bank } = await populated('device');
    await bank.setEncryption('none');
    expect((await bank.identify(eve.person.shot())).match?.label).toBe(eve.label);
    expect(await bank.enroll(eve.label, eve.person.shots(1))).toMatchObject({ added: 1 });
    expect(await bank.rename(eve.label, 'Eve')).toMatchObject({ label: 'Eve', templates: 3 });
    // The second rejection in a row.
    expect(await bank.verify(ada.label, syntheticPerson(4).shot())).toMatchObject({ match: false });
    await expect(bank.verify(ada.label, ada.person.shot())).rejects.toMatchObject({ code: 'too-many-failures' });
    expect(await bank.remove(ada.label)).toBe(true);
  });

  test('of a gallery that is empty too', async () => {
    const bank = await openGallery();
    const onProgress = vi.fn();
    await bank.setEncryption('none', { onProgress });
    expect(bank.encryption).toBe('none');
    expect(await bank.list()).toEqual([]);
    expect(onProgress).not.toHaveBeenCalled();
  });

  test('and more people than are read, or moved, at once', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    const labels = await crowd(name, 1_001);
    const progress: number[] = [];
    await bank.setEncryption('none', {
      onProgress: ({ done, total }) => {
        expect(total).toBe(3_003);
        progress.push(done);
      },
    });
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(3_003);
    expect((await bank.list()).map(({ label }) => label)).toEqual(labels);
    const { people, templates, events, staged } = await rawContents(name);
    expect([people.length, templates.length, events.length, staged.length]).toEqual([1_001, 1_001, 1_002, 0]);
    expect(new Set(people.map(({ sequence }) => sequence)).size).toBe(1_001);
  });
});

describe('other instances', () => {
  test('are told, and closed to every reader and writer', async () => {
    const { name, bank } = await populated('device');
    const onChange = vi.fn();
    const other = await openGallery({ name, onChange });
    await other.identify(ada.person.shot());
    await bank.setEncryption('none');
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled());
    const shot = ada.person.shot();
    for (const call of [
      () => other.list(),
      () => other.get(ada.label),
      () => other.events(),
      () => other.stats(),
      () => other.verify(ada.label, shot),
      () => other.identify(shot),
      () => other.enroll(ada.label, [shot]),
      () => other.remove(ada.label),
      () => other.clear(),
      () => other.setEncryption('device'),
    ]) {
      await expect(call()).rejects.toMatchObject({
        code: 'closed',
        message: expect.stringContaining('open it again'),
        details: { reason: 'other-keys' },
      });
    }
    expect(await bank.list()).toHaveLength(2);
    expect((await rawContents(name)).staged).toEqual([]);
  });

  test('that enrol meanwhile are in it, or were told that they are not', async () => {
    for (let round = 0; round < 5; round++) {
      const name = galleryName();
      const [bank, other] = [await openGallery({ name }), await openGallery({ name })];
      await bank.enroll('Ada', ada.person.shots(2));
      const [, enrolling] = await Promise.allSettled([
        bank.setEncryption('device'),
        other.enroll('Eve', eve.person.shots(2)),
        bank.enroll('Zoë', syntheticPerson(5).shots(1)),
      ]);
      const labels = (await bank.list()).map(({ label }) => label);
      expect(labels).toContain('Ada');
      expect(labels.includes('Eve')).toBe(enrolling!.status === 'fulfilled');
      if (enrolling!.status === 'rejected') expect(enrolling!.reason).toEqual(closed);
    }
  });

  test('that change the encryption at once do not both', async () => {
    const { name, bank } = await populated('device');
    const other = await openGallery({ name });
    const results = await Promise.allSettled([bank.setEncryption('none'), other.setEncryption('device')]);
    expect(results).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: closed }]);
    expect(await bank.list()).toHaveLength(2);
  });
});

test('a gallery that an app wanted in clear is encrypted as soon as one wants it so', async () => {
  const { name, bank } = await populated('none');
  const told = await toldBy(bank);
  await bank.close();
  const encrypted = await Facebank.open({ name });
  expect(await toldBy(encrypted)).toEqual(told);
  expect(await encrypted.events({ kind: 'encryption-changed' })).toMatchObject([{ reason: 'device' }]);
  await encrypted.close();
});
