import { openDB } from 'idb';
import { describe, expect, test } from 'vitest';
import { describeGallery, type Facebank, type ImportOptions } from '../src/index.ts';
import { diskFullAtPut, galleryName, openGallery, rawContents } from './galleries.ts';
import { MODEL, syntheticPerson } from './synthetic.ts';

const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });
const passphrase = 'correct horse battery';
const [ada, eve, grace] = [1, 2, 3].map((seed) => syntheticPerson(seed));
const replacing = { mode: 'replace', passphrase } as const;
const merging = { mode: 'merge', passphrase } as const;
const nothing = { added: [], changed: [], unchanged: [], removed: 0, refused: [], events: 0 };

/** What a gallery has, as an app sees it. */
async function contentsOf(bank: Facebank) {
  const people = await bank.list();
  const events = await bank.events();
  const templates = await Promise.all(people.map(({ label }) => bank.templates(label)));
  const pictures = await Promise.all(people.map(async ({ label }) => (await bank.pictures(label)).map(withoutBlob)));
  return {
    people,
    events,
    templates: templates.map((list) => list.sort((a, b) => a.capturedAt - b.capturedAt)),
    pictures,
  };
}

function withoutBlob({ picture, ...rest }: { picture: Blob }) {
  return { ...rest, type: picture.type, size: picture.size };
}

async function galleryOfTwo(options = {}): Promise<Facebank> {
  const bank = await openGallery(options);
  const picture = new Blob([new Uint8Array(1_000).fill(7)], { type: 'image/webp' });
  const pictures = [picture, null, null];
  await bank.enroll('Ada', ada!.shots(3), { displayName: 'Ada Lovelace', notes: 'Countess', consentAt: 1, pictures });
  await bank.enroll('Eve', eve!.shots(2), { source: 'webcam' });
  await bank.verify('Ada', ada!.shot());
  await bank.verify('Ada', eve!.shot());
  await bank.identify(grace!.shot());
  // Asked for, events are written at once.
  await bank.events({ limit: 0 });
  return bank;
}

/** From a gallery that writes nothing any more. */
async function fileOfTwo(): Promise<Blob> {
  const bank = await galleryOfTwo();
  const { file } = await bank.export({ passphrase });
  await bank.close();
  return file;
}

describe('a whole gallery', () => {
  test.each([passphrase, null])('comes back as it was, with the passphrase %s', async (passphrase) => {
    const source = await galleryOfTwo();
    const before = await contentsOf(source);
    const { file, ...counts } = await source.export({ passphrase });
    expect(counts).toEqual({ people: 2, templates: 5, events: before.events.length, unreadable: 0 });
    expect(await describeGallery(file)).toMatchObject({ people: 2, encrypted: passphrase !== null });

    const target = await openGallery();
    await target.enroll('Grace', grace!.shots(1));
    const summary = { ...nothing, added: ['Ada', 'Eve'], removed: 1, events: before.events.length };
    const options = { mode: 'replace', passphrase } as const;
    expect(await target.previewImport(file, options)).toEqual(summary);
    expect(await target.list()).toHaveLength(1);
    expect(await target.import(file, options)).toEqual(summary);

    const { events, ...after } = await contentsOf(target);
    expect(after).toEqual({ people: before.people, templates: before.templates, pictures: before.pictures });
    expect(events[0]).toMatchObject({ kind: 'imported', reason: 'replace' });
    expect(events.slice(1)).toEqual(before.events);
    expect(await target.events({ label: 'Ada' })).toEqual(before.events.filter(({ label }) => label === 'Ada'));
    expect((await target.identify(ada!.shot())).match?.label).toBe('Ada');
    expect((await target.identify(grace!.shot())).match).toBeNull();
  });

  test('put back over itself is unchanged, however lax the threshold was that people were enrolled by', async () => {
    const bank = await openGallery();
    await bank.enroll('Two', [ada!.shot(), eve!.shot()], { threshold: -0.9 });
    await bank.enroll('Other', [ada!.shot({ modelId: 'other@1' })], { threshold: 0.4 });
    const { file } = await bank.export({ passphrase });
    const summary = await bank.import(file, replacing);
    expect(summary).toMatchObject({ added: [], unchanged: ['Other', 'Two'], removed: 0, refused: [] });
    expect(await bank.list()).toHaveLength(2);
  });

  test('is the one of one moment: who enrols meanwhile waits', async () => {
    const name = galleryName();
    const [bank, other] = [await openGallery({ name }), await openGallery({ name })];
    await bank.enroll('Ada', ada!.shots(1));
    const exporting = bank.export({ passphrase });
    const enrolling = other.enroll('Eve', eve!.shots(2));
    const { people } = await exporting;
    await enrolling;
    expect(await bank.list()).toHaveLength(2);
    expect([1, 2]).toContain(people);
  });

  test('leaves out what cannot be read, and counts it', async () => {
    const name = galleryName();
    const bank = await galleryOfTwo({ name });
    const db = await openDB(name);
    const [first] = await db.getAll('people');
    await db.put('people', { ...first, sealed: { ...first.sealed, nonce: new Uint8Array(12) } });
    db.close();
    const { people, unreadable, file } = await bank.export({ passphrase });
    expect({ people, unreadable }).toEqual({ people: 1, unreadable: 1 });
    const target = await openGallery();
    expect((await target.import(file, merging)).added).toHaveLength(1);
  });

  test('is not written with a passphrase that is too short', async () => {
    const bank = await openGallery();
    await expect(bank.export({ passphrase: '1234567' })).rejects.toThrow(withCode('bad-options'));
  });
});

