import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { writeOnnx } from '../models/onnx-model.ts';
import { objectGraphs } from '../packages/face-core/test/generated-objects.ts';
import { expectAccessible } from './accessible.ts';
import { ada, berta, demo, expectQuiet, settled, type Visit, visit } from './demo.ts';
import { EnrolledPeople } from './enrolled.ts';

/**
 * The scene page, with a generated detector that finds squares of pure colours, and photographs with a red one beside the
 * person.
 */

let folder: string;
let people: EnrolledPeople;
let visited: Visit;
let page: Page;
const file = (name: string) => join(folder, name);

/** Somebody in the photograph whom the passive check finds live in it. */
const clara = { photograph: ada.photograph, region: { x: 300, y: 100, width: 700, height: 933 } };

/** Where the red square is: about the middle of a cell of the model, which sees the picture at a sixth of its size. */
const square = { x: 168, y: 120, width: 192, height: 192 };

/** A white picture with the person, and the square or none. */
async function writeScene(name: string, { photograph, region }: typeof clara, hasSquare: boolean): Promise<void> {
  const { x: left, y: top, width, height } = region;
  const person = await sharp(photograph).extract({ left, top, width, height }).resize({ height: 768 }).toBuffer();
  const { width: taken } = await sharp(person).metadata();
  const red = await sharp({ create: { width: square.width, height: square.height, channels: 3, background: '#f00' } })
    .png()
    .toBuffer();
  const parts = [
    { input: person, left: 1152 - taken, top: 0 },
    { input: red, left: square.x, top: square.y },
  ];
  await sharp({ create: { width: 1152, height: 768, channels: 3, background: '#fff' } })
    .composite(hasSquare ? parts : parts.slice(0, 1))
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toFile(file(name));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scenes-'));
  await writeFile(file('squares.onnx'), writeOnnx(objectGraphs['objects-yolov8.onnx']!()));
  await writeFile(file('segments.onnx'), writeOnnx(objectGraphs['objects-segment.onnx']!()));
  await writeFile(file('text.onnx'), 'this is no model');
  await writeScene('clara-red.jpg', clara, true);
  await writeScene('clara.jpg', clara, false);
  await writeScene('berta.jpg', { ...berta, region: berta.region! }, false);
  people = new EnrolledPeople({ Clara: [await readFile(file('clara.jpg'))] });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => visited.close());

