import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { addTools, demo, expectQuiet, go, heading, settled, type Visit, visit } from './demo.ts';
import { arrival, day, fileOf, personOf, threePeople } from './people/subjects.ts';
import { downloadOf, importFile } from './people/visits.ts';

/** What happened in the gallery, and who came when. */

let three: Buffer;
let visited: Visit;
let page: Page;

beforeAll(async () => {
  three = await threePeople();
});

beforeEach(async () => {
  visited = await visit();
  page = visited.page;
});
afterEach(() => visited.close());

const button = (name: string) => page.getByRole('button', { name, exact: true });
const sentences = () => page.locator('.events li p:first-child').allTextContents();
const rowsOf = (csv: Buffer) => parse(csv, { bom: true, columns: true }) as Record<string, string>[];

test('events are sentences, filtered by kind, person and day, and saved as CSV', async () => {
  await go(page, 'Activity');
  await page.getByText('Nothing happened').waitFor();
  await importFile(page, three);
  await go(page, 'Activity');
  await page.getByText('9 events').waitFor();
  const imported = 'A file was imported: 3 people added, 0 people changed.';
  const onTheFourth = [
    'Zoë checked in.',
    'Zoë could not check in: it is another person; there were no signs of a living person.',
    '=Berta checked in.',
  ];
  const onTheThird = [
    'Somebody could not check in: it is nobody who is enrolled.',
    'Ada Lovelace checked in.',
    'Ada Lovelace checked in.',
    'Zoë checked in.',
    'Ada Lovelace checked in.',
  ];
  expect(await sentences()).toEqual([imported, ...onTheFourth, ...onTheThird]);
  const days = await page.getByRole('heading', { level: 2 }).allTextContents();
  expect(days.slice(1)).toEqual(['Wednesday, March 4, 2026', 'Tuesday, March 3, 2026']);
  expect(await page.locator('.events li').nth(1).textContent()).toContain(
    'Similarity 0.71 · liveness 0.93 · quality 84',
  );

  await page.getByLabel('Show').selectOption('Decisions');
  await expect.poll(sentences).toEqual([...onTheFourth, ...onTheThird]);
  await page.getByLabel('From').fill('2026-03-04');
  await expect.poll(sentences).toEqual(onTheFourth);
  await page.getByLabel('To').fill('2026-03-04');
  await page.getByLabel('Person').selectOption('Zoë');
  await expect.poll(sentences).toEqual(onTheFourth.slice(0, 2));
  await page.getByLabel('From').fill('2026-03-01');
  await page.getByLabel('To').fill('2026-03-03');
  await expect.poll(sentences).toEqual(['Zoë checked in.']);

  const { name, bytes } = await downloadOf(page, () => button('Save as CSV').click());
  expect(name).toMatch(/^activity-\d{4}-\d\d-\d\d\.csv$/);
  const row = { kind: 'noted', label: 'Zoë', reason: 'gate-approved', 'details.similarity': '0.71' };
  expect(rowsOf(bytes)).toEqual([expect.objectContaining({ ...row, at: new Date(day(3, 8, 40)).toISOString() })]);

  await page.getByLabel('To').fill('2026-03-02');
  await page.getByText('Nothing matches this filter.').waitFor();
  expect(await button('Save as CSV').isDisabled()).toBe(true);
  await button('Show everything').click();
  await page.getByText('9 events').waitFor();

  await page.getByRole('link', { name: 'Ada Lovelace' }).first().click();
  await expect.poll(() => heading(page).textContent()).toBe('Ada Lovelace');
  await page.getByRole('link', { name: 'All activity' }).click();
  await expect.poll(sentences).toEqual(Array(3).fill('Ada Lovelace checked in.'));
  await settled(page);
  expectQuiet(visited.record);
});

