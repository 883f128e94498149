import { isDeepStrictEqual } from 'node:util';
import type { BrowserContext } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../scripts/test/seeded.ts';
import type { Site } from './build.ts';
import { createProfile } from './demo.ts';
import type { Inspection } from './gallery/inspect.ts';
import { crashing, killBrowser } from './gallery/kill.ts';
import { Life } from './gallery/life.ts';
import { applyOperation, maxTemplatesPerPerson, type OperationKind, type People } from './gallery/operations.ts';
import { launch, openTab, serveGallery } from './gallery/site.ts';
import type { Stopped } from './gallery/stop-within.ts';

const kills = 100;

/** One kill of so many ends the whole browser, the others a page. */
const killsPerBrowser = 4;

/** In the midst of what pages end, in turn; `null`: at any moment of anything. */
const ends = ['enrol', 'remove', 'import', null, 'enrol', 'reencrypt', 'remove', null, 'enrol', 'import'] as const;

let site: Site;
let profile: Awaited<ReturnType<typeof createProfile>>;
let life: Life;

beforeAll(async () => {
  profile = await createProfile();
  site = await serveGallery({
    '/order': () => life.order(),
    '/stopped': (stopped) => life.stop(stopped as Stopped),
  });
});

afterAll(async () => {
  await site?.close();
  await profile?.remove();
});

test(`${kills} kills leave everybody wholly there or wholly not`, { timeout: 400_000 }, async () => {
  const random = seeded(1);
  const lives: Life[] = [];
  let browsers = 0;
  let completed = 0;
  let context = await launch(profile.path);
  let tab = await reopen(context);
  let people: People = {};

  for (let kill = 1; kill <= kills; kill++) {
    life = new Life(people, { during: ends[kill % ends.length]!, after: Math.floor(random() * 3) }, random);
    const obeying = tab.bank.evaluate((bank) => tools.obey(bank));
    obeying.catch(() => {});
    await Promise.race([life.isOver, obeying]);
    if (kill % killsPerBrowser === 0) {
      await killBrowser(context);
      context = await launch(profile.path);
      browsers += 1;
    } else {
      await tab.crash();
    }
    lives.push(life);

    const { keys } = tab.found;
    tab = await reopen(context);
    people = expectWhole(tab.found, life, keys);
    if (people !== life.people) completed += 1;
  }

  const within = lives.flatMap(({ underWay, stopped }) => (stopped === null ? [] : [{ ...underWay!, ...stopped }]));
  const count = (kind: OperationKind) => within.filter((death) => death.kind === kind).length;
  const counts = { enrol: count('enrol'), remove: count('remove'), import: count('import') };
  console.info(`${kills} kills, ${browsers} of them of the whole browser.`);
  console.info(`In mid-write: ${JSON.stringify({ ...counts, reencrypt: count('reencrypt') })}.`);
  console.info(`At any moment: ${kills - within.length}, of which ${completed} found done what was not yet confirmed.`);
  expect(browsers).toBeGreaterThanOrEqual(25);
  expect(counts.enrol + counts.remove + counts.import).toBeGreaterThanOrEqual(50);
  for (const deaths of Object.values(counts)) expect(deaths).toBeGreaterThan(0);
  for (const { mode, stores, durability } of within) {
    expect(mode).toBe('readwrite');
    if (stores.includes('people')) expect(durability).toBe('strict');
  }
});

/** Opens the gallery in a new page, and looks at everything in it. */
async function reopen(context: BrowserContext) {
  const page = await openTab(context, site);
  const crash = await crashing(page);
  const name = 'crash';
  // Strangers try again and again.
  const options = { name, maxTemplatesPerPerson, maximumFailures: 1_000 };
  const bank = await page.evaluateHandle((options) => tools.Facebank.open(options), options);
  const found = await bank.evaluate((bank, name) => tools.inspect(name, bank), name);
  return { crash, bank, found };
}

/**
 * What was confirmed is there, and of what was under way either all or nothing; nothing, where the page was stopped within
 * the transaction. Returns who is there.
 */
function expectWhole(found: Inspection, { people, underWay, stopped, isReencrypted }: Life, keys: string): People {
  expect(found.faults).toEqual([]);
  const outcomes = stopped !== null || underWay === null ? [people] : [people, applyOperation(people, underWay)];
  expect(outcomes.map(visible)).toContainEqual(found.people);
  if (isReencrypted) expect(found.keys).not.toBe(keys);
  const isReencrypting = underWay?.kind === 'reencrypt' && stopped === null;
  if (!isReencrypted && !isReencrypting) expect(found.keys).toBe(keys);
  return outcomes.find((outcome) => isDeepStrictEqual(visible(outcome), found.people))!;
}

function visible(people: People): Inspection['people'] {
  return Object.fromEntries(
    Object.entries(people).map(([label, { templates, enrolments }]) => [label, { templates, enrolments }]),
  );
}
