import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withTables } from '../document.ts';

const start = '<!-- From here on, `npm run bench` writes. -->';
const end = '<!-- To here. -->';
const written = `# Speed\n\nBy hand.\n\n${start}\n\nold\n\n${end}\n\nAlso by hand.\n`;

describe('withTables', () => {
  test('replaces what is between the markers, and nothing else', () => {
    const result = withTables(written, '| new |');
    expect(result).toBe(written.replace('old', '| new |'));
  });

  test('twice is as once', () => {
    expect(withTables(withTables(written, 'new'), 'new')).toBe(withTables(written, 'new'));
  });

  test('takes tables as they are, dollar signs too', () => {
    expect(withTables(written, "$& $' $1")).toContain("\n\n$& $' $1\n\n");
  });

  test.for([
    ['without markers', '# Speed\n'],
    ['with a start alone', `${start}\n`],
    ['with an end alone', `${end}\n`],
    ['with its markers the wrong way round', `${end}\n${start}\n`],
    ['with two starts', `${start}\n${start}\n${end}\n`],
    ['with two ends', `${start}\n${end}\n${end}\n`],
  ])('refuses a document %s', ([, document]) => {
    expect(() => withTables(document!, 'new')).toThrow(/once each/);
  });

  test('the document has its markers', () => {
    const document = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');
    expect(withTables(document, '| new |')).toContain('| new |');
  });
});
