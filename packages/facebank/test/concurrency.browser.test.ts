import { expect, test } from 'vitest';
import { Facebank } from '../src/index.ts';
import { readPerson, writePerson } from '../src/people.ts';
import { galleryName, openGallery, plain, rawContents, rawGallery } from './galleries.ts';
import { normalize, syntheticPerson } from './synthetic.ts';

test('galleries first opened at once share one key', async () => {
  const name = galleryName();
  const banks = await Promise.all(Array.from({ length: 8 }, () => openGallery({ name })));
  expect((await rawContents(name)).keys).toHaveLength(1);
  await banks[0]!.enroll('Ada', [syntheticPerson(1).shot()]);
  for (const bank of banks) expect(await bank.get('Ada')).toMatchObject({ label: 'Ada' });
});

test('two instances enrol eight people at once', async () => {
  const name = galleryName();
  const banks = [await openGallery({ name }), await openGallery({ name })];
  const people = Array.from({ length: 8 }, (_, i) => syntheticPerson(i + 1));
  const results = await Promise.all(people.map((person, i) => banks[i % 2]!.enroll(`person ${i}`, person.shots(3))));
  expect(results).toEqual(people.map(() => ({ added: 3, skipped: [], alsoMatches: [] })));
  for (const bank of banks) {
    expect(await bank.list()).toHaveLength(8);
    for (const [i, person] of people.entries()) {
      expect((await bank.identify(person.shot())).match?.label).toBe(`person ${i}`);
    }
  }
  expect((await rawContents(name)).templates).toHaveLength(24);
});

test('two instances enrol one person at once, and no shot is lost', async () => {
  const name = galleryName();
  const options = { name, maxTemplatesPerPerson: 20, encryption: 'none' } as const;
  const banks = [await openGallery(options), await openGallery(options)];
  const shots = syntheticPerson(1).shots(16);
  const results = await Promise.all(shots.map((shot, i) => banks[i % 2]!.enroll('Ada', [shot])));
  expect(results).toEqual(shots.map(() => ({ added: 1, skipped: [], alsoMatches: [] })));

  const { people, templates } = await rawContents(name);
  expect(people).toHaveLength(1);
  expect(templates.map(({ sealed }) => plain(sealed).digest).sort()).toEqual(shots.map(({ digest }) => digest).sort());
  expect(plain(people[0]!.sealed).person.templates).toBe(16);
  const mean = normalize(
    new Float32Array(512).map((_, i) => shots.reduce((sum, { embedding }) => sum + embedding[i]!, 0)),
  );
  const { centroid } = plain(people[0]!.sealed);
  expect(Math.max(...centroid.map((value, i) => Math.abs(value - mean[i]!)))).toBeLessThan(1e-6);
});

test('two instances enrol one person at once, and the newest five remain', async () => {
  const name = galleryName();
  const options = { name, encryption: 'none' } as const;
  const banks = [await openGallery(options), await openGallery(options)];
  const shots = syntheticPerson(1).shots(8);
  await Promise.all(shots.map((shot, i) => banks[i % 2]!.enroll('Ada', [shot])));
  const { templates } = await rawContents(name);
  expect(templates.map(({ sealed }) => plain(sealed).digest).sort()).toEqual(
    shots.slice(3).map(({ digest }) => digest),
  );
});

test('one shot enrolled by two instances at once is stored once', async () => {
  const name = galleryName();
  const banks = [await openGallery({ name }), await openGallery({ name })];
  const shot = syntheticPerson(1).shot();
  const results = await Promise.all(banks.map((bank) => bank.enroll('Ada', [shot])));
  expect(results.map(({ added }) => added).sort()).toEqual([0, 1]);
  expect((await rawContents(name)).templates).toHaveLength(1);
});

test('of two people enrolled under one label at once, one is refused', async () => {
  const name = galleryName();
  const banks = [await openGallery({ name }), await openGallery({ name })];
  const results = await Promise.allSettled(banks.map((bank, i) => bank.enroll('Ada', syntheticPerson(i + 1).shots(2))));
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = results.find((result) => result.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'different-people' });
  expect((await rawContents(name)).templates).toHaveLength(2);
});

test('a write based on a person who was removed and enrolled anew is refused', async () => {
  const name = galleryName();
  const bank = await openGallery({ name });
  const ada = syntheticPerson(1);
  await bank.enroll('Ada', [ada.shot()]);
  const { key } = (await rawContents(name)).people[0]!;
  const gallery = await rawGallery(name);
  const stored = (await readPerson(gallery, key))!;

  await bank.remove('Ada');
  await bank.enroll('Ada', [ada.shot()]);
  const before = await rawContents(name);
  const { person, centroid } = stored;
  const insert = [{ ...ada.shot(), source: null, addedAt: 1 }];
  const event = { at: 1, kind: 'enrolled', label: 'Ada', reason: null, details: {} } as const;
  const change = { person, centroid, insert, drop: [], pictures: new Map(), event };
  expect(await writePerson(gallery, key, stored, change)).toBe(false);
  expect(await writePerson(gallery, key, null, change)).toBe(false);
  expect(await rawContents(name)).toEqual(before);
  expect(await writePerson(gallery, key, before.people[0]!, change)).toBe(true);
});

test('removing a person while they are enrolled leaves no templates without a person', async () => {
  const name = galleryName();
  const options = { name, encryption: 'none' } as const;
  const banks = [await openGallery(options), await openGallery(options)];
  const ada = syntheticPerson(1);
  for (let round = 0; round < 10; round++) {
    await Promise.all([banks[0]!.enroll('Ada', ada.shots(2)), banks[1]!.remove('Ada')]);
    const { people, templates } = await rawContents(name);
    expect(people.length === 0 ? 0 : plain(people[0]!.sealed).person.templates).toBe(templates.length);
  }
});

test('opening again at once gives galleries that work on their own', async () => {
  const name = galleryName();
  const [a, b] = await Promise.all([Facebank.open({ name }), Facebank.open({ name })]);
  a.close();
  await b.enroll('Ada', [syntheticPerson(1).shot()]);
  expect(await b.list()).toHaveLength(1);
  b.close();
});
