import { describe, expect, test } from 'vitest';
import { openGallery } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

describe('verify', () => {
  test('tells the person from a stranger', async () => {
    const bank = await openGallery();
    const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];
    await bank.enroll('Ada', ada.shots(4));

    const genuine = await bank.verify('Ada', ada.shot());
    expect(genuine).toMatchObject({ match: true, threshold: 0.38 });
    expect(genuine.similarity).toBeGreaterThan(0.7);
    expect(genuine.similarity).toBe(genuine.centroid);
    expect(genuine.min).toBeLessThan(genuine.mean);
    expect(genuine.mean).toBeLessThan(genuine.best);
    expect(genuine.confidence).toBeGreaterThan(98);

    const impostor = await bank.verify('Ada', eve.shot());
    expect(impostor.match).toBe(false);
    expect(impostor.similarity).toBeLessThan(0.34);
    expect(impostor.confidence).toBeLessThan(50);
  });

  test('takes a threshold', async () => {
    const bank = await openGallery();
    const ada = syntheticPerson(1);
    await bank.enroll('Ada', ada.shots(2));
    const probe = ada.shot();
    const { similarity } = await bank.verify('Ada', probe);
    expect(await bank.verify('Ada', probe, { threshold: similarity })).toMatchObject({ match: true });
    expect(await bank.verify('Ada', probe, { threshold: similarity + 1e-9 })).toMatchObject({ match: false });
    await expect(bank.verify('Ada', probe, { threshold: NaN })).rejects.toThrow(withCode('bad-options'));
  });

  test('takes a policy', async () => {
    const bank = await openGallery();
    const ada = syntheticPerson(1);
    await bank.enroll('Ada', ada.shots(2), { threshold: { minimumConfidence: 85 } });
    const probe = ada.shot();
    const { confidence } = await bank.verify('Ada', probe);
    for (const [minimumConfidence, match] of [
      [confidence, true],
      [confidence + 1e-9, false],
    ] as const) {
      expect((await bank.verify('Ada', probe, { threshold: { minimumConfidence } })).match).toBe(match);
      expect((await bank.identify(probe, { threshold: { minimumConfidence } })).match !== null).toBe(match);
    }
    const { threshold } = await bank.verify('Ada', probe, { threshold: { targetFmr: 1e-2 } });
    expect(threshold).toBe(0.2358);
    await expect(bank.verify('Ada', probe, { threshold: { targetFmr: 1e-4 } })).rejects.toThrow(
      withCode('bad-options'),
    );
  });

  test('is an error, never a match, where there is nothing to compare with', async () => {
    const bank = await openGallery();
    const ada = syntheticPerson(1);
    await bank.enroll('Ada', [ada.shot()]);
    await expect(bank.verify('Eve', ada.shot())).rejects.toThrow(withCode('unknown-person'));
    await expect(bank.verify('', ada.shot())).rejects.toThrow(withCode('bad-label'));
    const foreign = ada.shot({ modelId: 'other@1' });
    await expect(bank.verify('Ada', foreign, { threshold: 0.4 })).rejects.toThrow(withCode('model-mismatch'));
    const broken = ada.shot({ embedding: new Float32Array(512).fill(NaN) });
    await expect(bank.verify('Ada', broken)).rejects.toThrow(withCode('bad-template'));
  });

  test('needs a threshold for a model without a default', async () => {
    const bank = await openGallery();
    const shot = syntheticPerson(1).shot({ modelId: 'other@1' });
    await bank.enroll('Ada', [shot], { threshold: 0.4 });
    await expect(bank.verify('Ada', shot)).rejects.toThrow(withCode('bad-options'));
    await expect(bank.identify(shot)).rejects.toThrow(withCode('bad-options'));
    expect(await bank.verify('Ada', shot, { threshold: 0.4 })).toMatchObject({ match: true });
  });
});

describe('identify', () => {
  test('finds the person, and leaves a stranger unmatched', async () => {
    const bank = await openGallery();
    const people = Array.from({ length: 8 }, (_, i) => syntheticPerson(i + 1));
    for (const [i, person] of people.entries()) await bank.enroll(`person ${i}`, person.shots(2));

    for (const [i, person] of people.entries()) {
      const { match, candidates } = await bank.identify(person.shot());
      expect(match?.label).toBe(`person ${i}`);
      expect(candidates[0]).toEqual(match);
      expect(candidates).toHaveLength(5);
      const similarities = candidates.map(({ similarity }) => similarity);
      expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
    }
    const stranger = await bank.identify(syntheticPerson(99).shot(), { k: 3 });
    expect(stranger.match).toBeNull();
    expect(stranger.candidates).toHaveLength(3);
  });

  test('agrees with verify', async () => {
    const bank = await openGallery();
    const ada = syntheticPerson(1);
    await bank.enroll('Ada', ada.shots(3));
    const probe = ada.shot();
    const { similarity, distance, confidence } = await bank.verify('Ada', probe);
    expect((await bank.identify(probe)).match).toEqual({ label: 'Ada', similarity, distance, confidence });
  });

  test('compares only people of the probe’s model', async () => {
    const bank = await openGallery();
    const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];
    expect(await bank.identify(ada.shot())).toEqual({ match: null, candidates: [] });
    await bank.enroll('Ada', [ada.shot({ modelId: 'other@1' })], { threshold: 0.4 });
    await expect(bank.identify(ada.shot())).rejects.toThrow(withCode('model-mismatch'));
    await bank.enroll('Eve', [eve.shot()]);
    const { match, candidates } = await bank.identify(ada.shot());
    expect(match).toBeNull();
    expect(candidates.map(({ label }) => label)).toEqual(['Eve']);
  });

  test('refuses bad options', async () => {
    const bank = await openGallery();
    const probe = syntheticPerson(1).shot();
    await expect(bank.identify(probe, { k: 0 })).rejects.toThrow(withCode('bad-options'));
    await expect(bank.identify(probe, { threshold: 2 })).rejects.toThrow(withCode('bad-options'));
  });
});