describe('merging', () => {
  test('adds people, templates and events, and doubles none', async () => {
    const source = await galleryOfTwo();
    const { file, events } = await source.export({ passphrase });
    const target = await openGallery();
    const [mine] = ada!.shots(1);
    await target.enroll('Ada', [mine!], { displayName: 'older' });
    await target.enroll('Grace', grace!.shots(1));
    // What was said last counts: of Ada that is here.
    const summary = { ...nothing, added: ['Eve'], changed: ['Ada'], events };
    expect(await target.previewImport(file, merging)).toEqual(summary);
    expect(await target.import(file, merging)).toEqual(summary);
    expect(await target.list()).toMatchObject([
      { label: 'Ada', displayName: 'older', templates: 4 },
      { label: 'Eve', templates: 2 },
      { label: 'Grace', templates: 1 },
    ]);
    expect(await target.pictures('Ada')).toHaveLength(1);
    expect((await target.identify(eve!.shot())).match?.label).toBe('Eve');

    const again = await target.import(file, merging);
    expect(again).toEqual({ ...nothing, unchanged: ['Ada', 'Eve'] });
    expect(await target.get('Ada')).toMatchObject({ templates: 4 });
  });

  test('keeps the newest five of both', async () => {
    const [old, young] = [ada!.shots(4), ada!.shots(4)];
    const source = await openGallery();
    await source.enroll('Ada', young);
    const { file } = await source.export({ passphrase });
    const target = await openGallery();
    await target.enroll('Ada', old);
    await target.import(file, merging);
    const digests = (await target.templates('Ada')).map(({ digest }) => digest).sort();
    expect(digests).toEqual([old[3]!, ...young].map(({ digest }) => digest).sort());
  });

  test('refuses somebody else under the label, and another model, and takes the rest', async () => {
    const source = await openGallery();
    await source.enroll('Ada', eve!.shots(2));
    await source.enroll('Eve', [eve!.shot({ modelId: 'other@1' })], { threshold: 0.4 });
    await source.enroll('Grace', grace!.shots(2));
    const { file } = await source.export({ passphrase });
    const target = await openGallery();
    await target.enroll('Ada', ada!.shots(2));
    await target.enroll('Eve', eve!.shots(2));
    const before = await target.templates('Ada');
    const summary = await target.import(file, merging);
    expect(summary.added).toEqual(['Grace']);
    expect(summary.refused).toEqual([
      { label: 'Ada', reason: 'different-people' },
      { label: 'Eve', reason: 'model-mismatch' },
    ]);
    expect(await target.templates('Ada')).toEqual(before);
  });

  test('needs a threshold for a model without a default', async () => {
    const source = await openGallery();
    await source.enroll('Ada', ada!.shots(2, { modelId: 'other@1' }), { threshold: 0.4 });
    const { file } = await source.export({ passphrase });
    const target = await openGallery();
    await expect(target.import(file, merging)).rejects.toThrow(withCode('bad-options'));
    expect((await target.import(file, { ...merging, threshold: 0.4 })).added).toEqual(['Ada']);
  });
});

