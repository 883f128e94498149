import { describe, expect, test } from 'vitest';
import { stopClock } from './clock.ts';
import { galleryName, openGallery, rawContents, rawGallery } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];
const picture = new Blob(['a face'], { type: 'image/jpeg' });
const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

async function galleryOfTwo() {
  const name = galleryName();
  const bank = await openGallery({ name });
  await bank.enroll('Ada', ada.shots(3), { pictures: [picture, null, null], notes: 'first' });
  await bank.enroll('Eve', eve.shots(1));
  return { name, bank };
}

describe('rename', () => {
  test('gives another label, and all that is theirs stays theirs', async () => {
    const { name, bank } = await galleryOfTwo();
    await bank.verify('Ada', eve.shot());
    await bank.verify('Ada', ada.shot(), { picture });
    const before = { ...(await bank.get('Ada'))!, templates: await bank.templates('Ada') };
    const [events, pictures] = [await bank.events({ label: 'Ada' }), await bank.pictures('Ada')];
    const raw = await rawContents(name);

    const renamed = await bank.rename(' Ada', 'Countess ');
    expect(renamed).toEqual({ ...(await bank.get('Countess')), updatedAt: expect.any(Number) });
    expect(renamed).toMatchObject({ label: 'Countess', displayName: 'Countess', notes: 'first', templates: 3 });
    expect(renamed.createdAt).toBe(before.createdAt);
    expect(await bank.get('Ada')).toBeNull();
    expect((await bank.list()).map(({ label }) => label)).toEqual(['Countess', 'Eve']);
    expect(await bank.templates('Countess')).toEqual(before.templates);
    expect(await bank.pictures('Countess')).toEqual(pictures);
    expect(pictures).toHaveLength(2);
    const [newest, ...older] = await bank.events({ label: 'Countess' });
    expect(newest).toMatchObject({ kind: 'renamed' });
    expect(older).toEqual(events);
    const after = await rawContents(name);
    expect(after.templates).toEqual(raw.templates);
    expect(new Set(after.people.map(({ id }) => id))).toEqual(new Set(raw.people.map(({ id }) => id)));
  });

  test('is known at once to whoever verifies or identifies, in every instance', async () => {
    const { name, bank } = await galleryOfTwo();
    const other = await openGallery({ name });
    for (const asked of [bank, other]) expect((await asked.identify(ada.shot())).match?.label).toBe('Ada');
    await bank.rename('Ada', 'Countess');
    for (const asked of [bank, other]) {
      expect((await asked.identify(ada.shot())).match?.label).toBe('Countess');
      expect(await asked.verify('Countess', ada.shot())).toMatchObject({ match: true });
      await expect(asked.verify('Ada', ada.shot())).rejects.toThrow(withCode('unknown-person'));
    }
    await bank.enroll('Ada', [eve.shot()]);
    expect(await other.list()).toHaveLength(3);
  });

  test('leaves a name that was chosen', async () => {
    const { bank } = await galleryOfTwo();
    await bank.update('Ada', { displayName: 'Ada Lovelace' });
    expect(await bank.rename('Ada', 'Countess')).toMatchObject({ displayName: 'Ada Lovelace' });
  });

  test('to a label that somebody else has is refused, and nothing changes', async () => {
    const { name, bank } = await galleryOfTwo();
    const before = await rawContents(name);
    await expect(bank.rename('Ada', 'Eve')).rejects.toThrow(withCode('label-taken'));
    expect(await rawContents(name)).toEqual(before);
  });

  test('to a label that somebody else has, whose record is damaged, is refused too', async () => {
    const { name, bank } = await galleryOfTwo();
    await damage(name, 'Eve');
    await expect(bank.rename('Ada', 'Eve')).rejects.toThrow(withCode('label-taken'));
    await expect(bank.rename('Eve', 'Grace')).rejects.toThrow(withCode('corrupt-record'));
  });

  test('to the same label, in whatever form, loses nothing', async () => {
    const { bank } = await galleryOfTwo();
    expect(await bank.rename('Ada', '  Ada')).toMatchObject({ label: 'Ada', templates: 3 });
    expect(await bank.list()).toHaveLength(2);
    expect((await bank.identify(ada.shot())).match?.label).toBe('Ada');
  });

  test('of nobody, or to what is no label, is an error', async () => {
    const { name, bank } = await galleryOfTwo();
    const before = await rawContents(name);
    await expect(bank.rename('Grace', 'Hopper')).rejects.toThrow(withCode('unknown-person'));
    await expect(bank.rename('Ada', ' ')).rejects.toThrow(withCode('bad-label'));
    await expect(bank.rename('', 'Ada')).rejects.toThrow(withCode('bad-label'));
    expect(await rawContents(name)).toEqual(before);
  });

  test('by two instances at once gives the person one of the labels', async () => {
    const { name, bank } = await galleryOfTwo();
    const other = await openGallery({ name });
    const results = await Promise.allSettled([bank.rename('Ada', 'Countess'), other.rename('Ada', 'Lovelace')]);
    const [won] = results.filter((result) => result.status === 'fulfilled');
    const [lost] = results.filter((result) => result.status === 'rejected');
    expect(lost?.reason).toEqual(withCode('unknown-person'));
    expect((await bank.list()).map(({ label }) => label).sort()).toEqual([won?.value.label, 'Eve'].sort());
    expect((await other.identify(ada.shot())).match?.label).toBe(won?.value.label);
    expect(await bank.templates(won!.value.label)).toHaveLength(3);
  });

  test('of two people to one label at once leaves both in the gallery', async () => {
    const { name, bank } = await galleryOfTwo();
    const other = await openGallery({ name });
    const results = await Promise.allSettled([bank.rename('Ada', 'Grace'), other.rename('Eve', 'Grace')]);
    const [lost] = results.filter((result) => result.status === 'rejected');
    expect(lost?.reason).toEqual(withCode('label-taken'));
    const labels = (await bank.list()).map(({ label }) => label);
    expect(labels).toHaveLength(2);
    expect(labels).toContain('Grace');
  });

  test('while another instance enrols loses no shot', async () => {
    const { name, bank } = await galleryOfTwo();
    const other = await openGallery({ name });
    await Promise.all([bank.rename('Ada', 'Countess'), other.enroll('Ada', ada.shots(1))]);
    const people = await bank.list();
    // The shot went to Ada before she was renamed, or to a new person of her old label after.
    expect(people.reduce((sum, { templates }) => sum + templates, 0)).toBe(5);
    expect((await rawContents(name)).templates).toHaveLength(5);
  });
});

