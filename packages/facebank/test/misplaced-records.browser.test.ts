import { describe, expect, test } from 'vitest';
import { createKeys } from '../src/encryption/keys.ts';
import { Vault } from '../src/encryption/vault.ts';
import { Gallery } from '../src/gallery.ts';
import type { Facebank } from '../src/index.ts';
import { personRecord, templateRecord } from '../src/people.ts';
import { galleryName, openGallery, rawContents, rawGallery } from './galleries.ts';
import { ada, eve, populate } from './populated.ts';
import { syntheticPerson } from './synthetic.ts';
import { changeRecords, putRecord } from './tampering.ts';

/*
 * Somebody who can write to the database, and has no key, takes what is there and puts it elsewhere, or puts something in
 * clear there, to be taken for somebody else.
 */

const corrupt = expect.objectContaining({ name: 'FacebankError', code: 'corrupt-record' });
const mallory = syntheticPerson(9);

async function populated() {
  const name = galleryName();
  const bank = await openGallery({ name });
  await populate(bank);
  const { people, ...rest } = await rawContents(name);
  const [adas, eves] = people.toSorted((a, b) => a.sequence - b.sequence);
  return { name, bank, adas: adas!, eves: eves!, ...rest };
}

async function expectNobodyIsEve(bank: Facebank) {
  await expect(bank.verify(eve.label, ada.person.shot())).rejects.toThrow(corrupt);
  await expect(bank.verify(eve.label, eve.person.shot())).rejects.toThrow(corrupt);
  expect((await bank.list()).map(({ label }) => label)).toEqual([ada.label]);
  expect((await bank.identify(eve.person.shot())).match).toBeNull();
}

describe('a person', () => {
  test('in the place of another is nobody', async () => {
    const { name, bank, adas, eves } = await populated();
    await changeRecords(name, 'people', (record) =>
      record.key === eves.key ? { ...record, sealed: adas.sealed } : record,
    );
    await expectNobodyIsEve(bank);
  });

  test('with all that identifies them, under the label of another, is nobody', async () => {
    const { name, bank, adas, eves } = await populated();
    await changeRecords(name, 'people', () => undefined);
    await putRecord(name, 'people', { ...adas, key: eves.key });
    await expect(bank.verify(eve.label, ada.person.shot())).rejects.toThrow(corrupt);
    expect(await bank.list()).toEqual([]);
    expect((await (await openGallery({ name })).identify(ada.person.shot())).match).toBeNull();
  });

  test('as they were before, in the place of what they are, is nobody', async () => {
    const { name, bank, eves } = await populated();
    await bank.enroll(eve.label, eve.person.shots(1));
    await changeRecords(name, 'people', (record) =>
      record.key === eves.key ? { ...record, sealed: eves.sealed } : record,
    );
    await expectNobodyIsEve(bank);
  });

  test('as a template of theirs is nobody', async () => {
    const { name, bank, eves, templates } = await populated();
    const { sealed } = templates.find(({ person }) => person === eves.id)!;
    await changeRecords(name, 'people', (record) => (record.key === eves.key ? { ...record, sealed } : record));
    await expectNobodyIsEve(bank);
  });
});

describe('a template', () => {
  test('of another person is none', async () => {
    const { name, bank, eves } = await populated();
    const before = await bank.templates(eve.label);
    await changeRecords(name, 'templates', (record) => ({ ...record, person: eves.id }));
    expect(await bank.templates(eve.label)).toEqual(before);
    const { match, best } = await bank.verify(eve.label, ada.person.shot());
    expect(match).toBe(false);
    expect(best).toBeLessThan(0.38);
    await expect(bank.verify(ada.label, ada.person.shot())).rejects.toThrow(corrupt);
  });

  test('with another time is none: retention goes by it', async () => {
    const { name, bank } = await populated();
    await changeRecords(name, 'templates', (record) => ({ ...record, at: record.at + 1_000_000 }));
    expect(await bank.templates(eve.label)).toEqual([]);
  });

  test('under another id is none', async () => {
    const { name, bank, eves, templates } = await populated();
    const { person, at, sealed } = templates.find((record) => record.person === eves.id)!;
    await putRecord(name, 'templates', { id: 'another', person, at, sealed });
    expect(await bank.templates(eve.label)).toHaveLength(2);
  });
});

