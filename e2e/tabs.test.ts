import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Site } from './build.ts';
import { createProfile } from './demo.ts';
import { launch, openTab, serveGallery } from './gallery/site.ts';

const tabs = 8;
const peopleOfTab = 50;
const shots = 3;

let site: Site;
let profile: Awaited<ReturnType<typeof createProfile>>;

beforeAll(async () => {
  profile = await createProfile();
  site = await serveGallery();
});

afterAll(async () => {
  await site?.close();
  await profile?.remove();
});

test(`${tabs} tabs enrol ${peopleOfTab} people each at once, and all find all of them`, async () => {
  const context = await launch(profile.path);
  const pages = await Promise.all(Array.from({ length: tabs }, () => openTab(context, site)));
  const banks = await Promise.all(
    pages.map((page) => page.evaluateHandle(() => tools.Facebank.open({ name: 'tabs' }))),
  );
  const everybody = Array.from({ length: tabs * peopleOfTab }, (_, i) => ({ seed: i + 1, label: `person ${i}` }));

  const enrolments = await Promise.all(
    banks.map((bank, tab) =>
      bank.evaluate(
        (bank, { people, shots }) =>
          Promise.all(people.map(({ label, seed }) => bank.enroll(label, tools.syntheticPerson(seed).shots(shots)))),
        { people: everybody.slice(tab * peopleOfTab, (tab + 1) * peopleOfTab), shots },
      ),
    ),
  );
  expect(enrolments.flat()).toEqual(everybody.map(() => ({ added: shots, skipped: [], alsoMatches: [] })));

  const labels = everybody.map(({ label }) => label).sort();
  const found = await Promise.all(
    banks.map((bank) =>
      bank.evaluate(
        async (bank, { everybody, shots }) => {
          const listed = (await bank.list()).map(({ label }) => label).sort();
          const matches: (string | null)[] = [];
          for (const { seed } of everybody) {
            const probe = tools.syntheticPerson(seed).shots(shots + 1)[shots]!;
            matches.push((await bank.identify(probe)).match?.label ?? null);
          }
          const { people, templates } = await bank.stats();
          return { listed, matches, people, templates };
        },
        { everybody, shots },
      ),
    ),
  );
  for (const answer of found) {
    expect(answer).toEqual({
      listed: labels,
      matches: everybody.map(({ label }) => label),
      people: everybody.length,
      templates: everybody.length * shots,
    });
  }
});
