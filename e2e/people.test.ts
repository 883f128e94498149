import type { Page } from 'playwright';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readScene } from '../scripts/films/film.ts';
import { expectAccessible } from './accessible.ts';
import { ada, addTools, demo, expectQuiet, go, heading, settled, type Visit, visit } from './demo.ts';
import { expectFocused, tabTo } from './keyboard.ts';
import { fileOf, personOf, threePeople } from './people/subjects.ts';
import { chooseFile, closeByEscape, dialog, downloadOf, importFile } from './people/visits.ts';

/** The people of the gallery: the list, a person, and the files that they come and go by. */

const passphrase = 'seventeen purple umbrellas';

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

const names = () => page.locator('.person-name > span:first-child').allTextContents();
const button = (name: string) => page.getByRole('button', { name, exact: true });
const inDialog = (name: string) => dialog(page).getByRole('button', { name, exact: true });
const alert = () => dialog(page).getByRole('alert').filter({ hasText: /./ }).textContent();

async function erase(): Promise<void> {
  await go(page, 'Settings');
  await button('Erase everything…').click();
  await page.getByLabel('Type “erase” to confirm').fill('erase');
  await inDialog('Erase everything').click();
  await page.getByText('Everything is erased.').waitFor();
}

/** A photograph of a woman who passes for a living person under the default policy. @param by how far it is moved, in pixels */
async function clara(by: number): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const region = { x: 346 + by, y: 199 + by, width: 669, height: 502 };
  const buffer = await readScene({ ...ada, region })
    .jpeg({ quality: 92 })
    .toBuffer();
  return { name: 'clara.jpg', mimeType: 'image/jpeg', buffer };
}

/** Of whom a shot that was never enrolled is, among those with these labels. */
async function verified(people: readonly [seed: number, label: string][]): Promise<boolean[]> {
  await addTools(page);
  return page.evaluate(async (people) => {
    const bank = await demoTools.Facebank.open();
    const matches: boolean[] = [];
    for (const [seed, label] of people) {
      const probe = demoTools.syntheticPerson(seed).shots(9)[8]!;
      matches.push((await bank.verify(label, probe)).match);
    }
    await bank.close();
    return matches;
  }, people);
}

test('a file is imported after a look at what it would change; people are found and sorted', async () => {
  await go(page, 'People');
  await page.getByText('Nobody is enrolled').waitFor();
  await chooseFile(page, three);
  await inDialog('Preview').click();
  await page.getByText('Would be added 3').waitFor();
  await closeByEscape(page);
  expect(await page.getByText('Nobody is enrolled').isVisible()).toBe(true);

  await importFile(page, three);
  await expectFocused(heading(page));
  expect(await page.locator('.lead').textContent()).toBe('3 people with 8 templates, on this device.');
  expect(await names()).toEqual(['=Berta', 'Ada Lovelace', 'Zoë']);
  await page.getByLabel('Sort by').selectOption('Enrolled, newest first');
  expect(await names()).toEqual(['=Berta', 'Zoë', 'Ada Lovelace']);
  await page.getByText('Seen Mar 4, 2026, 8:20').waitFor();
  await page.getByLabel('Sort by').selectOption('Seen, newest first');
  expect(await names()).toEqual(['Zoë', '=Berta', 'Ada Lovelace']);

  await page.getByLabel('Search by name').fill('zoe');
  expect(await names()).toEqual(['Zoë']);
  await page.getByText('1 of 3 people').waitFor();
  await page.getByLabel('Search by name').fill('example love');
  expect(await names()).toEqual(['Ada Lovelace']);
  await page.getByLabel('Search by name').fill('nemo');
  await page.getByText('Nobody’s name has “nemo” in it.').waitFor();
  await settled(page);
  expectQuiet(visited.record);
});

