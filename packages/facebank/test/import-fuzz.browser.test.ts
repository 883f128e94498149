import { expect, test } from 'vitest';
import { encodeData } from '../src/codec.ts';
import { type Facebank, FacebankError } from '../src/index.ts';
import { galleryName, openGallery, rawContents } from './galleries.ts';
import { fileMutants, frameMutants, type Mutant } from './gallery-file-mutants.ts';
import { bytesOf, countsOf, exportedPerson, forged, sampleRecords } from './gallery-files.ts';
import { syntheticPerson } from './synthetic.ts';

/** A failure names its file: the same seed makes it again. */
const seed = 2027;

const [ours, others] = [sampleRecords(), [exportedPerson('eve', 2)]];
const fileOf = (records: typeof ours) => forged(countsOf(records), records.map(encodeData));

test('700 mutated files are each refused, and change nothing, or imported whole', async () => {
  const [file, donor] = await Promise.all([ours, others].map(async (records) => bytesOf(await fileOf(records))));
  const outcomes = await importAll(fileMutants(file!, donor!, 700, seed), async (bank) => {
    expect(await bank.list()).toMatchObject([
      { label: '__proto__', templates: 3 },
      { label: 'ada', templates: 2, notes: 'tall\nleft-handed' },
      { label: 'Zoë 李 😀', templates: 1 },
    ]);
    expect(await bank.pictures('ada')).toMatchObject([{ digest: 'ada-0', of: 'enrolment' }]);
    expect((await bank.events()).map(({ kind }) => kind)).toEqual(['imported', 'enrolled', 'verified', 'rejected']);
  });
  expect(outcomes.refused).toBeGreaterThan(500);
});

test('300 files that were forged, with right checksums, are each refused, or imported whole', async () => {
  const outcomes = await importAll(forgeries(300), async (bank) => {
    for (const { label, templates, modelId } of await bank.list()) {
      const kept = await bank.templates(label);
      expect(kept).toHaveLength(templates);
      expect(new Set(kept.map((template) => template.modelId))).toEqual(new Set([modelId]));
    }
  });
  expect(outcomes.refused).toBeGreaterThan(100);
});

async function* forgeries(count: number): AsyncGenerator<Mutant> {
  for (const { name, bytes } of frameMutants(ours, count, seed)) {
    yield { name, bytes: await bytesOf(await forged(countsOf(ours), [bytes])) };
  }
}

/** Imports one file after the other in place of what is there; `requireWhole` looks at what was taken over. */
async function importAll(mutants: AsyncIterable<Mutant>, requireWhole: (bank: Facebank) => Promise<void>) {
  const name = galleryName();
  const bank = await openGallery({ name });
  const ada = syntheticPerson(1);
  await bank.enroll('Ada', ada.shots(2));
  let before = await rawContents(name);
  const outcomes = { refused: 0, imported: 0 };
  for await (const { name: what, bytes } of mutants) {
    const importing = bank.import(new Blob([bytes]), { mode: 'replace', passphrase: null });
    const error = await importing.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error === null) {
      outcomes.imported += 1;
      await requireWhole(bank);
      before = await rawContents(name);
    } else {
      outcomes.refused += 1;
      expect(error, what).toBeInstanceOf(FacebankError);
      expect(await rawContents(name), what).toEqual(before);
    }
  }
  expect(before.staged).toEqual([]);
  return outcomes;
}
