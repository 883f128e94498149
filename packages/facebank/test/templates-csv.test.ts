import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { float32Digits } from '../src/exchange/float32.ts';
import { type CsvPerson, type CsvTemplate, csvToTemplates, templatesToCsv } from '../src/exchange/index.ts';
import { normOf } from '../src/matching/similarity.ts';
import { parseTemplate } from '../src/template.ts';
import { MODEL, normalize, syntheticPerson, templateOf } from './synthetic.ts';

// Thousands of cases, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000 });

const defaults = { modelId: MODEL, label: 'ada' };

function template(embedding: number[], overrides: Partial<CsvTemplate> = {}): CsvTemplate {
  return { ...templateOf(embedding, { digest: 'shot' }), source: null, ...overrides };
}

async function csvOf(people: CsvPerson[]): Promise<string> {
  return (await templatesToCsv(people)).text();
}

/** Matches the error of a row. */
const badRow = (row: number) => expect.objectContaining({ name: 'FacebankError', code: 'bad-file', details: { row } });

describe('the digits of a 32-bit float', () => {
  test('become the very same float again, and are the shortest that do', () => {
    expect([0.5, 1, -1, 0.1, 1 / 3, 16_777_216, 1e-7].map((value) => float32Digits(Math.fround(value)))).toEqual([
      '0.5',
      '1',
      '-1',
      '0.1',
      '0.33333334',
      '16777216',
      '1e-7',
    ]);
    expect([0, -0].map(float32Digits)).toEqual(['0', '-0']);
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const digits = float32Digits(value);
        expect(Math.fround(Number(digits))).toBe(value);
        expect(digits.replace(/e.*|[-.]/g, '').replace(/^0+|0+$/g, '').length).toBeLessThanOrEqual(9);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('templates in CSV', () => {
  test('have a row each under a header', async () => {
    const csv = await csvOf([
      { label: 'Zoë, the "first"', templates: [template([0.6, -0.8], { source: 'webcam', digest: 'a1' })] },
      { label: 'bob', templates: [template([1, 0], { liveness: { score: 0.25, live: false }, digest: 'b2' })] },
    ]);
    expect(csv.split('\r\n')).toEqual([
      'label,modelId,quality,livenessScore,live,capturedAt,source,digest,e0,e1',
      `"Zoë, the ""first""",${MODEL},80,,,2023-11-14T22:13:20.000Z,webcam,a1,0.6,-0.8`,
      `bob,${MODEL},80,0.25,false,2023-11-14T22:13:20.000Z,,b2,1,0`,
      '',
    ]);
  });

  test('read back to the same, down to the bits', async () => {
    const people = Array.from({ length: 3 }, (_, i) => ({
      label: `person ${i}`,
      templates: syntheticPerson(i + 1)
        .shots(3)
        .map((shot) => ({ ...shot, source: 'webcam' })),
    }));
    expect(await csvToTemplates(await csvOf(people))).toEqual(people);
  });

  test('read back to the same, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(people(), async (people) => {
        expect(await csvToTemplates(await csvOf(people))).toEqual(people);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['with a byte order mark', (csv: string) => `\ufeff${csv}`],
    ['with LF', (csv: string) => csv.replaceAll('\r\n', '\n')],
    ['without an end of the last line', (csv: string) => csv.trimEnd()],
    ['with blank lines', (csv: string) => csv.replaceAll('\r\n', '\r\n\r\n')],
    ['with rows of empty cells, as spreadsheets leave them', (csv: string) => `${csv},,,,,,,,,\r\n`],
    ['with TRUE and FALSE, as spreadsheets write them', (csv: string) => csv.replace('true', 'TRUE')],
    ['with every cell quoted', (csv: string) => csv.replace(/[^,\r\n]+/g, '"$&"')],
    ['with other columns', (csv: string) => csv.replace('source', 'colour')],
  ])('are read %s', async (_, change) => {
    const people = [{ label: 'Zoë 李 😀', templates: [template([0.6, 0.8], { liveness: { score: 1, live: true } })] }];
    const csv = change(await csvOf(people));
    expect(csv).not.toBe(await csvOf(people));
    expect(await csvToTemplates(csv)).toEqual(people);
  });

  test('of two models may differ in length', async () => {
    const people = [
      { label: 'ada', templates: [template([0.6, 0.8], { modelId: 'two@1' })] },
      { label: 'bob', templates: [template([0.6, 0, 0.8], { modelId: 'three@1' })] },
    ];
    const csv = await csvOf(people);
    expect(await csvToTemplates(csv)).toEqual(people);
    expect(await csvToTemplates(csv.replace('0.8\r\n', '0.8,\r\n'))).toEqual(people);
  });

  test('of many people are written piece by piece', async () => {
    const many = function* () {
      for (let i = 0; i < 1000; i++) yield { label: `p${i}`, templates: [template([0.6, 0.8], { digest: `d${i}` })] };
    };
    const csv = await templatesToCsv(many());
    expect(csv.type).toBe('text/csv');
    expect(await csvToTemplates(await csv.text())).toEqual([...many()]);
  });

  test('of nobody are a header', async () => {
    const csv = await csvOf([]);
    expect(csv).toBe('label,modelId,quality,livenessScore,live,capturedAt,source,digest\r\n');
  });

  test('stop at an abort', async () => {
    const controller = new AbortController();
    const people = function* () {
      yield { label: 'ada', templates: [template([1, 0])] };
      controller.abort();
    };
    const writing = templatesToCsv(people(), { signal: controller.signal });
    await expect(writing).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  test('of a time that no date can show are refused', async () => {
    const writing = csvOf([{ label: 'ada', templates: [template([1, 0], { capturedAt: 1e300 })] }]);
    await expect(writing).rejects.toThrow(expect.objectContaining({ code: 'bad-options' }));
  });

  test('hold no formula that a spreadsheet would run', async () => {
    const people = [{ label: '=1+1', templates: [template([1, 0], { source: '@SUM(1)', digest: "'-x;=2" })] }];
    const csv = await csvOf(people);
    expect(csv).toContain("\r\n'=1+1,");
    expect(csv).toContain(",'@SUM(1),''-x;'=2,");
    expect(await csvToTemplates(csv)).toEqual(people);
  });

  test.each<[string, number, (csv: string) => string]>([
    ['a label that is none', 2, (csv) => csv.replace('ada', ' ')],
    ['a label too long', 3, (csv) => csv.replace('bob', 'x'.repeat(201))],
    ['no model', 2, (csv) => csv.replace(MODEL, '')],
    ['a quality beyond 100', 3, (csv) => csv.replace(',81,', ',101,')],
    ['a quality in words', 3, (csv) => csv.replace(',81,', ',good,')],
    ['a liveness without a verdict', 3, (csv) => csv.replace(',true,', ',,')],
    ['a verdict without a score', 3, (csv) => csv.replace(',0.5,', ',,')],
    ['a verdict of another kind', 3, (csv) => csv.replace(',true,', ',yes,')],
    ['a local time', 2, (csv) => csv.replace('2023-11-14T22:13:20.000Z', '14/11/2023')],
    ['a day that does not exist', 2, (csv) => csv.replace('2023-11-14', '2023-13-14')],
    ['a number that is none', 2, (csv) => csv.replace(',0.8', ',0.8x')],
    ['a number that is missing', 2, (csv) => csv.replace(',0.6,', ',,')],
    ['a number too large', 2, (csv) => csv.replace(',0.8', ',1e39')],
    ['an embedding cut short', 3, (csv) => csv.replace(',0\r\n', '\r\n')],
    ['an embedding that is not normalised', 2, (csv) => csv.replace(',0.8', ',0.9')],
    ['no embedding', 2, (csv) => csv.replace(',0.6,0.8', '')],
    ['more cells than the header', 2, (csv) => csv.replace(',0.8', ',0.8,0.1')],
    ['a quote that does not end', 2, (csv) => csv.replace('ada', '"ada')],
    ['a quote that ends early', 2, (csv) => csv.replace('ada', '"ad"a')],
    ['a header with a gap', 1, (csv) => csv.replace('e1', 'e2')],
    ['a header that goes on after the embedding', 1, (csv) => csv.replace('e1', 'e1,note')],
    ['a header alone in two rows', 2, (csv) => csv.replace('\r\n', '\r\nlabel,e0\r\n')],
  ])('are refused with their row: %s', async (_, row, change) => {
    const people = [
      { label: 'ada', templates: [template([0.6, 0.8])] },
      { label: 'bob', templates: [template([1, 0], { quality: 81, liveness: { score: 0.5, live: true } })] },
    ];
    const csv = await csvOf(people);
    expect(await csvToTemplates(csv)).toEqual(people);
    expect(change(csv)).not.toBe(csv);
    await expect(csvToTemplates(change(csv))).rejects.toThrow(badRow(row));
  });

  test('are read from no text that has none', async () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 5 }),
      fc.constantFrom('label', 'e0', 'digest', '0.6', '0.8', '"', '1e999'),
    );
    const text = fc.array(cell, { maxLength: 12 }).map((cells) => cells.join(',').replaceAll(';', '\n'));
    await fc.assert(
      fc.asyncProperty(text, async (text) => {
        const read = await csvToTemplates(text, defaults).catch((error) => error.code);
        if (read !== 'bad-file') for (const { templates } of read) for (const t of templates) parseTemplate(t);
      }),
      { numRuns: 2000 },
    );
  });

  test('never name anybody in an error', async () => {
    const error = await csvToTemplates('Secret Name,0.6,x', defaults).catch((thrown) => thrown);
    expect(error).toEqual(badRow(1));
    expect(`${error} ${error.cause}`).not.toContain('Secret');
  });
});

describe('a classic facebank.csv', () => {
  test('has a row of numbers for each embedding, of one label and one model', async () => {
    // As Python's csv module writes them: 32-bit floats with the digits of 64-bit ones.
    const csv = '0.6000000238418579,0.800000011920929\r\n-1.0,0.0\r\n';
    const [person, ...others] = await csvToTemplates(csv, defaults);
    expect(others).toEqual([]);
    expect(person!.label).toBe('ada');
    expect(person!.templates).toEqual([
      template([0.6, 0.8], { ...unknown, digest: expect.stringMatching(/^embedding-sha256:[0-9a-f]{64}$/) }),
      template([-1, 0], { ...unknown, digest: expect.stringMatching(/^embedding-sha256:[0-9a-f]{64}$/) }),
    ]);
  });

  test('has the digest of each embedding’s bytes', async () => {
    const [person] = await csvToTemplates('1,0', defaults);
    const bytes = Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0);
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    expect(person!.templates[0]!.digest).toBe(`embedding-sha256:${hash}`);
  });

  test('is normalised where it is not', async () => {
    const [person] = await csvToTemplates('3,4\n1e30,1e30\n1e-30,0', defaults);
    const [a, b, c] = person!.templates.map(({ embedding }) => embedding);
    expect(a).toEqual(Float32Array.of(0.6, 0.8));
    expect(normOf(b!)).toBeCloseTo(1, 6);
    expect(c).toEqual(Float32Array.of(1, 0));
  });

  test('keeps the bits of what is normalised', async () => {
    const [shot] = syntheticPerson(1).shots(1);
    const [person] = await csvToTemplates(Array.from(shot!.embedding).join(), defaults);
    expect(person!.templates[0]!.embedding).toEqual(shot!.embedding);
  });

  test('may have the label before the numbers', async () => {
    const people = await csvToTemplates('ada,0.6,0.8\n"Lovelace, Ada",1,0\n007,0.8,0.6\nada,0,1\n', { modelId: MODEL });
    expect(people.map(({ label, templates }) => [label, templates.length])).toEqual([
      ['ada', 2],
      ['Lovelace, Ada', 1],
      ['007', 1],
    ]);
  });

  test('may have no more of a header than the label', async () => {
    const people = await csvToTemplates('label,e0,e1\n1042,3,4\n', { modelId: MODEL });
    expect(people).toEqual([
      { label: '1042', templates: [template([0.6, 0.8], { ...unknown, digest: expect.any(String) })] },
    ]);
  });

  test('is read with the blank lines that Python leaves on Windows', async () => {
    const [person] = await csvToTemplates('0.6,0.8\r\r\n1,0\r\r\n0.8,0.6\r\r\n', defaults);
    expect(person!.templates).toHaveLength(3);
  });

  test('comes again as the same templates', async () => {
    const csv = '3,4\n1,2\n';
    const read = await csvToTemplates(csv, defaults);
    expect(await csvToTemplates(csv, defaults)).toEqual(read);
    expect(await csvToTemplates(await csvOf(read))).toEqual(read);
  });

  test.each<[string, string, object, number]>([
    ['a zero row', '0.6,0.8\n0,0\n', defaults, 2],
    ['a row cut short', '0.6,0.8\n0.6,0.8\n0.6\n', defaults, 3],
    ['a row too long', '0.6,0.8\n0.6,0.8,0\n', defaults, 2],
    ['a word among the numbers', '0.6,0.8\n0.6,nan\n', defaults, 2],
    ['a label where one is given', 'bob,0.6,0.8\n', defaults, 1],
    ['a label among rows without', '0.6,0.8\nbob,0.6,0.8\n', defaults, 2],
    ['no label', '0.6,0.8\n', { modelId: MODEL }, 1],
    ['no model', '0.6,0.8\n', { label: 'ada' }, 1],
    ['a default label that is none', '0.6,0.8\n', { ...defaults, label: '\n' }, 1],
    ['semicolons', '0,6;0,8\n', defaults, 1],
    ['infinity', 'Infinity,0\n', defaults, 1],
    ['a text of one word', 'hello', defaults, 1],
  ])('is refused with its row: %s', async (_, csv, options, row) => {
    await expect(csvToTemplates(csv, options)).rejects.toThrow(badRow(row));
  });

  test('of nothing holds nobody', async () => {
    expect(await csvToTemplates('', defaults)).toEqual([]);
    expect(await csvToTemplates('\r\n\r\n', defaults)).toEqual([]);
  });
});