test('what is exported comes back after everything was erased, and people are verified again', async () => {
  await importFile(page, three);
  await button('Export…').click();
  await dialog(page).getByLabel('Passphrase', { exact: true }).fill('short');
  await dialog(page).getByLabel('Passphrase again').fill('shorn');
  await inDialog('Export').click();
  expect(await alert()).toBe('The two are not the same.');
  await dialog(page).getByLabel('Passphrase again').fill('short');
  await inDialog('Export').click();
  await expect.poll(alert).toContain('8 characters or more');
  await dialog(page).getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await dialog(page).getByText('Long and varied.').waitFor();
  await dialog(page).getByLabel('Passphrase again').fill(passphrase);
  const { name, bytes } = await downloadOf(page, () => inDialog('Export').click());
  expect(name).toMatch(/^people-\d{4}-\d\d-\d\d\.facebank$/);
  expect(bytes.includes('Lovelace')).toBe(false);
  await page.getByText('Saved: 3 people, 8 templates, 9 events.').waitFor();

  await erase();
  await go(page, 'People');
  await page.getByText('Nobody is enrolled').waitFor();

  await chooseFile(page, bytes);
  await dialog(page).getByLabel('Passphrase').fill('eighteen purple umbrellas');
  await inDialog('Preview').click();
  await expect.poll(alert).toBe('This is not the passphrase.');
  await dialog(page).getByLabel('Passphrase').fill(passphrase);
  await inDialog('Preview').click();
  await page.getByText('Would be added 3').waitFor();
  await inDialog('Import').click();
  await page.getByText('Imported: 3 people added').waitFor();

  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await page.getByRole('img', { name: 'Shot 1, kept Jan 5, 2026' }).waitFor();
  expect(await page.getByLabel('Notes').inputValue()).toBe('Writes programs.');
  const people: [number, string][] = [
    [1, 'ada@example.org'],
    [2, 'Zoë'],
    [3, '=Berta'],
    [4, '=Berta'],
  ];
  expect(await verified(people)).toEqual([true, true, true, false]);
  await settled(page);
  expectQuiet(visited.record);
});

test('somebody who was enrolled from a photograph is known again from another, after all that', async () => {
  const photograph = await clara(0);
  const another = await clara(24);
  await go(page, 'Enrol');
  await page.getByLabel('Name', { exact: true }).fill('Clara');
  await page.getByLabel('agrees to that').check();
  await page.getByText('Photographs', { exact: true }).click();
  await button('Choose photographs').and(page.locator(':enabled')).waitFor({ timeout: 90_000 });
  await page.locator('input[type=file][multiple]').setInputFiles(photograph);
  await button('Enrol').and(page.locator(':enabled')).click({ timeout: 90_000 });
  await page.getByRole('heading', { name: 'Clara is enrolled' }).waitFor();

  await go(page, 'People');
  await button('Export…').click();
  await inDialog('Make one up').click();
  const madeUp = (await dialog(page).locator('code').textContent())!;
  const { bytes } = await downloadOf(page, () => inDialog('Export').click());
  await erase();
  await go(page, 'Check in');
  await page.getByText('Nobody is enrolled').first().waitFor();
  await go(page, 'People');
  await chooseFile(page, bytes);
  await dialog(page).getByLabel('Passphrase').fill(madeUp);
  await inDialog('Preview').click();
  await page.getByText('Would be added 1').waitFor();
  await inDialog('Import').click();
  await page.getByText('Imported: 1 person added').waitFor();

  await go(page, 'Check in');
  await page.getByLabel('Your name').fill('Clara');
  await page.locator('input[type=file]').setInputFiles(another);
  await page.getByRole('heading', { name: 'This is Clara' }).waitFor({ timeout: 90_000 });
  await go(page, 'Activity');
  await page.getByText('Clara checked in.').waitFor();
  expectQuiet(visited.record);
});

