import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { Plugin } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import manifest from '../models/manifest.json' with { type: 'json' };
import { writeOnnx } from '../models/onnx-model.ts';
import { deepPixBisGraphs } from '../packages/face-core/test/generated-deeppixbis.ts';
import { cameraShowing } from '../scripts/browser.ts';
import { readScene } from '../scripts/films/film.ts';
import { addModel } from '../scripts/models/add.ts';
import { expectAccessible } from './accessible.ts';
import { buildDemo, serveBuilt } from './build.ts';
import { ada, addTools, berta, demo, expectQuiet, settled, type Visit, visit } from './demo.ts';
import { EnrolledPeople } from './enrolled.ts';
import { tabTo } from './keyboard.ts';
import { fileOf, personOf } from './people/subjects.ts';

/** The lab: what the packages tell of photographs, of the gallery and of their own speed. */

let folder: string;
let people: EnrolledPeople;
let visited: Visit;
let page: Page;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photographs-'));
  const [one, other] = await Promise.all(
    [ada, berta].map((scene) => readScene(scene).jpeg({ quality: 90 }).toBuffer()),
  );
  const again = await readScene(ada).resize(400, 300).modulate({ brightness: 1.1 }).jpeg().toBuffer();
  people = new EnrolledPeople({ Ada: [one!, again], Berta: [other!] });
  await writeFile(file('ada.jpg'), one!);
  await writeFile(file('ada-again.jpg'), again);
  await writeFile(file('berta.jpg'), other!);
  await writeFile(file('text.jpg'), 'this is no photograph');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => visited.close());

async function open(options: Parameters<typeof visit>[0] = {}) {
  visited = await visit(options);
  page = visited.page;
  await addTools(page);
  await settled(page);
}

const go = (bench: string) => page.goto(`${demo.url}#/lab/${bench}`);
const photograph = (label: string) => page.locator(`input[type=file][aria-label="${label}"]`);
const verdict = (title: string) => page.getByRole('heading', { name: title, exact: true }).waitFor();
const figure = (name: string) =>
  page.locator('dl.figures div').filter({ hasText: name }).locator('dd').first().textContent().then(Number);

test('two photographs are compared: of one person, of two, and one that is none', async () => {
  await open();
  await go('compare');
  await photograph('First photograph').setInputFiles(file('ada.jpg'));
  await photograph('Second photograph').setInputFiles(file('ada-again.jpg'));
  await verdict('The same person');
  expect(await figure('Similarity')).toBeGreaterThan(0.9);
  expect(await figure('Threshold')).toBe(0.38);
  expect(await page.getByRole('img', { name: /as the model sees it/ }).count()).toBe(2);
  await page.getByText('Quality: 1').first().waitFor();

  await photograph('Second photograph').setInputFiles(file('berta.jpg'));
  await verdict('Different people');
  expect(await figure('Similarity')).toBeLessThan(0.38);

  await photograph('Second photograph').setInputFiles(file('text.jpg'));
  await page.getByText('This cannot be read as an image').waitFor();
  expect(await page.locator('.scale').count()).toBe(0);
  expectQuiet(visited.record);
});

test('a photograph is compared with an enrolled person, of whom nothing is written down', async () => {
  await open();
  await people.putInto(page);
  const before = await page.evaluate(() => demoTools.events());
  await go('compare');
  await page.getByLabel('Compare with').selectOption('Ada');
  await photograph('Photograph').setInputFiles(file('ada.jpg'));
  await verdict('The same person');
  const [best, mean, least] = [await figure('Best'), await figure('Mean'), await figure('Least')];
  // One of the two templates is of this very photograph.
  expect(best).toBeCloseTo(1, 2);
  expect(mean).toBeCloseTo((best + least) / 2, 2);
  await page.getByLabel('Compare with').selectOption('Berta');
  await verdict('Different people');
  expect(await page.evaluate(() => demoTools.events())).toEqual(before);
  expectQuiet(visited.record);
});

