import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { eventsToCsv } from '../src/exchange/index.ts';
import type { BankEvent } from '../src/records.ts';

const event = (overrides: Partial<BankEvent>): BankEvent => ({
  at: 1_700_000_000_123,
  kind: 'verified',
  label: 'ada',
  reason: null,
  details: {},
  ...overrides,
});

/** As a spreadsheet has them. */
async function cellsOf(events: BankEvent[]): Promise<string[][]> {
  return Papa.parse<string[]>((await eventsToCsv(events).text()).trimEnd()).data;
}

test('events have a row each, and a column for every detail that occurs', async () => {
  const events = [
    event({ details: { similarity: -0.25, threshold: 0.38 } }),
    event({ kind: 'rejected', label: null, reason: 'nobody', details: { live: false, why: null, similarity: 0.1 } }),
    event({ kind: 'noted', label: 'Zoë, "the" 李', details: { why: 'two\nlines' } }),
  ];
  expect(await cellsOf(events)).toEqual([
    ['at', 'kind', 'label', 'reason', 'details.similarity', 'details.threshold', 'details.live', 'details.why'],
    ['2023-11-14T22:13:20.123Z', 'verified', 'ada', '', '-0.25', '0.38', '', ''],
    ['2023-11-14T22:13:20.123Z', 'rejected', '', 'nobody', '0.1', '', 'false', ''],
    ['2023-11-14T22:13:20.123Z', 'noted', 'Zoë, "the" 李', '', '', '', '', 'two\nlines'],
  ]);
});

test('the file is UTF-8 with a byte order mark, and its lines end with CR LF', async () => {
  const csv = eventsToCsv([event({ label: 'Zoë' })]);
  const bytes = new Uint8Array(await csv.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder().decode(bytes)).toBe('at,kind,label,reason\r\n2023-11-14T22:13:20.123Z,verified,Zoë,\r\n');
  expect(csv.type).toBe('text/csv');
});

test('no events are a header', async () => {
  expect(await cellsOf([])).toEqual([['at', 'kind', 'label', 'reason']]);
});

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['＝1', "'＝1"],
  ['  =1', "'  =1"],
  ['\t=1', "'\t'=1"],
  ['\rx', "'\rx"],
  ['=1\n2', "'=1\n2"],
  ['a;=1+1;b', "a;'=1+1;b"],
  ['a\n=1', "a\n'=1"],
  ["'=1", "''=1"],
  ['a=1-2', 'a=1-2'],
  ['ada@example.org', 'ada@example.org'],
  ["'t Hooft", "'t Hooft"],
])('%j is no formula any more, whether label, reason, detail or the name of one', async (text, cell) => {
  const [header, row] = await cellsOf([event({ label: text, reason: text, details: { a: text, [`;${text}`]: 1 } })]);
  expect(row!.slice(2, 5)).toEqual([cell, cell, cell]);
  expect(header!.at(-1)).not.toMatch(/;[ ]*[=+\-@＝]/);
});

test('a detail that only its prototype has is an empty cell', async () => {
  const [, row] = await cellsOf([event({}), event({ details: { toString: 'x' } })]);
  expect(row!.at(-1)).toBe('');
});

test('a time that no date can show is refused', () => {
  expect(() => eventsToCsv([event({ at: 8.64e15 + 1024 })])).toThrow(
    expect.objectContaining({ name: 'FacebankError', code: 'bad-options', details: { time: 8.64e15 + 1024 } }),
  );
});