test('a passphrase is made up, and a file in clear takes an explicit wish', async () => {
  await importFile(page, three);
  await button('Export…').click();
  await inDialog('Make one up').click();
  const madeUp = (await dialog(page).locator('code').textContent())!;
  expect(madeUp).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
  const encrypted = await downloadOf(page, () => inDialog('Export').click());
  await chooseFile(page, encrypted.bytes);
  await dialog(page).getByLabel('Passphrase').fill(madeUp);
  await inDialog('Preview').click();
  await page.getByText('There already 3').waitFor();
  await closeByEscape(page);

  await button('Export…').click();
  await dialog(page).getByRole('radio', { name: 'In clear' }).first().check();
  await page.getByText('Faces in clear are biometric data').waitFor();
  await dialog(page).getByLabel('With the pictures').uncheck();
  const plain = await downloadOf(page, () => inDialog('Export').click());
  expect(plain.bytes.includes('Lovelace')).toBe(true);
  expect(plain.bytes.includes('image/jpeg')).toBe(false);

  await button('Export…').click();
  await dialog(page).getByRole('radio', { name: 'Templates as CSV' }).check();
  const csv = await downloadOf(page, () => inDialog('Export').click());
  const rows = csv.bytes.toString().trim().split('\r\n');
  expect(csv.name).toMatch(/\.csv$/);
  expect(rows).toHaveLength(1 + 8);
  expect(rows[0]).toMatch(/label,.*,e0,.*,e511$/);
  // No spreadsheet runs it.
  expect(rows.filter((row) => row.includes("'=Berta"))).toHaveLength(3);

  // And it comes back, all or nothing.
  await erase();
  await go(page, 'People');
  await chooseFile(page, Buffer.from(`${rows.slice(0, -1).join('\r\n')}\r\nZoë,1`), 'Templates.CSV');
  await inDialog('Import').click();
  await expect.poll(alert).toBe('Row 9 of this CSV cannot be used, so nothing of it was taken.');
  await closeByEscape(page);
  await chooseFile(page, csv.bytes, csv.name);
  await dialog(page).getByText(`The templates in ${csv.name} are added`).waitFor();
  await inDialog('Import').click();
  await page.getByText('Imported: 3 people added, 0 people changed.').waitFor();
  expect(await names()).toEqual(['=Berta', 'ada@example.org', 'Zoë']);
  expect(await verified([[1, 'ada@example.org'], [2, 'Zoë'], [3, 'Zoë']])).toEqual([true, true, false]); // biome-ignore format: pairs
});

test('somebody whose record is damaged is told of, matches nobody, and takes nobody else along', async () => {
  await importFile(page, three);
  await addTools(page);
  await page.evaluate(() => demoTools.damageFirst());
  await page.reload();
  await page.getByText('1 person cannot be read: the records are damaged, and match nobody.').waitFor();
  expect(await names()).toEqual(['=Berta', 'Zoë']);
  await expectAccessible(page);
  expect(await verified([[2, 'Zoë'], [1, 'Zoë']])).toEqual([true, false]); // biome-ignore format: pairs
  await button('Export…').click();
  await dialog(page).getByRole('radio', { name: 'In clear' }).first().check();
  await downloadOf(page, () => inDialog('Export').click());
  await page.getByText('Saved: 2 people, 5 templates').waitFor();
  await page.getByText('Damaged records that are not in it: 1.').waitFor();

  // What cannot be read can be removed.
  await page.goto(`${demo.url}#/people/${encodeURIComponent('ada@example.org')}`);
  await button('Remove…').click();
  await inDialog('Remove').click();
  await expect.poll(names).toEqual(['=Berta', 'Zoë']);
  await expect.poll(() => page.getByText('cannot be read').count()).toBe(0);
});

