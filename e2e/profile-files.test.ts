import type { Encryption } from 'facebank';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Site } from './build.ts';
import { createProfile } from './demo.ts';
import { launch, openTab, serveGallery } from './gallery/site.ts';
import { type Subject, secretsOf, subjectOf } from './gallery/subject.ts';
import { foundIn, type Secrets, tracesOfBytes, tracesOfText } from './gallery/traces.ts';

// Engines keep text as Latin-1 where they can, else as UTF-16.
const latin = subjectOf(1, {
  label: 'Zoë Quittenbaum',
  displayName: 'Fräulein Zoë',
  notes: 'Raised three goats in Überlingen',
  remark: 'brought a goat along',
});
const beyondLatin = subjectOf(2, {
  label: 'Świętopełk Żółw',
  displayName: 'Mistrz Świętopełk',
  notes: 'Gra na wiolonczeli w piątki po południu',
  remark: 'przyniósł wiolonczelę',
});
const removed = subjectOf(3, {
  label: 'Wendeline Hopfgarten',
  displayName: 'Aunt Wendeline',
  notes: 'Moved to Vanuatu with two parrots',
  remark: 'left for good',
});
const departed = subjectOf(4, {
  label: 'Bartholomäus Grünspan',
  displayName: 'Old Barty',
  notes: 'Knits mittens for lighthouse keepers',
  remark: 'said goodbye twice',
});

/** All that a gallery is told which is encrypted from the start. */
const everything: Secrets = Object.assign({}, ...[latin, beyondLatin, removed].map(secretsOf));

let site: Site;

beforeAll(async () => {
  site = await serveGallery();
});

afterAll(() => site?.close());

async function newProfile(): Promise<string> {
  const { path, remove } = await createProfile();
  onTestFinished(remove);
  return path;
}

/** Uses the gallery of a profile with these people, the last of whom is removed again. Returns the raw keys it used. */
async function use(path: string, encryption: Encryption, subjects: readonly Subject[]): Promise<Secrets> {
  const context = await launch(path);
  const page = await openTab(context, site);
  const watched = await page.evaluateHandle(() => tools.watchKeys());
  await page.evaluate(
    async ({ encryption, subjects }) => {
      const bank = await tools.Facebank.open({ encryption });
      await tools.liveWith(bank, subjects);
      await bank.remove(subjects.at(-1)!.texts.label);
      await bank.close();
    },
    { encryption, subjects },
  );
  const keys = new Set((await watched.jsonValue()).map((bytes) => Buffer.from(bytes).toString('hex')));
  await context.close();
  const named = [...keys].map((hex, index) => [`key ${index}`, tracesOfBytes(Buffer.from(hex, 'hex'))] as const);
  return Object.fromEntries(named);
}

test('what a gallery in clear holds is found in the files of the profile', async () => {
  const path = await newProfile();
  await use(path, 'none', [latin, beyondLatin, removed]);
  const kept = { ...secretsOf(latin), ...secretsOf(beyondLatin) };
  expect(await foundIn(path, kept)).toEqual(Object.keys(kept));
});

test('what a gallery encrypted by the device holds is not found there, but its keys are', async () => {
  const path = await newProfile();
  const keys = await use(path, 'device', [latin, beyondLatin, removed]);
  expect(await foundIn(path, everything)).toEqual([]);
  expect(Object.keys(keys)).toHaveLength(2);
  expect(await foundIn(path, keys)).toEqual(Object.keys(keys));
});

test('neither what a gallery with a passphrase holds is found there, nor its keys, nor the passphrase', async () => {
  const path = await newProfile();
  const passphrase = 'seventeen purple umbrellas';
  const keys = await use(path, { passphrase }, [latin, beyondLatin, removed]);
  // The passphrase and the key that is made of it count too.
  expect(Object.keys(keys)).toHaveLength(4);
  expect(await foundIn(path, { ...everything, ...keys, passphrase: tracesOfText(passphrase) })).toEqual([]);
});

test('what comes into a gallery after it was encrypted is not found there; what was in clear may be', async () => {
  const path = await newProfile();
  await use(path, 'none', [latin, removed]);
  await use(path, 'device', [beyondLatin, departed]);
  expect(await foundIn(path, { ...secretsOf(beyondLatin), ...secretsOf(departed) })).toEqual([]);
  const before = secretsOf(latin);
  const left = await foundIn(path, before);
  console.info(`Of ${Object.keys(before).length} secrets that were in clear, ${left.length} are still in the files.`);
});
