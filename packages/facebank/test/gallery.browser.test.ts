import { describe, expect, test } from 'vitest';
import { Facebank } from '../src/index.ts';
import { galleryName, openGallery, rawContents } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

describe('list, get and remove', () => {
  test('list is sorted by label', async () => {
    const bank = await openGallery();
    expect(await bank.list()).toEqual([]);
    const before = Date.now();
    for (const [i, label] of ['Grace', 'ada', 'Émilie', 'Zoë'].entries()) {
      await bank.enroll(label, syntheticPerson(i + 1).shots(i + 1));
    }
    const people = await bank.list();
    expect(people.map(({ label }) => label)).toEqual(['ada', 'Émilie', 'Grace', 'Zoë']);
    expect(people.map(({ templates }) => templates)).toEqual([2, 3, 1, 4]);
    for (const { createdAt, updatedAt, modelId } of people) {
      expect(createdAt).toBeGreaterThanOrEqual(before);
      expect(createdAt).toBeLessThanOrEqual(Date.now());
      expect(updatedAt).toBe(createdAt);
      expect(modelId).toBe('arcface-mobilefacenet@1');
    }
  });

  test('enrolling again moves updatedAt and leaves createdAt', async () => {
    const bank = await openGallery();
    const ada = syntheticPerson(1);
    await bank.enroll('Ada', [ada.shot()]);
    const first = await bank.get('Ada');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await bank.enroll('Ada', [ada.shot()]);
    const second = await bank.get('Ada');
    expect(second!.createdAt).toBe(first!.createdAt);
    expect(second!.updatedAt).toBeGreaterThan(first!.updatedAt);
  });

  test('what they return is a copy', async () => {
    const bank = await openGallery();
    await bank.enroll('Ada', [syntheticPerson(1).shot()]);
    const [listed] = await bank.list();
    Object.assign(listed!, { label: 'Eve', templates: 7 });
    expect(await bank.get('Ada')).toMatchObject({ label: 'Ada', templates: 1 });
  });

  test('every form of a label means one person', async () => {
    const bank = await openGallery();
    const zoe = syntheticPerson(1);
    await bank.enroll('Zoe\u0308', [zoe.shot()]);
    await bank.enroll('  Zo\u00eb ', [zoe.shot()]);
    expect(await bank.list()).toMatchObject([{ label: 'Zo\u00eb', templates: 2 }]);
    expect(await bank.get('Zoe\u0308\n')).toMatchObject({ label: 'Zo\u00eb' });
    expect(await bank.remove('Zoe\u0308')).toBe(true);
    expect(await bank.get('Zo\u00eb')).toBeNull();
  });

  test('remove deletes the person and the templates, and nobody else', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];
    await bank.enroll('Ada', ada.shots(3));
    await bank.enroll('Eve', eve.shots(2));
    expect(await bank.remove('Ada')).toBe(true);
    expect(await bank.remove('Ada')).toBe(false);
    expect(await bank.get('Ada')).toBeNull();
    await expect(bank.verify('Ada', ada.shot())).rejects.toThrow(withCode('unknown-person'));
    const { people, templates } = await rawContents(name);
    expect(people).toHaveLength(1);
    expect(templates.map(({ person }) => person)).toEqual([people[0]!.id, people[0]!.id]);
    expect(await bank.verify('Eve', eve.shot())).toMatchObject({ match: true });
  });

  test('bad labels are errors', async () => {
    const bank = await openGallery();
    await expect(bank.get('')).rejects.toThrow(withCode('bad-label'));
    await expect(bank.remove('x'.repeat(201))).rejects.toThrow(withCode('bad-label'));
  });
});

describe('open', () => {
  test('finds what was stored before', async () => {
    const name = galleryName();
    const ada = syntheticPerson(1);
    const before = await Facebank.open({ name });
    await before.enroll('Ada', ada.shots(3));
    const person = await before.get('Ada');
    before.close();

    const bank = await openGallery({ name });
    expect(await bank.get('Ada')).toEqual(person);
    expect(await bank.verify('Ada', ada.shot())).toMatchObject({ match: true });
    expect(await bank.enroll('Ada', ada.shots(1))).toEqual({ added: 1, skipped: [], alsoMatches: [] });
  });

  test.each([
    { name: '' },
    { maxTemplatesPerPerson: 0 },
    { maxTemplatesPerPerson: 2.5 },
    { maxTemplatesPerPerson: Infinity },
  ])('refuses %o', async (options) => {
    await expect(Facebank.open(options)).rejects.toThrow(withCode('bad-options'));
  });
});

describe('the database', () => {
  test('has no label for a key, but its HMAC under a key that does not leave the browser', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    await bank.enroll('Zoe\u0308', syntheticPerson(1).shots(2));
    const { keys, people } = await rawContents(name);

    const key = keys[0]!.mode === 'device' ? keys[0]!.label : null;
    expect(key).toMatchObject({ type: 'secret', extractable: false, usages: ['sign'] });
    expect(key!.algorithm).toMatchObject({ name: 'HMAC', hash: { name: 'SHA-256' } });
    await expect(crypto.subtle.exportKey('raw', key!)).rejects.toThrow();

    const hmac = new Uint8Array(await crypto.subtle.sign('HMAC', key!, new TextEncoder().encode('Zo\u00eb')));
    const bytes = Uint8Array.from(atob(people[0]!.key.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    expect(bytes).toEqual(hmac);
    expect(people[0]!.key).toMatch(/^[\w-]{43}$/);
  });

  test('says nothing of a person outside what is sealed', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    await bank.enroll('Ada', [syntheticPerson(1).shot()]);
    const { people, templates } = await rawContents(name);
    expect(Object.keys(people[0]!).sort()).toEqual(['id', 'key', 'revision', 'sealed', 'sequence']);
    expect(Object.keys(templates[0]!).sort()).toEqual(['at', 'id', 'person', 'sealed']);
    for (const { sealed } of [people[0]!, templates[0]!]) {
      expect(sealed).toEqual({ format: 'aes-256-gcm', nonce: expect.any(Uint8Array), data: expect.any(Uint8Array) });
    }
  });

  test('of another gallery has other keys for the same label', async () => {
    const names = [galleryName(), galleryName()];
    const keys = [];
    for (const name of names) {
      const bank = await openGallery({ name });
      await bank.enroll('Ada', [syntheticPerson(1).shot()]);
      keys.push((await rawContents(name)).people[0]!.key);
    }
    expect(keys[0]).not.toBe(keys[1]);
  });
});
