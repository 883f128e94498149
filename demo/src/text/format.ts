import { language } from './index.ts';

/** Figures and dates as the language on show writes them. */

export function formatNumber(value: number, digits = 0): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(language.value, options).format(value);
}

/** @param share 0–1 */
export function formatPercent(share: number, digits = 0): string {
  return new Intl.NumberFormat(language.value, { style: 'percent', maximumFractionDigits: digits }).format(share);
}

/** In megabytes, or in kilobytes where that would be little: 1,000 to each, as browsers and stores count. */
export function formatBytes(bytes: number): string {
  const [unit, size] = bytes < 1e6 ? ['kilobyte', 1e3] : bytes < 1e9 ? ['megabyte', 1e6] : ['gigabyte', 1e9];
  const options = { style: 'unit', unit, maximumFractionDigits: bytes / size < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(language.value, options).format(bytes / size);
}

/** @param at milliseconds since the epoch */
export function formatDate(at: number): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'medium' }).format(at);
}

/** @param at milliseconds since the epoch */
export function formatTime(at: number): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** @param at milliseconds since the epoch, on a day that is known */
export function formatClock(at: number): string {
  return new Intl.DateTimeFormat(language.value, { timeStyle: 'short' }).format(at);
}

/** With the day of the week. @param at milliseconds since the epoch */
export function formatDay(at: number): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'full' }).format(at);
}

/** @param ms milliseconds, told in seconds */
export function formatSeconds(ms: number): string {
  const options = { style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language.value, options).format(ms / 1000);
}

/** @param seconds told in words, in the largest unit that they are a whole number of: `5 minutes` */
export function formatInterval(seconds: number): string {
  const [unit, size] =
    seconds % 3600 === 0
      ? (['hour', 3600] as const)
      : seconds % 60 === 0
        ? (['minute', 60] as const)
        : (['second', 1] as const);
  return new Intl.NumberFormat(language.value, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size);
}