test('an event of another person, or another time, is none', async () => {
  const { name, bank, adas, eves, events } = await populated();
  const before = await bank.events();
  const known = events.find(({ person }) => person === adas.id)!;
  await putRecord(name, 'events', { ...known, id: `zzzzzzzzz${known.id.slice(9)}` });
  await changeRecords(name, 'events', (record) =>
    record.person === eves.id ? { ...record, person: adas.id } : record,
  );
  const left = await bank.events();
  expect(left).toEqual(before.filter(({ label }) => label !== eve.label));
});

test('a picture of another person, template or kind is none', async () => {
  const { name, bank, adas, eves } = await populated();
  expect(await bank.pictures(ada.label)).toHaveLength(2);
  await changeRecords(name, 'pictures', (record) =>
    record.person === eves.id ? { ...record, person: adas.id } : { ...record, template: 'another' },
  );
  expect(await bank.pictures(ada.label)).toEqual([]);
  expect(await bank.pictures(eve.label)).toEqual([]);
});

describe.each(['in clear', 'with other keys'])('records written %s into a gallery that is encrypted', (how) => {
  /** What Mallory can seal with. */
  async function forger(name: string): Promise<Gallery> {
    const { connection } = await rawGallery(name);
    const { record, keys } = await createKeys(how === 'in clear' ? 'none' : 'device');
    return new Gallery(name, connection, new Vault(keys), record.id);
  }

  const shot = { ...mallory.shot(), source: null, addedAt: 1 };
  const said = { notes: '', consentAt: null, templates: 1, modelId: shot.modelId, createdAt: 1, updatedAt: 1 };

  test('make nobody a person of it', async () => {
    const { name, bank } = await populated();
    const forging = await forger(name);
    const body = { person: { ...said, label: 'Mallory', displayName: 'Mallory' }, centroid: shot.embedding };
    const key = await (await rawGallery(name)).vault.personKey('Mallory');
    const record = await personRecord(forging, { key, id: 'mallory' }, body);
    await putRecord(name, 'people', { ...record, sequence: 3 });
    await putRecord(name, 'templates', await templateRecord(forging, 'mallory', shot));
    await expect(bank.verify('Mallory', mallory.shot())).rejects.toThrow(corrupt);
    for (const each of [bank, await openGallery({ name })]) {
      expect((await each.identify(mallory.shot())).match).toBeNull();
      expect(await each.list()).toHaveLength(2);
    }
  });

  test('give nobody the face of another', async () => {
    const { name, bank, eves, templates } = await populated();
    const forging = await forger(name);
    const body = { person: { ...said, label: eve.label, displayName: eve.label }, centroid: shot.embedding };
    const record = await personRecord(forging, eves, body);
    await putRecord(name, 'people', { ...record, sequence: eves.sequence });
    const theirs = templates.filter(({ person }) => person === eves.id);
    for (const { id } of theirs) {
      await putRecord(name, 'templates', { ...(await templateRecord(forging, eves.id, shot)), id });
    }
    await expect(bank.verify(eve.label, mallory.shot())).rejects.toThrow(corrupt);
    for (const each of [bank, await openGallery({ name })]) {
      expect((await each.identify(mallory.shot())).match).toBeNull();
    }
  });

  test('tell of no event', async () => {
    const { name, bank, eves, events } = await populated();
    const before = await bank.events();
    const forging = await forger(name);
    const event = { at: 1, kind: 'verified', label: eve.label, reason: null, details: {} } as const;
    const id = events[0]!.id.replace(/.$/, 'x');
    const sealed = await forging.vault.seal(event, ['events', id, eves.id]);
    await putRecord(name, 'events', { id, person: eves.id, sealed });
    expect(await bank.events()).toEqual(before);
  });
});