describe('update', () => {
  test('changes what is given and leaves the rest', async () => {
    const { advance } = stopClock();
    const { bank } = await galleryOfTwo();
    const before = (await bank.get('Ada'))!;
    expect(before).toMatchObject({ displayName: 'Ada', notes: 'first', consentAt: null });
    advance(5);
    const updated = await bank.update('Ada', { displayName: 'Ada Lovelace', consentAt: 7 });
    expect(updated).toEqual({
      ...before,
      displayName: 'Ada Lovelace',
      consentAt: 7,
      updatedAt: before.updatedAt + 5,
    });
    expect(await bank.get('Ada')).toEqual(updated);
    expect(await bank.update('Ada', { notes: '', consentAt: null })).toMatchObject({
      displayName: 'Ada Lovelace',
      notes: '',
      consentAt: null,
    });
    expect(await bank.verify('Ada', ada.shot())).toMatchObject({ match: true });
  });

  test('reaches nothing else', async () => {
    const { bank } = await galleryOfTwo();
    const details = { label: 'Eve', templates: 7, modelId: 'other@1', createdAt: 1 };
    const before = await bank.get('Ada');
    expect({ ...(await bank.update('Ada', details as object)), updatedAt: 0 }).toEqual({ ...before, updatedAt: 0 });
  });

  test('by two instances at once loses neither change', async () => {
    const { name, bank } = await galleryOfTwo();
    const other = await openGallery({ name });
    await Promise.all([
      bank.update('Ada', { displayName: 'Ada Lovelace' }),
      other.update('Ada', { notes: 'second' }),
      bank.enroll('Ada', ada.shots(1), { consentAt: 7 }),
    ]);
    expect(await bank.get('Ada')).toMatchObject({
      displayName: 'Ada Lovelace',
      notes: 'second',
      consentAt: 7,
      templates: 4,
    });
  });

  test.each([
    [{ displayName: 'x'.repeat(201) }],
    [{ displayName: 7 }],
    [{ notes: 'x'.repeat(10_001) }],
    [{ consentAt: NaN }],
    [{ consentAt: 'yesterday' }],
  ])('refuses %o', async (details) => {
    const { bank } = await galleryOfTwo();
    const before = await bank.get('Ada');
    await expect(bank.update('Ada', details as object)).rejects.toThrow(withCode('bad-options'));
    await expect(bank.enroll('Ada', ada.shots(1), details as object)).rejects.toThrow(withCode('bad-options'));
    expect(await bank.get('Ada')).toEqual(before);
  });

  test('of nobody is an error', async () => {
    const { bank } = await galleryOfTwo();
    await expect(bank.update('Grace', { notes: '' })).rejects.toThrow(withCode('unknown-person'));
  });
});

/** Makes a person's record one that cannot be read. */
async function damage(name: string, label: string): Promise<void> {
  const { connection, vault } = await rawGallery(name);
  const key = await vault.personKey(label);
  await connection.transaction(['people'], 'readwrite', async (tx) => {
    const people = tx.objectStore('people');
    const record = (await people.get(key))!;
    await people.put({ ...record, revision: crypto.randomUUID() });
  });
}
