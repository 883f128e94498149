import { describe, expect, test } from 'vitest';
import type { Encryption, Facebank } from '../src/index.ts';
import { galleryName, openGallery, rawContents } from './galleries.ts';
import { ada, eve, picture, populate } from './populated.ts';
import { syntheticPerson } from './synthetic.ts';
import { changeRecords } from './tampering.ts';

const modes: Encryption[] = ['none', 'device', { passphrase: 'correct horse battery staple' }];

/** Ways of a record to be damaged, whichever store it is of. */
const damages: [string, (record: { sealed?: object }) => object | undefined][] = [
  ['missing', () => undefined],
  ['without what it says', ({ sealed: _, ...record }) => record],
  ['saying nothing', ({ sealed, ...record }) => ({ ...record, sealed: { ...sealed, data: undefined } })],
  ['saying nonsense', ({ sealed, ...record }) => ({ ...record, sealed: { ...sealed, data: 'nonsense' } })],
  ['of no known format', ({ sealed, ...record }) => ({ ...record, sealed: { ...sealed, format: 'rot13' } })],
];

/** Damages the first `count` records of a store that are Ada's, and counts those that are not damaged. */
async function damageHers(
  name: string,
  store: 'templates' | 'pictures' | 'events',
  damage: (record: { sealed?: object }) => object | undefined,
  count = Number.POSITIVE_INFINITY,
): Promise<number> {
  const { people } = await rawContents(name);
  const { id } = people.toSorted((a, b) => a.sequence - b.sequence)[0]!;
  let [damaged, whole] = [0, 0];
  await changeRecords(name, store, (record) => {
    if (record.person !== id || damaged === count) {
      whole += 1;
      return record;
    }
    damaged += 1;
    return damage(record);
  });
  return whole;
}

async function populated(encryption: Encryption): Promise<{ name: string; bank: Facebank }> {
  const name = galleryName();
  const bank = await openGallery({ name, encryption });
  await populate(bank);
  return { name, bank };
}

describe.each(modes)('in a gallery with %j', (encryption) => {
  test.each(damages)('a template that is %s is left out, and goes with the next enrolment', async (_how, damage) => {
    const { name, bank } = await populated(encryption);
    await damageHers(name, 'templates', damage, 1);
    expect(await bank.templates(ada.label)).toHaveLength(1);
    const { match, best, min } = await bank.verify(ada.label, ada.person.shot());
    expect(match).toBe(true);
    expect(best).toBe(min);
    expect(await bank.enroll(ada.label, ada.person.shots(1))).toMatchObject({ added: 1 });
    expect(await bank.get(ada.label)).toMatchObject({ templates: 2 });
    expect(await bank.templates(ada.label)).toHaveLength(2);
    // Two of Ada's, two of Eve's.
    expect((await rawContents(name)).templates).toHaveLength(4);
  });

  test.each(damages)('a person of whom every template is %s matches nobody by verify', async (_how, damage) => {
    const { name, bank } = await populated(encryption);
    await damageHers(name, 'templates', damage);
    expect(await bank.templates(ada.label)).toEqual([]);
    for (const probe of [ada.person.shot(), eve.person.shot()]) {
      await expect(bank.verify(ada.label, probe)).rejects.toMatchObject({
        code: 'corrupt-record',
        details: { store: 'templates' },
      });
    }
    // Somebody else cannot take their place.
    const impostor = bank.enroll(ada.label, eve.person.shots(1));
    await expect(impostor).rejects.toMatchObject({ code: 'different-people' });
    expect(await bank.enroll(ada.label, ada.person.shots(1))).toMatchObject({ added: 1 });
    expect(await bank.verify(ada.label, ada.person.shot())).toMatchObject({ match: true });
    expect(await bank.remove(ada.label)).toBe(true);
    expect((await rawContents(name)).templates).toHaveLength(2);
  });

  test.each(damages)('events that are %s are left out', async (_how, damage) => {
    const { name, bank } = await populated(encryption);
    const whole = await damageHers(name, 'events', damage);
    expect(whole).toBeGreaterThan(3);
    const events = await bank.events();
    expect(events).toHaveLength(whole);
    expect(new Set(events.map(({ label }) => label))).toEqual(new Set([eve.label]));
    expect(await bank.events({ label: ada.label })).toEqual([]);
    await bank.verify(ada.label, ada.person.shot());
    expect(await bank.events({ label: ada.label })).toMatchObject([{ kind: 'verified' }]);
    await bank.remove(ada.label);
    expect((await rawContents(name)).events).toHaveLength(whole + 1);
  });

  test.each(damages)('pictures that are %s are left out', async (_how, damage) => {
    const { name, bank } = await populated(encryption);
    await damageHers(name, 'pictures', damage, 1);
    const [kept, ...others] = await bank.pictures(ada.label);
    expect(others).toEqual([]);
    expect(await kept!.picture.text()).toBe(await picture.text());
    expect(await bank.pictures(eve.label)).toHaveLength(2);
    await bank.remove(ada.label);
    expect((await rawContents(name)).pictures).toHaveLength(2);
  });
});

describe('the count of failures', () => {
  test.each<[string, object | undefined]>([
    ['missing', undefined],
    ['without numbers', {}],
    ['of no number', { count: NaN, last: NaN }],
    ['of text', { count: 'many', last: 'lately' }],
    ['of half a failure', { count: 5.5, last: Date.now() }],
  ])('that is %s begins anew, and counts', async (_how, damaged) => {
    const name = galleryName();
    const bank = await openGallery({ name, maximumFailures: 2 });
    await populate(bank);
    await changeRecords(name, 'failures', ({ person }) => damaged && { person, ...damaged });
    expect(await bank.verify(ada.label, syntheticPerson(4).shot())).toMatchObject({ match: false });
    expect(await bank.verify(ada.label, syntheticPerson(5).shot())).toMatchObject({ match: false });
    await expect(bank.verify(ada.label, ada.person.shot())).rejects.toMatchObject({ code: 'too-many-failures' });
  });
});

test('a gallery whose state goes missing underneath is closed to readers and writers', async () => {
  const { name, bank } = await populated('device');
  const before = await rawContents(name);
  await changeRecords(name, 'state', () => undefined);
  for (const call of [
    () => bank.list(),
    () => bank.verify(ada.label, ada.person.shot()),
    () => bank.identify(ada.person.shot()),
    () => bank.enroll('Zoë', syntheticPerson(7).shots(1)),
    () => bank.remove(ada.label),
    () => bank.setEncryption('none'),
  ]) {
    await expect(call()).rejects.toMatchObject({ name: 'FacebankError', code: 'closed' });
  }
  expect(await rawContents(name)).toEqual(before);
});