async function open(viewport: { width?: number; height?: number } = {}): Promise<void> {
  visited = await visit(viewport);
  page = visited.page;
  await settled(page);
  await people.putInto(page);
  await page.goto(`${demo.url}#/scene`);
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const chooseModel = (name: string) => page.getByLabel('Choose an .onnx file').setInputFiles(file(name));
const choosePhotograph = (name: string) =>
  page.locator('input[type=file][aria-label="Photograph of the scene"]').setInputFiles(file(name));
const verdict = (title: string) => page.locator('.verdict').filter({ has: page.getByRole('heading', { name: title }) });

/** Sets up `show red`, by a model that knows red squares. */
async function setUp(): Promise<void> {
  await chooseModel('squares.onnx');
  await page.getByText('squares.onnx: 3 classes').waitFor();
  await button('Add a task').click();
  await page.getByLabel('Name').fill('show red');
  await page.getByRole('checkbox', { name: 'red square' }).check();
  await button('Save').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

test('approves who is alive and does the task, with evidence; rejects with every reason', async () => {
  await open();
  expect(await button('Ask').isDisabled()).toBe(true);
  await setUp();
  await choosePhotograph('clara-red.jpg');
  await button('Ask').click();
  await page.getByRole('heading', { name: 'Approved' }).waitFor();
  for (const title of ['Who', 'Alive', 'Doing what']) {
    await expect.poll(() => verdict(title).textContent()).toContain('Yes');
  }
  await verdict('Doing what').getByText('Seen: red square').waitFor();
  // The evidence is drawn where the square is.
  const [mark, photograph] = [page.locator('.mark').getByText('red square').locator('..'), page.locator('.photograph')];
  const [drawn, whole] = [(await mark.boundingBox())!, (await photograph.boundingBox())!];
  const scale = 1152 / whole.width;
  expect((drawn.x - whole.x) * scale).toBeCloseTo(square.x, -1);
  expect((drawn.y - whole.y) * scale).toBeCloseTo(square.y, -1);
  expect(drawn.width * scale).toBeCloseTo(square.width, -1);

  // Another photograph is another question.
  await choosePhotograph('berta.jpg');
  await expect.poll(() => page.locator('.outcome').count()).toBe(0);
  await button('Ask').click();
  await page.getByRole('heading', { name: 'Rejected' }).waitFor();
  const reasons = await page.locator('.outcome li').allTextContents();
  expect(reasons).toContain('This is not the person who was named.');
  expect(reasons).toContain('The photograph does not show the task being done.');

  await choosePhotograph('clara.jpg');
  await button('Ask').click();
  await page.getByRole('heading', { name: 'Rejected' }).waitFor();
  expect(await page.locator('.outcome li').allTextContents()).toEqual([
    'The photograph does not show the task being done.',
  ]);
  const noted = async () => (await page.evaluate(() => demoTools.events())).filter(([kind]) => kind === 'noted');
  // They are written soon after the answer.
  await expect.poll(noted).toEqual([
    ['noted', 'Clara', 'gate-rejected'],
    ['noted', 'Clara', 'gate-rejected'],
    ['noted', 'Clara', 'gate-approved'],
  ]);
  expectQuiet(visited.record);
});

test('a file that is no usable model is refused with what is wrong, and another one taken', async () => {
  await open();
  await chooseModel('text.onnx');
  await page.getByText('A model file is damaged').waitFor();
  await chooseModel('segments.onnx');
  await page.getByText('task is segment').waitFor();
  expect(await button('Add a task').isDisabled()).toBe(true);
  await setUp();
  expect(await page.locator('.notice-bad p').count()).toBe(0);
  expectQuiet(visited.record);
});

test('tasks are kept, changed and removed, by the keyboard; the model is asked for anew', async () => {
  await open();
  page.once('filechooser', (chooser) => void chooser.setFiles(file('squares.onnx')));
  await button('Choose an .onnx file').press('Enter');
  await page.getByText('3 classes').waitFor();
  const list = page.locator('.tasks');

  await button('Add a task').press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await button('Add a task').press('Enter');
  await button('Save').press('Enter');
  await page.getByText('A task needs a name.').waitFor();
  await page.getByText('Choose at least one.').waitFor();
  await page.getByLabel('Name').focus();
  await page.keyboard.type('Show blue');
  await page.getByRole('checkbox', { name: 'blue "square"' }).press('Space');
  await page.keyboard.press('Enter');
  await list.getByText('Shown by blue "square", from a score of 0.50 on.').waitFor();

  await button('Add a task').press('Enter');
  await page.getByLabel('Name').fill('show-blue');
  await page.keyboard.press('Enter');
  await page.getByText('Another task has this name.').waitFor();
  await page.keyboard.press('Escape');

  await page.reload();
  await list.getByText('Show blue').waitFor();
  await page.getByText('Choose a model first: a task is made of its classes.').waitFor();
  await chooseModel('squares.onnx');
  await page.getByText('3 classes').waitFor();
  await page.getByRole('button', { name: 'Edit: Show blue' }).press('Enter');
  await page.getByRole('slider', { name: /Least score/ }).press('ArrowRight');
  await button('Save').press('Enter');
  await list.getByText('from a score of 0.55 on').waitFor();
  await page.getByRole('button', { name: 'Remove: Show blue' }).press('Enter');
  await expect.poll(() => list.count()).toBe(0);
  expectQuiet(visited.record);
});

test.each([
  ['light', 1440, 900],
  ['dark', 390, 844],
] as const)('%s, %i pixels wide, it meets WCAG 2.2 AA as far as axe can tell', async (colorScheme, width, height) => {
  await open({ width, height });
  await page.emulateMedia({ colorScheme });
  await chooseModel('text.onnx');
  await page.getByText('A model file is damaged').waitFor();
  await expectAccessible(page);
  await setUp();
  await button('Add a task').click();
  await button('Save').click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  for (const [photograph, heading] of [
    ['clara-red.jpg', 'Approved'],
    ['berta.jpg', 'Rejected'],
  ] as const) {
    await choosePhotograph(photograph);
    await button('Ask').click();
    await page.getByRole('heading', { name: heading }).waitFor();
    await expectAccessible(page);
  }
  expectQuiet(visited.record);
});
