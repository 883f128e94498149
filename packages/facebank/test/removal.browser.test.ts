import { describe, expect, test } from 'vitest';
import type { BankEvent, Facebank } from '../src/index.ts';
import { galleryName, holdWriters, openGallery, rawContents, rawGallery } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const picture = new Blob(['a face'], { type: 'image/jpeg' });

/** A gallery of Ada and Eve, with everything that can be known of each. */
async function filledGallery() {
  const name = galleryName();
  const [bank, other] = [await openGallery({ name }), await openGallery({ name })];
  const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];
  for (const [label, person, stranger] of [
    ['Ada', ada, eve],
    ['Eve', eve, ada],
  ] as const) {
    await bank.enroll(label, person.shots(2), { pictures: [picture, picture], notes: 'something' });
    await bank.verify(label, person.shot(), { picture });
    await bank.identify(person.shot(), { picture });
    await bank.verify(label, stranger.shot(), { picture });
    await bank.note({ label, reason: 'let-in' });
  }
  await bank.events();
  return { name, bank, other, ada, eve };
}

const tellsOf = (label: string) => (event: BankEvent) => JSON.stringify(event).includes(label);

describe('after remove', () => {
  test('nothing of the person is left, and everything of the others', async () => {
    const { name, bank } = await filledGallery();
    const before = await rawContents(name);
    const eves = await bank.events({ label: 'Eve' });
    await bank.remove('Ada');
    const after = await rawContents(name);
    const eve = after.people[0]!.id;
    for (const store of ['people', 'templates', 'pictures', 'events', 'failures'] as const) {
      const ofEve = before[store].filter((record) => ('person' in record ? record.person : record.id) === eve);
      expect(ofEve.length).toBeGreaterThan(0);
      expect(after[store]).toEqual(store === 'events' ? expect.arrayContaining(ofEve) : ofEve);
    }
    expect(after.events).toHaveLength(eves.length + 1);
    const events = await bank.events();
    expect(events.filter(tellsOf('Ada'))).toEqual([]);
    expect(events[0]).toEqual({ at: expect.any(Number), kind: 'removed', label: null, reason: null, details: {} });
    expect(events.slice(1)).toEqual(eves);
  });

  test('events of the person that still waited are gone too', async () => {
    const { bank, ada } = await filledGallery();
    await bank.verify('Ada', ada.shot());
    await bank.identify(ada.shot());
    await bank.note({ label: 'Ada', reason: 'let-in' });
    await bank.remove('Ada');
    expect((await bank.events()).filter(tellsOf('Ada'))).toEqual([]);
  });

  test('whoever is enrolled under the label next has neither events, pictures nor failures', async () => {
    const { bank, ada, eve } = await filledGallery();
    for (let i = 0; i < 4; i++) await bank.verify('Ada', eve.shot());
    await bank.remove('Ada');
    await bank.enroll('Ada', ada.shots(1));
    expect(await bank.events({ label: 'Ada' })).toMatchObject([{ kind: 'enrolled' }]);
    expect(await bank.pictures('Ada')).toEqual([]);
    expect(await bank.verify('Ada', eve.shot())).toMatchObject({ match: false });
    expect(await bank.verify('Ada', ada.shot())).toMatchObject({ match: true });
  });
});

describe('while another instance is removing the person, nothing comes back', () => {
  test.each([
    ['a match', async ({ bank, ada }) => bank.verify('Ada', ada.shot())],
    ['a rejection', async ({ bank, eve }) => bank.verify('Ada', eve.shot())],
    ['an identification', async ({ bank, ada }) => bank.identify(ada.shot())],
    ['a match with a picture', async ({ bank, ada }) => bank.verify('Ada', ada.shot(), { picture })],
    ['a rejection with a picture', async ({ bank, eve }) => bank.verify('Ada', eve.shot(), { picture })],
    ['an identification with a picture', async ({ bank, ada }) => bank.identify(ada.shot(), { picture })],
    ['a note', async ({ bank }) => bank.note({ label: 'Ada', reason: 'let-in' })],
  ] as [string, (filled: Awaited<ReturnType<typeof filledGallery>>) => Promise<unknown>][])(
    'of %s',
    async (_, call) => {
      const filled = await filledGallery();
      const { name, bank, other } = filled;
      const { letGo, waiting } = await holdWriters(name);
      const removing = other.remove('Ada');
      await waiting(1);
      // Ada is still there for whoever reads now.
      const calling = call(filled);
      await waiting(2);
      letGo();
      expect(await removing).toBe(true);
      await calling;
      expect((await bank.events()).filter(tellsOf('Ada'))).toEqual([]);

      const { people, templates, events, pictures, failures } = await rawContents(name);
      expect(people).toHaveLength(1);
      const records = [...templates, ...events, ...pictures, ...failures];
      expect(new Set(records.map(({ person }) => person))).toEqual(new Set([null, people[0]!.id]));
      expect((await bank.stats()).lostEvents).toBe(0);
    },
  );
});

test.each([
  ['remove', (bank: Facebank) => bank.remove('Ada')],
  ['clear', (bank: Facebank) => bank.clear()],
])('%s takes along what an import that was cut off has left', async (_, call) => {
  const { name, bank } = await filledGallery();
  const { connection } = await rawGallery(name);
  const { people } = await rawContents(name);
  await connection.transaction(['staged'], 'readwrite', async (tx) => {
    for (const put of people) await tx.objectStore('staged').add({ store: 'people', put });
  });
  await call(bank);
  expect((await rawContents(name)).staged).toEqual([]);
});

test('after clear, one event tells of it, and nothing else is left', async () => {
  const { name, bank, ada } = await filledGallery();
  await bank.identify(syntheticPerson(3).shot(), { picture });
  await bank.verify('Ada', ada.shot());
  await bank.clear();
  expect(await rawContents(name)).toEqual({
    keys: [expect.anything()],
    people: [],
    templates: [],
    pictures: [],
    failures: [],
    staged: [],
    events: [expect.objectContaining({ person: null })],
  });
  expect(await bank.events()).toMatchObject([{ kind: 'removed', label: null, reason: 'cleared', details: {} }]);
  expect(await bank.identify(ada.shot())).toEqual({ match: null, candidates: [] });
});
