import { describe, expect, test } from 'vitest';
import { nextSequence } from '../src/gallery.ts';
import type { FaceTemplate } from '../src/index.ts';
import { galleryName, openGallery, rawGallery } from './galleries.ts';
import { bruteForce } from './search.ts';
import { syntheticPerson } from './synthetic.ts';

const faces = Array.from({ length: 12 }, (_, i) => syntheticPerson(i + 1));

test('whatever two instances do, both find exactly who is there', async () => {
  const name = galleryName();
  const banks = [await openGallery({ name }), await openGallery({ name })] as const;
  const gallery = await rawGallery(name);
  /** Who is under which label: what the gallery must know. */
  const faceOf = new Map<string, number>();
  const pick = randomPicks(7);
  for (let round = 0; round < 60; round++) {
    const bank = pick([...banks]);
    const known = [...faceOf.keys()];
    const deed = known.length < 3 ? 'enrol' : pick(['enrol', 'enrol', 'more', 'remove', 'rename', 'update', 'swap']);
    if (deed === 'enrol') {
      const face = pick([...faces.keys()]);
      await bank.enroll(`round ${round}`, faces[face]!.shots(2));
      faceOf.set(`round ${round}`, face);
    } else if (deed === 'more') {
      const label = pick(known);
      await bank.enroll(label, faces[faceOf.get(label)!]!.shots(1));
    } else if (deed === 'remove' || deed === 'swap') {
      const label = pick(known);
      await bank.remove(label);
      faceOf.delete(label);
      // As many people as before, and one label of another face: nothing to notice from outside.
      if (deed === 'swap') {
        const face = pick([...faces.keys()]);
        await bank.enroll(label, faces[face]!.shots(1));
        faceOf.set(label, face);
      }
    } else if (deed === 'rename') {
      const label = pick(known);
      await bank.rename(label, `renamed ${round}`);
      faceOf.set(`renamed ${round}`, faceOf.get(label)!);
      faceOf.delete(label);
    } else {
      await bank.update(pick(known), { notes: `${round}` });
    }
    const probe = pick(faces).shot();
    const expected = await bruteForce(gallery, probe, { k: 4 });
    for (const asked of banks) expect(await asked.identify(probe, { k: 4 }), `${deed} ${round}`).toEqual(expected);
  }
  expect((await banks[0].list()).map(({ label }) => label).sort()).toEqual([...faceOf.keys()].sort());
  await banks[1].clear();
  for (const bank of banks) expect(await bank.identify(faces[0]!.shot())).toEqual({ match: null, candidates: [] });
});

test('an identification while another instance writes is that of a moment of the gallery', async () => {
  const name = galleryName();
  const [bank, writer] = [await openGallery({ name }), await openGallery({ name })];
  const gallery = await rawGallery(name);
  const probe = faces[0]!.shot();
  const moments = [JSON.stringify(await bruteForce(gallery, probe))];
  let isWriting = true;
  const writing = (async () => {
    for (let round = 0; round < 20; round++) {
      const [label, old] = [`Ada ${round}`, `Ada ${round - 1}`];
      if (round % 3 === 1) await writer.rename(old, label);
      else await writer.enroll(label, faces[0]!.shots(1));
      moments.push(JSON.stringify(await bruteForce(gallery, probe)));
      if (round % 3 === 2) {
        await writer.remove(old);
        moments.push(JSON.stringify(await bruteForce(gallery, probe)));
      }
    }
    isWriting = false;
  })();
  const seen = new Set<string>();
  for (let i = 0; isWriting; i++) seen.add(JSON.stringify(await bank.identify({ ...probe, digest: `${i}` })));
  await writing;
  for (const answer of seen) expect(moments).toContain(answer);
  expect(seen.size).toBeGreaterThan(1);
  expect(JSON.stringify(await bank.identify(probe))).toBe(moments.at(-1));
});

describe('of the people in the gallery', () => {
  test('only those of the probe’s model are compared', async () => {
    const name = galleryName();
    const [bank, other] = [await openGallery({ name }), await openGallery({ name })];
    const gallery = await rawGallery(name);
    const foreign = { modelId: 'other@1' };
    for (const [i, face] of faces.slice(0, 6).entries()) {
      const shots = face.shots(1, i % 2 ? foreign : {});
      await (i < 3 ? bank : other).enroll(`person ${i}`, shots, { threshold: 0.4 });
    }
    const labels = async (probe: FaceTemplate) => {
      const answer = await bank.identify(probe, { threshold: 0.4 });
      expect(answer).toEqual(await bruteForce(gallery, probe, { threshold: 0.4 }));
      return answer.candidates.map(({ label }) => label).sort();
    };
    expect(await labels(faces[1]!.shot())).toEqual(['person 0', 'person 2', 'person 4']);
    expect(await labels(faces[1]!.shot(foreign))).toEqual(['person 1', 'person 3', 'person 5']);
    for (const i of [0, 2, 4]) await other.remove(`person ${i}`);
    await expect(bank.identify(faces[0]!.shot())).rejects.toMatchObject({ code: 'model-mismatch' });
    // One of them comes again, with the other model.
    await other.remove('person 1');
    await other.enroll('person 1', faces[1]!.shots(1));
    expect(await labels(faces[1]!.shot())).toEqual(['person 1']);
  });

  test('those who cannot be read are left out and counted, until they are gone', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    const gallery = await rawGallery(name);
    for (const [i, face] of faces.slice(0, 4).entries()) await bank.enroll(`person ${i}`, face.shots(1));
    expect((await bank.identify(faces[1]!.shot())).match?.label).toBe('person 1');
    await damage(name, 'person 1');
    const probe = faces[1]!.shot();
    const answer = await bank.identify(probe);
    expect(answer).toEqual(await bruteForce(gallery, probe));
    expect(answer).toMatchObject({ match: null, candidates: { length: 3 } });
    expect((await bank.stats()).search).toMatchObject({ people: 3, unreadable: 1 });
    await expect(bank.verify('person 1', probe)).rejects.toMatchObject({ code: 'corrupt-record' });
    expect(await bank.list()).toHaveLength(3);

    expect(await bank.remove('person 1')).toBe(true);
    await bank.enroll('person 1', faces[1]!.shots(1));
    expect((await bank.identify(faces[1]!.shot())).match?.label).toBe('person 1');
    expect((await bank.stats()).search).toMatchObject({ people: 4, unreadable: 0 });
  });

  test('the most similar come first, and there are never more than asked for', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    const gallery = await rawGallery(name);
    for (const [i, face] of faces.entries()) await bank.enroll(`person ${i}`, face.shots(1));
    for (const k of [1, 2, 5, 12, 100]) {
      const probe = faces[k % 12]!.shot();
      const answer = await bank.identify(probe, { k });
      expect(answer).toEqual(await bruteForce(gallery, probe, { k }));
      expect(answer.candidates).toHaveLength(Math.min(k, 12));
    }
  });
});

/** As a write of another version, or of a fault, would leave it: newer than what the index has, and unreadable. */
async function damage(name: string, label: string): Promise<void> {
  const gallery = await rawGallery(name);
  const key = await gallery.vault.personKey(label);
  await gallery.write(['people'], async (tx, state) => {
    const people = tx.objectStore('people');
    const record = (await people.get(key))!;
    await people.put({ ...record, revision: crypto.randomUUID(), sequence: await nextSequence(tx, state) });
  });
}

/** Picks that are the same in every run. */
function randomPicks(seed: number) {
  let state = seed;
  return <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return list[(state >>> 8) % list.length]!;
  };
}
