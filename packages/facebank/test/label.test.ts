import { expect, test } from 'vitest';
import { normalizeLabel } from '../src/label.ts';

test('labels are trimmed and brought to NFC', () => {
  expect(normalizeLabel('  Ada Lovelace\n')).toBe('Ada Lovelace');
  const [nfc, nfd] = ['Zo\u00eb', 'Zoe\u0308'];
  expect(nfd).not.toBe(nfc);
  expect(normalizeLabel(nfd)).toBe(nfc);
  expect(normalizeLabel(nfc)).toBe(nfc);
});

test('a label has 1–200 characters, counted after normalisation', () => {
  expect(normalizeLabel('x')).toBe('x');
  expect(normalizeLabel(` ${'x'.repeat(200)} `)).toHaveLength(200);
  expect(normalizeLabel('😀'.repeat(200))).toBe('😀'.repeat(200));
  expect(normalizeLabel('e\u0308'.repeat(200))).toHaveLength(200);
});

test.each<[string, unknown]>([
  ['nothing', ''],
  ['white space', ' \t\n\u00a0'],
  ['201 characters', 'x'.repeat(201)],
  ['201 emoji', '😀'.repeat(201)],
  ['a zero', 'a\u0000b'],
  ['a line break', 'a\nb'],
  ['a delete', 'a\u007fb'],
  ['a C1 control', 'a\u0085b'],
  ['half a surrogate pair', 'a\ud800b'],
  ['a number', 7],
  ['undefined', undefined],
])('%s is no label', (_, label) => {
  expect(() => normalizeLabel(label as string)).toThrow(
    expect.objectContaining({ name: 'FacebankError', code: 'bad-label' }),
  );
});