test('attendance tells who came first and last, day by day, and is saved as CSV', async () => {
  await importFile(page, three);
  await go(page, 'Activity');
  await button('Events').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Nobody checked in.').waitFor();
  await page.getByLabel('Period').selectOption('All');
  await page.getByText('Tuesday, March 3, 2026: 2 people').waitFor();
  const tables = await page
    .getByRole('table')
    .evaluateAll((found) =>
      found.map((table) =>
        [...(table as HTMLTableElement).tBodies[0]!.rows].map((row) =>
          [...row.cells].map(({ textContent }) => textContent.replace(/\s/g, ' ')),
        ),
      ),
    );
  expect(tables).toEqual([
    [
      ['=Berta', '7:55 AM', '7:55 AM', '1'],
      ['Zoë', '8:20 AM', '8:20 AM', '1'],
    ],
    [
      ['Ada Lovelace', '8:15 AM', '5:30 PM', '3'],
      ['Zoë', '8:40 AM', '8:40 AM', '1'],
    ],
  ]);
  const bars = await page
    .locator('.hours')
    .first()
    .locator('.hour')
    .evaluateAll((found) => found.map(({ textContent }) => textContent?.replace(/\s/g, ' ')));
  expect(bars).toEqual(['7:00 AM: 1 arrival', '8:00 AM: 1 arrival']);

  const { name, bytes } = await downloadOf(page, () => button('Save as CSV').click());
  expect(name).toMatch(/^attendance-\d{4}-\d\d-\d\d\.csv$/);
  const berta = { label: "'=Berta", name: "'=Berta", first: '07:55:00', last: '07:55:00', times: '1' };
  const zoe = { label: 'Zoë', name: 'Zoë', times: '1' };
  const ada = { label: 'ada@example.org', name: 'Ada Lovelace', first: '08:15:00', last: '17:30:00', times: '3' };
  expect(rowsOf(bytes)).toEqual([
    { day: '2026-03-04', ...berta },
    { day: '2026-03-04', ...zoe, first: '08:20:00', last: '08:20:00' },
    { day: '2026-03-03', ...ada },
    { day: '2026-03-03', ...zoe, first: '08:40:00', last: '08:40:00' },
  ]);
});

test('what happens in another tab is seen here, and what the gallery itself says of it', async () => {
  await importFile(page, three);
  await go(page, 'Activity');
  await page.getByText('9 events').waitFor();
  await addTools(page);
  await page.evaluate(async () => {
    const bank = await demoTools.Facebank.open();
    const ada = demoTools.syntheticPerson(1).shots(9)[8]!;
    await bank.verify('ada@example.org', ada);
    await bank.identify({ ...ada, liveness: { score: 0.1, live: false } });
    await bank.verify('Zoë', ada);
    await bank.verify('Nemo', ada).catch(() => {});
    await bank.note({ label: 'Zoë', reason: 'gate-approved', details: { question: 'verify', reasons: null } });
    await bank.note({ reason: 'gate-rejected', details: { question: 'register', reasons: 'no-face odd-code' } });
    await bank.close();
  });
  await expect.poll(async () => (await sentences()).length, { timeout: 60_000 }).toBe(9 + 7);
  expect((await sentences()).slice(0, 7).sort()).toEqual(
    [
      'A face said to be Ada Lovelace is.',
      'A face was found to be Ada Lovelace.',
      'What was shown as Ada Lovelace did not look like a living person.',
      'A face said to be Zoë is not.',
      'Somebody was asked for who is not enrolled.',
      'Zoë checked in.',
      'An enrolment was refused: no face was seen; odd-code.',
    ].sort(),
  );
  await page.getByLabel('Show').selectOption('Suspicions');
  await page.getByText('1 event', { exact: true }).waitFor();
  await page.getByLabel('Show').selectOption('Comparisons');
  await page.getByText('4 events').waitFor();
});

test('many events are shown a hundred at a time, and saved all', async () => {
  const often = Array.from({ length: 250 }, (_, i) => arrival('Zoë', day(1, 8) + i * 60_000));
  await importFile(page, await fileOf([personOf(2, 'Zoë')], often));
  await go(page, 'Activity');
  await page.getByText('The newest 100 events').waitFor();
  expect(await sentences()).toHaveLength(100);
  await button('Show more').click();
  await page.getByText('The newest 200 events').waitFor();
  await button('Show more').click();
  await page.getByText('251 events').waitFor();
  expect(await button('Show more').count()).toBe(0);
  const { bytes } = await downloadOf(page, () => button('Save as CSV').click());
  expect(rowsOf(bytes)).toHaveLength(251);
});

describe.each([
  ['light', 1440, 900, 'en'],
  ['dark', 390, 844, 'de'],
  ['light', 320, 640, 'de'],
] as const)('%s, %i pixels wide', (colorScheme, width, height, language) => {
  test('both views meet WCAG 2.2 AA as far as axe can tell', async () => {
    await importFile(page, three);
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.evaluate((chosen) => localStorage.setItem('face-demo.language', JSON.stringify(chosen)), language);
    await page.goto(`${demo.url}#/activity`);
    await page.reload();
    await page.locator('.events').first().waitFor();
    await expectAccessible(page);
    await page.getByRole('group').getByRole('button').nth(1).click();
    await page.getByRole('combobox').selectOption({ index: 3 });
    await page.getByRole('table').first().waitFor();
    await expectAccessible(page);
  });
});
