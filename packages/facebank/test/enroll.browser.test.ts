import { describe, expect, test } from 'vitest';
import { FacebankError, type FaceTemplate } from '../src/index.ts';
import { galleryName, openGallery, plain, rawContents } from './galleries.ts';
import { normalize, syntheticPerson } from './synthetic.ts';

const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

describe('enroll', () => {
  test('stores templates, and the centroid is the mean of those stored', async () => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption: 'none' });
    const ada = syntheticPerson(1);
    const [first, ...others] = ada.shots(4);
    expect(await bank.enroll('Ada', [first!])).toEqual({ added: 1, skipped: [], alsoMatches: [] });
    expect(await bank.enroll('Ada', [first!, ...others])).toMatchObject({
      added: 3,
      skipped: [{ index: 0, reason: 'duplicate' }],
    });

    const { people, templates } = await rawContents(name);
    expect(people).toHaveLength(1);
    const stored = templates.map(({ sealed }) => plain(sealed)).sort((a, b) => a.capturedAt - b.capturedAt);
    expect(stored).toMatchObject([first!, ...others]);
    const sum = new Float32Array(512).map((_, i) => stored.reduce((s, { embedding }) => s + embedding[i]!, 0));
    const mean = normalize(sum);
    const { centroid } = plain(people[0]!.sealed);
    expect(Math.max(...centroid.map((value, i) => Math.abs(value - mean[i]!)))).toBeLessThan(1e-6);
  });

  test('keeps the newest five', async () => {
    const name = galleryName();
    const bank = await openGallery({ name, encryption: 'none' });
    const shots = syntheticPerson(1).shots(7);
    await bank.enroll('Ada', shots.slice(1, 6));
    expect(await bank.enroll('Ada', [shots[6]!, shots[0]!])).toMatchObject({
      added: 1,
      skipped: [{ index: 1, reason: 'older' }],
    });
    const { templates } = await rawContents(name);
    expect(templates.map(({ sealed }) => plain(sealed).digest).sort()).toEqual(
      shots.slice(2).map(({ digest }) => digest),
    );
    expect(await bank.get('Ada')).toMatchObject({ templates: 5 });
  });

  test('keeps as many as it is told to', async () => {
    const bank = await openGallery({ maxTemplatesPerPerson: 2 });
    const shots = syntheticPerson(1).shots(3);
    await bank.enroll('Ada', shots);
    expect(await bank.get('Ada')).toMatchObject({ templates: 2 });
    const verification = await bank.verify('Ada', shots[0]!);
    expect(verification.best).toBeLessThan(0.99);
  });

  test('writes nothing for duplicates alone', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    const shots = syntheticPerson(1).shots(2);
    await bank.enroll('Ada', shots);
    const before = await rawContents(name);
    expect(await bank.enroll('Ada', shots)).toMatchObject({
      added: 0,
      skipped: [
        { index: 0, reason: 'duplicate' },
        { index: 1, reason: 'duplicate' },
      ],
    });
    expect(await rawContents(name)).toEqual(before);
  });

  test('tells of others whom the shots match too, most similar first', async () => {
    const bank = await openGallery();
    const ada = syntheticPerson(1);
    const shot = ada.shot();
    await bank.enroll('Ada', [shot]);
    await bank.enroll('Grace', syntheticPerson(2).shots(2));
    const second = await bank.enroll('Countess of Lovelace', [shot, ada.shot()]);
    expect(second).toEqual({
      added: 2,
      skipped: [],
      alsoMatches: [{ label: 'Ada', similarity: expect.closeTo(0.92, 1) }],
    });
    const third = await bank.enroll('A. A. L.', [ada.shot()]);
    expect(third.alsoMatches!.map(({ label }) => label)).toEqual(['Countess of Lovelace', 'Ada']);
    expect(await bank.enroll('Ada', [ada.shot()], { threshold: 0.6 })).toMatchObject({
      alsoMatches: [{ label: 'Countess of Lovelace' }, { label: 'A. A. L.' }],
    });
    // By a threshold that nobody reaches, nobody is told of.
    expect((await bank.enroll('Nobody', [ada.shot()], { threshold: 0.99 })).alsoMatches).toEqual([]);
  });

  const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];
  test.each([
    ['different people', 'different-people', 'Ada', [ada.shot(), eve.shot()]],
    ['another person than the enrolled one', 'different-people', 'Ada', [eve.shot(), eve.shot()]],
    ['two models', 'model-mismatch', 'Ada', [ada.shot(), ada.shot({ modelId: 'other@1' })]],
    ['another model than the enrolled one', 'model-mismatch', 'Ada', [ada.shot({ modelId: 'other@1' })]],
    ['a model without a threshold', 'bad-options', 'Grace', [ada.shot({ modelId: 'other@1' })]],
    ['no templates', 'bad-template', 'Ada', []],
    ['a template that is no list', 'bad-template', 'Ada', ada.shot() as unknown as FaceTemplate[]],
    ['NaN', 'bad-template', 'Ada', [ada.shot(), ada.shot({ embedding: new Float32Array(512).fill(NaN) })]],
    ['Infinity', 'bad-template', 'Ada', [ada.shot(), ada.shot({ embedding: new Float32Array(512).fill(Infinity) })]],
    ['zeros', 'bad-template', 'Ada', [ada.shot(), ada.shot({ embedding: new Float32Array(512) })]],
    ['a bad label', 'bad-label', 'A\u0000da', [ada.shot()]],
    ['an empty label', 'bad-label', ' ', [ada.shot()]],
  ])('refuses %s, and the gallery is as it was', async (_, code, label, templates) => {
    const name = galleryName();
    const bank = await openGallery({ name });
    await bank.enroll('Ada', ada.shots(2));
    const before = await rawContents(name);
    const error = await bank.enroll(label, templates).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(FacebankError);
    expect(error).toMatchObject({ code });
    expect(await rawContents(name)).toEqual(before);
    expect(await bank.list()).toHaveLength(1);
  });

  test.each([NaN, -1, 1.1, Infinity])('refuses the threshold %s', async (threshold) => {
    const bank = await openGallery();
    await expect(bank.enroll('Ada', [ada.shot()], { threshold })).rejects.toThrow(withCode('bad-options'));
    expect(await bank.list()).toEqual([]);
  });

  test('is not reached by what the caller does to a template afterwards', async () => {
    const bank = await openGallery();
    const shot = ada.shot();
    const probe = { ...shot, embedding: shot.embedding.slice() };
    const enrolling = bank.enroll('Ada', [shot]);
    shot.embedding.fill(0);
    await enrolling;
    expect((await bank.verify('Ada', probe)).similarity).toBeCloseTo(1, 6);
  });
});
