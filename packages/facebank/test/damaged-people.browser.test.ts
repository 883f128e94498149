import { describe, expect, test } from 'vitest';
import type { Encryption, Facebank } from '../src/index.ts';
import type { PersonRecord } from '../src/schema.ts';
import { galleryName, openGallery, plain, rawContents } from './galleries.ts';
import { ada, eve, populate } from './populated.ts';
import { syntheticPerson } from './synthetic.ts';
import { changeRecords } from './tampering.ts';

const modes = ['none', 'device', { passphrase: 'correct horse battery staple' }] as const;
const corrupt = expect.objectContaining({
  name: 'FacebankError',
  code: 'corrupt-record',
  details: { store: 'people' },
});

/** A gallery in which Ada's record is damaged; whether it is open meanwhile is the caller's choice. */
async function damageAda(name: string, damage: (record: PersonRecord) => PersonRecord): Promise<void> {
  const { people } = await rawContents(name);
  // The first one to be enrolled.
  const { id } = people.toSorted((a, b) => a.sequence - b.sequence)[0]!;
  await changeRecords(name, 'people', (record) => (record.id === id ? damage(record) : record));
}

/** As a disk may: a bit of what is encrypted, or a part of what is not. */
function damaged(record: PersonRecord): PersonRecord {
  const { sealed } = record;
  if (sealed.format === 'plain') return { ...record, sealed: { format: 'plain', data: undefined as never } };
  return { ...record, sealed: { ...sealed, data: sealed.data.map((byte, i) => (i === 100 ? byte ^ 1 : byte)) } };
}

async function expectEveAlone(bank: Facebank) {
  expect((await bank.list()).map(({ label }) => label)).toEqual([eve.label]);
  expect(await bank.verify(eve.label, eve.person.shot())).toMatchObject({ match: true });
  expect((await bank.identify(eve.person.shot())).match?.label).toBe(eve.label);
  const { match, candidates } = await bank.identify(ada.person.shot());
  expect(match).toBeNull();
  expect(candidates.map(({ label }) => label)).toEqual([eve.label]);
}

describe.each<Encryption>([...modes])('a person whose record is damaged (%j)', (encryption) => {
  test('is an error to whoever asks for them, and nobody to all others', async () => {
    const name = galleryName();
    await populate(await openGallery({ name, encryption }));
    await damageAda(name, damaged);
    const bank = await openGallery({ name, encryption });
    const { label } = ada;
    for (const call of [
      () => bank.get(label),
      () => bank.templates(label),
      () => bank.pictures(label),
      () => bank.events({ label }),
      () => bank.note({ label, reason: 'let-in' }),
      () => bank.update(label, { notes: '' }),
      () => bank.rename(label, 'Ada'),
      () => bank.verify(label, ada.person.shot()),
      () => bank.enroll(label, ada.person.shots(1)),
    ]) {
      await expect(call()).rejects.toThrow(corrupt);
    }
    await expectEveAlone(bank);
    await expect(bank.rename(eve.label, label)).rejects.toMatchObject({ code: 'label-taken' });
    expect(await bank.enroll(eve.label, eve.person.shots(1))).toMatchObject({ added: 1 });
    expect((await bank.events()).length).toBeGreaterThan(0);
  });

  test('is reported', async () => {
    const name = galleryName();
    await populate(await openGallery({ name, encryption }));
    await damageAda(name, damaged);
    const bank = await openGallery({ name, encryption });
    expect((await bank.stats()).people - (await bank.list()).length).toBe(1);
    await bank.load();
    expect(await bank.stats()).toMatchObject({ people: 2, search: { people: 1, unreadable: 1 } });
    await bank.remove(ada.label);
    await bank.identify(ada.person.shot());
    expect(await bank.stats()).toMatchObject({ people: 1, search: { people: 1, unreadable: 0 } });
  });

  test('is removed with all that is theirs, and enrolled anew', async () => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption });
    await populate(bank);
    await damageAda(name, damaged);
    expect(await bank.remove(ada.label)).toBe(true);
    const { people, templates, pictures, events, failures } = await rawContents(name);
    expect(people).toHaveLength(1);
    const theirs = [...templates, ...pictures, ...events, ...failures].map(({ person }) => person);
    expect([...new Set(theirs)].sort()).toEqual([null, people[0]!.id].sort());
    expect(await bank.enroll(ada.label, ada.person.shots(2))).toMatchObject({ added: 2 });
    expect((await bank.identify(ada.person.shot())).match?.label).toBe(ada.label);
  });

  test('is no match to those who had them in memory', async () => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption });
    await populate(bank);
    expect((await bank.identify(ada.person.shot())).match?.label).toBe(ada.label);
    await damageAda(name, damaged);
    await expectEveAlone(bank);
    await expect(bank.verify(ada.label, ada.person.shot())).rejects.toThrow(corrupt);
  });

  test('is left behind when everything is encrypted anew, with all that is theirs', async () => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption });
    await populate(bank);
    await damageAda(name, damaged);
    const before = await rawContents(name);
    const { id } = before.people.find((record) => record.sequence === 1)!;
    const { templates, pictures, events, failures } = before;
    const theirs = [...templates, ...pictures, ...events, ...failures].filter(({ person }) => person === id);

    await bank.setEncryption('none');
    await expectEveAlone(bank);
    await expect(bank.get(ada.label)).resolves.toBeNull();
    expect(await bank.remove(ada.label)).toBe(false);
    expect(await bank.events({ kind: 'encryption-changed' })).toMatchObject([
      { details: { leftBehind: theirs.length + 1 } },
    ]);
    expect(JSON.stringify(await rawContents(name))).not.toMatch(ada.label);
  });
});

describe('a person in clear', () => {
  const changes: [string, (centroid: Float32Array) => unknown][] = [
    ['twice as long', (centroid) => centroid.map((x) => 2 * x)],
    ['half as long', (centroid) => centroid.map((x) => x / 2)],
    ['of no number', (centroid) => centroid.map(() => NaN)],
    ['of zeros', (centroid) => centroid.map(() => 0)],
    ['of no numbers at all', () => new Float32Array()],
    ['that is a list', (centroid) => [...centroid]],
    ['that is missing', () => undefined],
  ];
  test.each(changes)('with a centroid %s is damaged', async (_what, change) => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption: 'none' });
    await populate(bank);
    await damageAda(name, (record) => {
      const data = plain(record.sealed);
      return {
        ...record,
        sealed: { format: 'plain', data: { ...data, centroid: change(data.centroid) as Float32Array } },
      };
    });
    await expectEveAlone(bank);
    await expect(bank.verify(ada.label, ada.person.shot())).rejects.toThrow(corrupt);
  });
});

describe('a gallery in which everybody is damaged', () => {
  test.each<Encryption>([...modes])('has nobody, and takes new people (%j)', async (encryption) => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption });
    await populate(bank);
    await changeRecords(name, 'people', damaged);
    expect(await bank.list()).toEqual([]);
    const fresh = await openGallery({ name, encryption });
    expect(await fresh.identify(ada.person.shot())).toEqual({ match: null, candidates: [] });
    const zoe = syntheticPerson(7);
    expect(await fresh.enroll('Zoë', zoe.shots(2))).toEqual({ added: 2, skipped: [], alsoMatches: [] });
    expect((await fresh.identify(zoe.shot())).match?.label).toBe('Zoë');
    await fresh.clear();
    expect(await rawContents(name)).toMatchObject({ people: [], templates: [], pictures: [], failures: [] });
  });
});
