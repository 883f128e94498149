import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseClassNames } from '../src/objects/class-names.ts';

describe('parseClassNames', () => {
  test.each([
    ["{0: 'person'}", ['person']],
    ["{0: 'person', 1: 'bicycle'}", ['person', 'bicycle']],
    ["{1: 'second', 0: 'first'}", ['first', 'second']],
    ["['person', 'bicycle']", ['person', 'bicycle']],
    [
      String.raw`{0: "driver's cab", 1: 'it\'s', 2: 'say "so"', 3: 'a\\b'}`,
      ["driver's cab", "it's", 'say "so"', 'a\\b'],
    ],
    ["{0: 'yes: no', 1: 'a, b', 2: '7: {', 3: ''}", ['yes: no', 'a, b', '7: {', '']],
    [String.raw`{0: 'caf\xe9', 1: '\u65e5', 2: '\U0001f600', 3: 'a\nb\t'}`, ['café', '日', '😀', 'a\nb\t']],
    ["{0: 'café', 1: '日本'}", ['café', '日本']],
    ["{0: '__proto__', 1: 'constructor'}", ['__proto__', 'constructor']],
    ["\n{ 0 : 'a' ,\n 1 : 'b' }\n", ['a', 'b']],
  ])('reads %s', (text, names) => {
    expect(parseClassNames(text)).toEqual(names);
  });

  test.each([
    '',
    '{}',
    '[]',
    'person',
    "'person'",
    '7',
    'null',
    "{1: 'person'}",
    "{0: 'person', 2: 'bicycle'}",
    "{0: 'person'",
    "{0: 'person}",
    '{0: person}',
    '{0: 7}',
    "{0: ['person']}",
    "{0: 'person'} or so",
    String.raw`{0: '\UFFFFFFFF'}`,
  ])('refuses %s', (text) => {
    expect(parseClassNames(text)).toBeNull();
  });

  test('reads back whatever Python writes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), fc.boolean(), (names, isDict) => {
        const items = names.map((name, index) => `${isDict ? `${index}: ` : ''}${repr(name)}`).join(', ');
        expect(parseClassNames(isDict ? `{${items}}` : `[${items}]`)).toEqual(names);
      }),
    );
  });

  test('gives names or null for any text, and never hangs on a long one', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`{}[]:,'"\\x0u1 \n`) }), (text) => {
        const names = parseClassNames(text);
        if (names !== null) for (const name of names) expect(name).toBeTypeOf('string');
      }),
      { numRuns: 2000 },
    );
    // What is quadratic takes hours with these.
    for (const part of ["\\'", "'", '"', "''", '0:', '\\', '{', "{0: '"]) {
      expect(parseClassNames(part.repeat(1_000_000))).toBeNull();
    }
  });
});

/** A string as Python's `repr` writes it. */
function repr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escapes: Record<string, string> = {
    '\\': '\\\\',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    [quote]: `\\${quote}`,
  };
  const characters = [...text].map((character) => {
    const code = character.codePointAt(0)!;
    if (escapes[character] !== undefined) return escapes[character];
    return code < 32 || code === 127 ? `\\x${code.toString(16).padStart(2, '0')}` : character;
  });
  return quote + characters.join('') + quote;
}