test('everybody in a group photograph is named, or unknown', async () => {
  await open();
  await people.putInto(page);
  await go('group');
  await photograph('A photograph of one or many').setInputFiles(ada.photograph);
  const found = page.locator('.recognised > li');
  await expect.poll(() => found.count()).toBe(3);
  await expect.poll(() => found.getByRole('heading').allTextContents()).toEqual(['Unknown', 'Ada', 'Unknown']);
  await expect.poll(() => page.locator('.mark').allTextContents()).toEqual(['1', '2 Ada', '3']);
  await found.nth(1).getByText('Quality and liveness').click();
  await found.nth(1).getByText('Sharpness').waitFor();

  // Whoever is removed, in whatever tab, is not known any more.
  await page.evaluate(() => demoTools.remove('Ada'));
  await expect.poll(() => found.nth(1).getByRole('heading').first().textContent()).toBe('Unknown');
  expectQuiet(visited.record);
});

describe('error rates of the gallery', () => {
  const rate = (name: 'fmr' | 'fnmr') => page.locator(`[data-rate=${name}]`).textContent();
  const rates = async () => [await rate('fmr'), await rate('fnmr')];

  test('are those of its pairs, at the threshold of the slider', async () => {
    await open();
    await go('rates');
    await page.getByText('There is nothing to compare yet').waitFor();
    // Of one person: 0.8 and 0.5. Of two: 0.6, 0.48, 0.3 and 0.24.
    await page.evaluate((people) => demoTools.enrolEmbeddings(people), {
      Ada: [
        [1, 0, 0, 0],
        [0.8, 0.6, 0, 0],
      ],
      Berta: [
        [0.6, 0, 0.8, 0],
        [0.3, 0, 0.4, Math.sqrt(0.75)],
      ],
    });
    await expect.poll(rates).toEqual(['50%', '0%']);
    await page.getByText('2 of 4 pairs of different people would match.').waitFor();
    await page.getByText('4 pairs of different people: few. Where none of them matches, up to 75%').waitFor();

    const slider = page.getByRole('slider');
    const expected: [threshold: string, rates: string[]][] = [
      ['0.2', ['100%', '0%']],
      ['0.26', ['75%', '0%']],
      ['0.55', ['25%', '50%']],
      ['0.7', ['0%', '50%']],
      ['0.9', ['0%', '100%']],
    ];
    for (const [threshold, shown] of expected) {
      await slider.fill(threshold);
      expect(await rates()).toEqual(shown);
    }

    // By the keyboard, and for the whole app.
    await page.getByRole('button', { name: 'Back to 0.38' }).click();
    await slider.focus();
    for (let i = 0; i < 17; i++) await page.keyboard.press('ArrowRight');
    expect(await rates()).toEqual(['25%', '50%']);
    expect(await slider.getAttribute('aria-valuetext')).toBe('0.55: false match rate 25%, false non-match rate 50%');
    await page.getByRole('button', { name: 'Use this threshold' }).press('Enter');
    await page.goto(`${demo.url}#/settings`);
    await page.getByText('Similarity from 0.55 on').waitFor();
    expectQuiet(visited.record);
  });

  test('of a large gallery are those of pairs that are drawn', async () => {
    await open();
    const strangers = Array.from({ length: 700 }, (_, i) => personOf(i + 1, `stranger ${i}`, { templates: 1 }));
    const gallery = (await fileOf(strangers, [])).toString('base64');
    await page.evaluate((gallery) => demoTools.importGallery(gallery), gallery);
    await go('rates');
    await page.getByText('200,000 of 244,650 pairs of different people, drawn at random.').waitFor();
    expect(await rates()).toEqual(['0%', 'unknown']);
    expectQuiet(visited.record);
  });
});

