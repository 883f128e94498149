import Papa from 'papaparse';
import { FacebankError } from '../errors.ts';

/** RFC 4180. */
export const rowEnd = '\r\n';

/** Numbers and booleans are written as they are; an absent value is an empty cell. */
type Cell = string | number | boolean | null;

/**
 * A row of CSV, without its end. Texts are guarded: a spreadsheet takes what begins with `=`, `+`, `-` or `@` (or one of
 * their wide forms), a tab or a carriage return for a formula and runs it, and where its list separator is the semicolon it
 * also looks behind each of those. There an apostrophe is put in front, by which spreadsheets know text. See OWASP, "CSV
 * Injection". Numbers are no danger and keep their minus.
 */
export function csvRow(cells: readonly Cell[]): string {
  return Papa.unparse([cells.map((cell) => (typeof cell === 'string' ? guardText(cell) : cell))]);
}

/** An apostrophe more where a spreadsheet would see a formula, after any that are there: `unguardText` takes it away again. */
export function guardText(text: string): string {
  return text.replace(/(?<=^|[;\t\r\n])(?='* *[=+\-@＝＋－＠])|^(?='*[\t\r])/g, "'");
}

/** The text that was guarded. One that never was is changed only where an apostrophe keeps a formula from being one. */
export function unguardText(text: string): string {
  return text.replace(/(?<=^|[;\t\r\n])'(?='* *[=+\-@＝＋－＠])|^'(?='*[\t\r])/g, '');
}

/**
 * The rows of a text in CSV: commas, quotes as in RFC 4180, any ends of lines, a byte order mark or none. Blank rows are
 * left out, but count.
 *
 * @param number of a row: 1 for the first, as in a spreadsheet
 * @throws FacebankError `bad-file` for quotes that do not close; whatever `take` throws
 */
export function readRows(text: string, take: (cells: string[], number: number) => void): void {
  let number = 0;
  Papa.parse<string[]>(text, {
    delimiter: ',',
    step: ({ data, errors }) => {
      number += 1;
      if (errors.length > 0) throw badRow(number, 'Its quotes do not match.');
      if (data.some((cell) => cell.trim() !== '')) take(data, number);
    },
  });
}

/** @param why a sentence of which the row is the subject; holds no label */
export function badRow(row: number, why: string, cause?: unknown): FacebankError {
  return new FacebankError('bad-file', `Row ${row} of this CSV cannot be used. ${why}`, { row }, { cause });
}