describe('an import that fails leaves the gallery as it was', () => {
  async function expectUntouched(damage: (file: Blob) => Blob, options: ImportOptions, code: string) {
    const file = await fileOfTwo();
    const name = galleryName();
    const bank = await galleryOfTwo({ name });
    const before = await rawContents(name);
    await expect(bank.import(damage(file), options)).rejects.toThrow(withCode(code));
    await expect(bank.previewImport(damage(file), options)).rejects.toThrow(withCode(code));
    expect(await rawContents(name)).toEqual(before);
    expect((await bank.identify(ada!.shot())).match?.label).toBe('Ada');
  }

  test.each([
    ['an empty file', () => new Blob([]), replacing, 'bad-file'],
    ['a picture', () => new Blob(['\x89PNG\r\n\x1a\n'.repeat(100)]), replacing, 'bad-file'],
    ['one that is cut short', (file: Blob) => file.slice(0, file.size - 1), replacing, 'bad-file'],
    ['one with more at its end', (file: Blob) => new Blob([file, 'x']), merging, 'bad-file'],
    ['another passphrase', (file: Blob) => file, { ...merging, passphrase: 'incorrect horse' }, 'wrong-passphrase'],
    ['no passphrase', (file: Blob) => file, { ...merging, passphrase: null }, 'bad-options'],
  ] as const)('for %s', async (_what, damage, options, code) => {
    await expectUntouched(damage, options, code);
  });

  test('when it is aborted while it reads, or just before it moves', async () => {
    const file = await fileOfTwo();
    const name = galleryName();
    const bank = await galleryOfTwo({ name });
    const before = await rawContents(name);
    const reason = new Error('enough');
    await expect(bank.import(file, { ...replacing, signal: AbortSignal.abort(reason) })).rejects.toThrow();
    const controller = new AbortController();
    const importing = bank.import(file, {
      ...replacing,
      signal: controller.signal,
      onProgress: ({ phase, done, total }) => {
        if (phase === 'reading' && done === total) controller.abort(reason);
      },
    });
    await expect(importing).rejects.toBe(reason);
    expect(await rawContents(name)).toEqual(before);
  });

  test.each([1, 5, 12])('when the disk is full at put %i of the move', async (nth) => {
    const file = await fileOfTwo();
    const name = galleryName();
    const bank = await galleryOfTwo({ name });
    const before = await rawContents(name);
    const disk = diskFullAtPut(nth);
    await expect(bank.import(file, replacing)).rejects.toThrow(withCode('quota'));
    disk.empty();
    expect(await rawContents(name)).toEqual(before);
    await bank.import(file, replacing);
    expect(await bank.list()).toHaveLength(2);
  });
});

test('what is staged comes from nobody else: two imports at once come one after the other', async () => {
  const name = galleryName();
  const banks = [await openGallery({ name }), await openGallery({ name })];
  const files = await Promise.all(
    [ada!, eve!].map(async (person, i) => {
      const source = await openGallery();
      await source.enroll(`Person ${i}`, person.shots(3));
      return (await source.export({ passphrase })).file;
    }),
  );
  await Promise.all(files.map((file, i) => banks[i]!.import(file, merging)));
  expect(await banks[0]!.list()).toMatchObject([
    { label: 'Person 0', templates: 3 },
    { label: 'Person 1', templates: 3 },
  ]);
  expect((await rawContents(name)).staged).toEqual([]);
});

describe('CSV', () => {
  test('comes back as it was', async () => {
    const source = await galleryOfTwo();
    const text = await (await source.exportCsv()).text();
    expect(text).toMatch(/^label,modelId,/);
    const target = await openGallery();
    expect(await target.importCsv(text)).toEqual({ ...nothing, added: ['Ada', 'Eve'] });
    const withoutTime = ({ addedAt: _, ...template }: { addedAt: number }) => template;
    const expected = (await source.templates('Ada')).map(withoutTime);
    expect((await target.templates('Ada')).map(withoutTime)).toEqual(expected);
    expect(await target.importCsv(text)).toMatchObject({ unchanged: ['Ada', 'Eve'] });
  });

  test('of nothing but embeddings belongs to the label and the model that are given', async () => {
    const bank = await openGallery();
    const text = ada!
      .shots(2)
      .map(({ embedding }) => embedding.join(','))
      .join('\n');
    expect(await bank.importCsv(text, { label: 'Ada', modelId: MODEL })).toMatchObject({ added: ['Ada'] });
    expect(await bank.verify('Ada', ada!.shot())).toMatchObject({ match: true });
    await expect(bank.importCsv('1,2,nonsense', { label: 'Eve', modelId: MODEL })).rejects.toThrow(
      withCode('bad-file'),
    );
    await expect(bank.importCsv(text)).rejects.toThrow(withCode('bad-file'));
    expect(await bank.list()).toHaveLength(1);
  });
});