/** What counts where a row does not say. */
const unknown = { quality: 0, liveness: null, capturedAt: 0 };

/** People of all kinds, with two models. */
function people(): fc.Arbitrary<CsvPerson[]> {
  // Every character that means something to CSV or to a spreadsheet, and some that do not.
  const character = fc.constantFrom(...'"\',;=+-@\t\r\n a1é😀＝\u00a0\ufeff');
  const text = fc.oneof(fc.string({ unit: character, maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 20 }));
  const word = text.filter((word) => word !== '');
  const label = text
    .map((label) =>
      label
        .replace(/\p{Cc}/gu, '')
        .trim()
        .normalize('NFC'),
    )
    .filter((label) => label !== '');
  const component = fc.float({ min: -1, max: 1, noNaN: true });
  const shot = fc.record({
    numbers: fc.array(component, { minLength: 4, maxLength: 4 }).filter(([first]) => Math.abs(first!) > 0.01),
    modelId: fc.constantFrom('four@1', 'three@2'),
    digest: word,
    quality: fc.double({ min: 0, max: 100, noNaN: true }).map((quality) => quality + 0),
    liveness: fc.option(
      fc.record({ score: fc.double({ noNaN: true, noDefaultInfinity: true }).map((s) => s + 0), live: fc.boolean() }),
    ),
    capturedAt: fc.integer({ min: -8.64e15, max: 8.64e15 }),
    source: fc.option(word),
  });
  const templates = fc.array(
    shot.map(({ numbers, ...rest }) => ({
      ...rest,
      embedding: normalize(Float32Array.from(numbers.slice(0, rest.modelId === 'four@1' ? 4 : 3))),
    })),
    { minLength: 1, maxLength: 3 },
  );
  return fc.uniqueArray(fc.record({ label, templates }), { selector: ({ label }) => label, maxLength: 4 });
}
