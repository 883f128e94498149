import Papa from 'papaparse';
import type { Day } from './arrivals.ts';

/** Without it Excel reads UTF-8 as the system's own character set. */
const byteOrderMark = '\ufeff';

/**
 * A row for each person and day, with the times of the device: `day` as 2026-01-31, `label`, `name`, `first` and `last` as
 * 08:30:00, `times`. A text that a spreadsheet would run as a formula has an apostrophe in front.
 */
export function attendanceToCsv(days: readonly Day[], nameOf: (label: string) => string): Blob {
  const rows = days.flatMap(({ at, people }) =>
    people.map(({ label, first, last, times }) => ({
      day: dayOf(at),
      label,
      name: nameOf(label),
      first: timeOf(first),
      last: timeOf(last),
      times,
    })),
  );
  const columns = ['day', 'label', 'name', 'first', 'last', 'times'];
  return new Blob([byteOrderMark, Papa.unparse(rows, { columns, escapeFormulae: true }), '\r\n'], { type: 'text/csv' });
}

/** As 2026-01-31, where the device is. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-');
}

function timeOf(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