test('a file that is damaged, none at all, or at odds with who is here is refused, and why is said', async () => {
  await importFile(page, three);
  await chooseFile(page, Buffer.from('a shopping list, and no gallery of faces'));
  await expect.poll(alert).toBe('This file is no gallery. Choose another.');
  await closeByEscape(page);

  const damaged = Buffer.from(three);
  const middle = damaged.length >> 1;
  damaged[middle] = damaged[middle]! ^ 1;
  await chooseFile(page, damaged);
  await inDialog('Preview').click();
  await expect.poll(alert).toContain('This file is damaged, so nothing of it was taken.');
  await closeByEscape(page);

  await chooseFile(page, three.subarray(0, three.length - 100));
  await inDialog('Preview').click();
  await expect.poll(alert).toContain('This file is cut short.');
  await closeByEscape(page);
  expect(await names()).toHaveLength(3);

  // Another face under Zoë's name, the Ada who is here, and somebody new.
  const others = await fileOf([personOf(9, 'Zoë'), personOf(1, 'ada@example.org'), personOf(8, 'Carla')], []);
  await chooseFile(page, others);
  await inDialog('Preview').click();
  await page.getByText('Would be refused 1').waitFor();
  await page.getByText('Zoë: not of one person, or not of the person with this name here').waitFor();
  expect(await page.getByText('Would be added 1').isVisible()).toBe(true);
  await inDialog('Back').click();
  await dialog(page).getByRole('radio', { name: 'The file takes their place' }).check();
  await inDialog('Preview').click();
  await page.getByText('Would be removed 1').waitFor();
  await inDialog('Replace everything').click();
  await page.getByText(/^Imported: /).waitFor();
  expect(await names()).toEqual(['ada@example.org', 'Carla', 'Zoë']);
  expect(await verified([[9, 'Zoë'], [8, 'Carla'], [2, 'Zoë']])).toEqual([true, true, false]); // biome-ignore format: pairs
});

test('a person is renamed, described and removed', async () => {
  await importFile(page, three);
  await page.getByRole('link', { name: 'Zoë' }).click();
  await expect.poll(() => heading(page).textContent()).toBe('Zoë');
  await expectFocused(heading(page));
  await expect.poll(() => page.locator('.templates > li').count()).toBe(2);
  expect(await page.getByRole('link', { name: 'Add shots' }).getAttribute('href')).toBe('#/enrol/Zo%C3%AB');

  const name = page.getByLabel('Name', { exact: true });
  await name.fill('=Berta');
  await button('Save').click();
  await page.getByText('Somebody else has this name already.').waitFor();
  await name.fill('  Zoe Q.  ');
  await page.getByLabel('Shown as').fill('Zoë Quittenbaum');
  await page.getByLabel('Notes').fill('Raises goats');
  await page.getByLabel('Has consented').check();
  await button('Save').click();
  await expect.poll(() => heading(page).textContent()).toBe('Zoë Quittenbaum');
  expect(page.url()).toMatch(/#\/people\/Zoe%20Q\.$/);
  await page.getByText('Somebody was renamed to').waitFor();
  // What was known by the old name is still theirs.
  await page.getByText('Mar 4, 2026, 8:20').first().waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel('Notes').inputValue()).toBe('Raises goats');
  expect(await page.getByLabel('Has consented').isChecked()).toBe(true);

  await page.getByRole('link', { name: 'All people' }).click();
  await page.getByRole('link', { name: 'Zoë Quittenbaum' }).filter({ hasText: 'Seen Mar 4' }).click();
  await button('Remove…').click();
  await closeByEscape(page);
  await button('Remove…').click();
  await inDialog('Remove').click();
  await page.getByText('Zoë Quittenbaum was removed.').waitFor();
  expect(await names()).toEqual(['=Berta', 'Ada Lovelace']);
  await page.goto(`${demo.url}#/people/Zoe%20Q.`);
  await page.getByText('Nobody is enrolled under this name').waitFor();
  await settled(page);
  expectQuiet(visited.record);
});

