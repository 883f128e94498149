import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { emptyDocument, markdownTable, withFigures, withTables } from '../document.ts';

const start = '<!-- From here on, `npm run bench` writes. -->';
const end = '<!-- To here. -->';
const command = 'npm run bench';
const written = `# Speed\n\nBy hand.\n\n${start}\n\nold\n\n${end}\n\nAlso by hand.\n`;

describe('withTables', () => {
  test('replaces what is between the markers, and nothing else', () => {
    const result = withTables(written, '| new |', command);
    expect(result).toBe(written.replace('old', '| new |'));
  });

  test('twice is as once', () => {
    expect(withTables(withTables(written, 'new', command), 'new', command)).toBe(withTables(written, 'new', command));
  });

  test('takes tables as they are, dollar signs too', () => {
    expect(withTables(written, "$& $' $1", command)).toContain("\n\n$& $' $1\n\n");
  });

  test.for([
    ['without markers', '# Speed\n'],
    ['with a start alone', `${start}\n`],
    ['with an end alone', `${end}\n`],
    ['with its markers the wrong way round', `${end}\n${start}\n`],
    ['with two starts', `${start}\n${start}\n${end}\n`],
    ['with two ends', `${start}\n${end}\n${end}\n`],
  ])('refuses a document %s', ([, document]) => {
    expect(() => withTables(document!, 'new', command)).toThrow(/once each/);
  });

  test("leaves another command's markers alone", () => {
    expect(() => withTables(written, 'new', 'npm run evaluate')).toThrow(/once each/);
  });

  test('an empty document can be written into', () => {
    const document = withTables(emptyDocument('Liveness', command), '| new |', command);
    expect(document).toBe(`# Liveness\n\n${start}\n\n| new |\n\n${end}\n`);
  });

  test('the document of bench has its markers', () => {
    const document = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');
    expect(withTables(document, '| new |', command)).toContain('| new |');
  });
});

describe('withFigures', () => {
  const readme =
    '# Face\n\n<!-- figures: accuracy -->\n<!-- /figures: accuracy -->\n\nBy hand.\n\n<!-- figures: speed -->\n\nold\n\n<!-- /figures: speed -->\n';

  test('fills each place by its name', () => {
    expect(withFigures(readme, { speed: '12 ms', accuracy: '49 of 49' })).toBe(
      '# Face\n\n<!-- figures: accuracy -->\n\n49 of 49\n\n<!-- /figures: accuracy -->\n\nBy hand.\n\n<!-- figures: speed -->\n\n12 ms\n\n<!-- /figures: speed -->\n',
    );
  });

  test('refuses a document without one of the places', () => {
    expect(() => withFigures(readme, { speed: '12 ms', memory: '29 MB' })).toThrow(/figures: memory -->.*once each/);
  });
});

test('a table has its numbers to the right, and as many texts to the left as it is told', () => {
  const rows = [['detection', '49 of 49', 'found']];
  expect(markdownTable(['what', 'figure', ''], rows)).toBe(
    '| what      |   figure |       |\n| --------- | -------: | ----: |\n| detection | 49 of 49 | found |',
  );
  expect(markdownTable(['what', 'figure', ''], rows, 3)).toBe(
    '| what      | figure   |       |\n| --------- | -------- | ----- |\n| detection | 49 of 49 | found |',
  );
});
