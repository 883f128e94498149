import { deleteDB } from 'idb';
import { expect, test, vi } from 'vitest';
import { galleryName, openGallery } from './galleries.ts';
import { crowd } from './populated.ts';
import { syntheticPerson } from './synthetic.ts';

/** So many that they are searched in a worker, which has a connection and keys of its own. */
const count = 1_001;
const last = { label: 'person 1000', person: syntheticPerson(count) };
const passphrase = 'correct horse battery staple';

async function crowded() {
  const name = galleryName();
  const bank = await openGallery({ name });
  await crowd(name, count);
  expect((await bank.identify(last.person.shot())).match?.label).toBe(last.label);
  return { name, bank };
}

test('a crowded gallery makes way when its database is deleted', async () => {
  const { name, bank } = await crowded();
  const blocked = vi.fn();
  await deleteDB(name, { blocked });
  expect(blocked).not.toHaveBeenCalled();
  await expect(bank.identify(last.person.shot())).rejects.toMatchObject({ name: 'FacebankError', code: 'closed' });
});

test('a crowded gallery goes on with other keys, and is closed elsewhere', async () => {
  const { name, bank } = await crowded();
  const other = await openGallery({ name });
  await other.load();
  await bank.setEncryption('device');
  expect((await bank.identify(last.person.shot())).match?.label).toBe(last.label);
  await expect(other.identify(last.person.shot())).rejects.toMatchObject({
    name: 'FacebankError',
    code: 'closed',
    details: { reason: 'other-keys' },
  });
});

test('a crowded gallery is locked and unlocked', async () => {
  const { bank } = await crowded();
  await bank.setEncryption({ passphrase });
  await bank.load();
  await bank.lock();
  await expect(bank.identify(last.person.shot())).rejects.toMatchObject({ code: 'locked' });
  await bank.unlock(passphrase);
  expect(await bank.stats()).toMatchObject({ people: count, search: { people: 0 } });
  expect((await bank.identify(last.person.shot())).match?.label).toBe(last.label);
});
