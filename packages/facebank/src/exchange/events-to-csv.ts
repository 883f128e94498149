import type { BankEvent } from '../records.ts';
import { isoTime } from '../time.ts';
import { csvRow, rowEnd } from './csv.ts';

/** Without it Excel reads UTF-8 as the system's own character set. */
const byteOrderMark = '\ufeff';

/**
 * CSV of events for a spreadsheet, a row each: `at` (ISO 8601 in UTC), `kind`, `label`, `reason`, and a column
 * `details.NAME` for every detail that occurs. In UTF-8 with a byte order mark. Texts that a spreadsheet would run as a
 * formula have an apostrophe in front; nothing reads this file back.
 *
 * @throws FacebankError `bad-options` for a time that no date can show
 */
export function eventsToCsv(events: readonly BankEvent[]): Blob {
  const details = [...new Set(events.flatMap(({ details }) => Object.keys(details)))];
  const header = csvRow(['at', 'kind', 'label', 'reason', ...details.map((name) => `details.${name}`)]);
  const rows = events.map((event) => csvRow(cellsOf(event, details)) + rowEnd);
  return new Blob([byteOrderMark, header, rowEnd, ...rows], { type: 'text/csv' });
}

function cellsOf({ at, kind, label, reason, details }: BankEvent, names: readonly string[]) {
  return [
    isoTime(at),
    kind,
    label,
    reason,
    ...names.map((name) => (Object.hasOwn(details, name) ? details[name]! : null)),
  ];
}