test('where DeepPixBiS is installed, its map lies over the face', async () => {
  const weights = file('deeppixbis.onnx');
  await writeFile(weights, writeOnnx(deepPixBisGraphs['deeppixbis.onnx']!()));
  const models = file('models');
  const record = await addModel(manifest.optional.deeppixbis, models, weights, () => {});
  const built = file('built');
  await buildDemo(built, 'with DeepPixBiS', [installing(record)]);
  await cp(models, join(built, 'models'), { recursive: true });
  const site = await serveBuilt(built);
  onTestFinished(() => site.close());
  visited = await visit({ site });
  page = visited.page;
  await settled(page);
  await page.goto(`${site.url}#/lab/group`);
  await photograph('A photograph of one or many').setInputFiles(file('ada.jpg'));
  await page.locator('.recognised').getByText('Quality and liveness').click();
  const map = page.getByRole('img', { name: 'DeepPixBiS: red where it sees an attack' });
  await map.waitFor();
  // The face is grey, and what is painted over it is not.
  const coloured = await map.evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((red, i) => i % 4 === 0 && Math.abs(red - data[i + 1]!) > 20).length / (data.length / 4);
  });
  expect(coloured).toBeGreaterThan(0.5);
  expect(await page.locator('.bars').last().textContent()).toContain('DeepPixBiS');
  await expectAccessible(page);
  await page.goto(`${site.url}#/about`);
  expect(await page.getByRole('listitem').filter({ hasText: record.weights.sha256 }).textContent()).toContain('in use');
  expectQuiet(visited.record);
});

/** Has a build take a model for installed. */
const installing = (deeppixbis: object): Plugin => ({
  name: 'installing',
  load: (id) =>
    id.endsWith('/models/installed.ts') ? `export const installedModels = ${JSON.stringify({ deeppixbis })};` : null,
});

test('each stage is timed while the camera runs, until the page is left', async () => {
  await writeFile(file('ada.mjpeg'), await readScene(ada).jpeg().toBuffer());
  await open({ camera: cameraShowing(file('ada.mjpeg')) });
  await go('speed');
  await page.getByRole('button', { name: 'Measure with the camera' }).click();
  const medians = () => page.locator('.stages tbody tr td:last-child').allTextContents();
  await expect
    .poll(async () => (await medians()).map((text) => Number.parseFloat(text) >= 0))
    .toEqual(Array.from({ length: 6 }, () => true));
  await page.locator('.chart canvas').waitFor();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await expect.poll(() => page.locator('video').count()).toBe(0);
  expectQuiet(visited.record);
});

test('by the keyboard alone', async () => {
  await open();
  await go('compare');
  // It goes to the heading when the page is there.
  await page.locator('h1:focus').filter({ hasText: 'Lab' }).waitFor();
  const press = async (role: 'button' | 'link', name: string) => {
    await tabTo(page.getByRole(role, { name, exact: true }));
    await page.keyboard.press('Enter');
  };
  const given = ['ada.jpg', 'ada-again.jpg'];
  page.on('filechooser', (chooser) => void chooser.setFiles(file(given.shift()!)));
  await press('button', 'Choose a photograph: First photograph');
  await page.getByRole('img', { name: 'First photograph', exact: true }).waitFor();
  await press('button', 'Choose a photograph: Second photograph');
  await verdict('The same person');
  await page.reload();
  await press('link', 'Group');
  await expect.poll(() => page.url()).toMatch(/#\/lab\/group$/);
  expectQuiet(visited.record);
});

test.each([
  ['light', 1440, 900],
  ['dark', 390, 844],
] as const)('%s, %i pixels wide, it meets WCAG 2.2 AA as far as axe can tell', async (colorScheme, width, height) => {
  await open({ width, height });
  await page.emulateMedia({ colorScheme });
  await go('rates');
  await page.getByText('There is nothing to compare yet').waitFor();
  await expectAccessible(page);
  await people.putInto(page);
  await page.locator('.histogram').waitFor();
  await expectAccessible(page);
  await go('compare');
  await photograph('First photograph').setInputFiles(file('ada.jpg'));
  await photograph('Second photograph').setInputFiles(file('berta.jpg'));
  await verdict('Different people');
  await expectAccessible(page);
  await go('group');
  await photograph('A photograph of one or many').setInputFiles(ada.photograph);
  await page.locator('.recognised').getByRole('heading', { name: 'Ada' }).waitFor();
  await page.locator('summary').first().click();
  await expectAccessible(page);
  await go('speed');
  await page.getByRole('button', { name: 'Measure with the camera' }).click();
  await page.getByText('No camera was found').or(page.getByText('The camera is off')).waitFor();
  await expectAccessible(page);
  expectQuiet(visited.record);
});
