import { expect, test } from 'vitest';
import { centroidOf, cosineSimilarity } from '../src/matching/index.ts';
import { galleryName, openGallery, rawContents } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];

test('an enrolment tells who else has this face, and how alike they are', async () => {
  const bank = await openGallery();
  const [enrolled, shots] = [ada.shots(2), ada.shots(3)];
  await bank.enroll('Ada', enrolled);
  await bank.enroll('Eve', eve.shots(2));
  const { added, alsoMatches } = await bank.enroll('Countess', shots);
  const centroids = [enrolled, shots].map((of) => centroidOf(of.map(({ embedding }) => embedding))) as [
    Float32Array,
    Float32Array,
  ];
  expect(added).toBe(3);
  expect(alsoMatches).toEqual([{ label: 'Ada', similarity: expect.closeTo(cosineSimilarity(...centroids), 6) }]);
});

test('whoever was enrolled, renamed or removed elsewhere meanwhile is known', async () => {
  const name = galleryName();
  const [bank, other] = [await openGallery({ name }), await openGallery({ name })];
  const doubles = async (label: string) =>
    (await bank.enroll(label, ada.shots(1))).alsoMatches!.map((double) => double.label).sort();
  expect(await doubles('first')).toEqual([]);
  await other.enroll('Ada', ada.shots(1));
  expect(await doubles('second')).toEqual(['Ada', 'first']);
  await other.rename('Ada', 'Countess');
  await other.remove('first');
  expect(await doubles('third')).toEqual(['Countess', 'second']);
});

test('three at most are told of, the person themself never', async () => {
  const bank = await openGallery();
  for (let i = 0; i < 5; i++) await bank.enroll(`double ${i}`, ada.shots(1));
  const { alsoMatches } = await bank.enroll('double 0', ada.shots(1));
  expect(alsoMatches).toHaveLength(3);
  expect(alsoMatches!.map(({ label }) => label)).not.toContain('double 0');
  const similarities = alsoMatches!.map(({ similarity }) => similarity);
  expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
});

test('people of another model are not compared', async () => {
  const bank = await openGallery();
  const foreign = ada.shots(1, { modelId: 'other@1' });
  await bank.enroll('Ada', foreign, { threshold: 0.4 });
  expect((await bank.enroll('Countess', ada.shots(1))).alsoMatches).toEqual([]);
});

test('nobody is told of where nothing is added', async () => {
  const bank = await openGallery();
  const shot = ada.shot();
  await bank.enroll('Ada', [shot]);
  await bank.enroll('Countess', [shot]);
  expect(await bank.enroll('Countess', [shot])).toMatchObject({ added: 0, alsoMatches: [] });
});

test('what the log keeps of it names nobody else', async () => {
  const name = galleryName();
  const bank = await openGallery({ name, encryption: 'none' });
  await bank.enroll('Ada', ada.shots(1));
  await bank.enroll('Countess', ada.shots(1));
  await bank.remove('Ada');
  expect(JSON.stringify(await rawContents(name))).not.toContain('Ada');
});

test('an enrolment of a face that somebody else has can be refused, and changes nothing', async () => {
  const bank = await openGallery();
  const shots = ada.shots(2);
  await bank.enroll('Ada', shots, { duplicates: 'refuse' });
  const refused = bank.enroll('Countess', ada.shots(2), { duplicates: 'refuse' });
  await expect(refused).rejects.toMatchObject({
    code: 'already-enrolled',
    details: { people: 1, similarity: expect.any(Number) },
  });
  expect(await bank.get('Countess')).toBeNull();
  // One's own face is no other's.
  expect(await bank.enroll('Ada', ada.shots(1), { duplicates: 'refuse' })).toMatchObject({ added: 1, alsoMatches: [] });
  expect(await bank.enroll('Eve', eve.shots(1), { duplicates: 'refuse' })).toMatchObject({ added: 1 });
  await expect(bank.enroll('Eve', eve.shots(1), { duplicates: 'perhaps' as 'refuse' })).rejects.toMatchObject({
    code: 'bad-options',
  });
});

test('of two that enrol one face at once and refuse doubles, in two tabs, one succeeds', async () => {
  const name = galleryName();
  const banks = [await openGallery({ name }), await openGallery({ name })];
  const outcomes = await Promise.allSettled(
    banks.map((bank, i) => bank.enroll(`double ${i}`, ada.shots(1), { duplicates: 'refuse' })),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await banks[0]!.list()).toHaveLength(1);
});