test('what another tab changes is seen here, and what is being written here is kept', async () => {
  await importFile(page, three);
  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await page.getByLabel('Notes').fill('Half a sent');
  const other = await page.context().newPage();
  await other.goto(`${demo.url}#/people/${encodeURIComponent('ada@example.org')}`);
  await other.getByLabel('Shown as').fill('Countess Lovelace');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => heading(page).textContent()).toBe('Countess Lovelace');
  expect(await page.getByLabel('Shown as').inputValue()).toBe('Countess Lovelace');
  expect(await page.getByLabel('Notes').inputValue()).toBe('Half a sent');

  await page.getByRole('link', { name: 'All people' }).click();
  await page.getByRole('link', { name: 'Zoë' }).waitFor();
  await other.goto(`${demo.url}#/people/Zo%C3%AB`);
  await other.getByRole('button', { name: 'Remove…' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect.poll(names).toEqual(['=Berta', 'Countess Lovelace']);
});

test('two thousand people are listed a hundred at a time, and each is found', async () => {
  const crowd = Array.from({ length: 2_000 }, (_, i) =>
    personOf(i + 1, `Person ${String(i + 1).padStart(4, '0')}`, { templates: 1 }),
  );
  await go(page, 'People');
  await chooseFile(page, await fileOf(crowd, [], passphrase));
  await dialog(page).getByLabel('Passphrase').fill(passphrase);
  await inDialog('Preview').click();
  await page.getByText('Would be added 2,000').waitFor();
  // Given up, it leaves nothing behind.
  await inDialog('Import').click();
  await inDialog('Cancel').click();
  await expect.poll(() => dialog(page).count()).toBe(0);
  expect(await page.getByText('Nobody is enrolled').isVisible()).toBe(true);
  await importFile(page, await fileOf(crowd, []));
  await page.reload();
  const started = performance.now();
  await page.getByText('2,000 people with 2,000 templates').waitFor();
  console.info(`2,000 people are listed ${Math.round(performance.now() - started)} ms after the page was loaded.`);
  expect(await names()).toHaveLength(100);
  await button('Show more (1,900 left)').click();
  expect(await names()).toHaveLength(200);
  const typing = await page.evaluate(async () => {
    const field = document.querySelector<HTMLInputElement>('input[type=search]')!;
    const began = performance.now();
    field.value = '1987';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    while (document.querySelectorAll('.people > li').length !== 1) await new Promise(requestAnimationFrame);
    return performance.now() - began;
  });
  console.info(`One of them is found ${Math.round(typing)} ms after the typing.`);
  expect(await names()).toEqual(['Person 1987']);
  await page.getByRole('link', { name: 'Person 1987' }).click();
  await expect.poll(() => heading(page).textContent()).toBe('Person 1987');
});

test('the keyboard alone goes through list, person and dialogs', async () => {
  await importFile(page, three);
  // After the dialog the focus goes to the heading; a person does not type before.
  await expectFocused(heading(page));
  await page.getByLabel('Search by name').focus();
  await page.keyboard.type('ada');
  await tabTo(page.getByRole('link', { name: 'Ada Lovelace' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => heading(page).textContent()).toBe('Ada Lovelace');
  await expectFocused(heading(page));
  await tabTo(button('Remove…'));
  await page.keyboard.press('Enter');
  await dialog(page).waitFor();
  await closeByEscape(page);
  await expectFocused(button('Remove…'));
  await page.keyboard.press('Enter');
  await dialog(page).waitFor();
  await tabTo(inDialog('Remove'));
  await page.keyboard.press('Enter');
  await page.getByText('Ada Lovelace was removed.').waitFor();
  await expect.poll(() => heading(page).textContent()).toBe('People');
  await expectFocused(heading(page));
  await tabTo(button('Export…'));
  await page.keyboard.press('Enter');
  await dialog(page).waitFor();
  await closeByEscape(page);
  await expectFocused(button('Export…'));
});

describe.each([
  ['light', 1440, 900],
  ['dark', 390, 844],
  ['light', 320, 640],
] as const)('%s, %i pixels wide', (colorScheme, width, height) => {
  test('every state meets WCAG 2.2 AA as far as axe can tell', async () => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await go(page, 'People');
    await page.getByText('Nobody is enrolled').waitFor();
    await expectAccessible(page);
    await chooseFile(page, three);
    await inDialog('Preview').waitFor();
    await expectAccessible(page);
    await inDialog('Preview').click();
    await page.getByText('Would be added 3').waitFor();
    await expectAccessible(page);
    await inDialog('Import').click();
    await page.getByText(/^Imported: /).waitFor();
    await expectAccessible(page);
    await button('Export…').click();
    await inDialog('Make one up').click();
    await expectAccessible(page);
    await dialog(page).getByRole('radio', { name: 'In clear' }).first().check();
    await expectAccessible(page);
    await closeByEscape(page);
    await page.getByRole('link', { name: 'Ada Lovelace' }).click();
    await page.getByRole('img', { name: 'Shot 1' }).waitFor();
    await expectAccessible(page);
    await button('Remove…').click();
    await expectAccessible(page);
  });
});
