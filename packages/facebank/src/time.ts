import { FacebankError } from './errors.ts';

/** Such as `isoTime` writes. Other forms `Date.parse` reads as each browser likes. */
const isoPattern = /^(\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What a Date can hold, after ECMA-262: 100,000,000 days before and after 1970, in ms. */
const maximumTime = 8.64e15;

export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= maximumTime;
}

/**
 * ISO 8601 in UTC, to the millisecond.
 *
 * @throws FacebankError `bad-options`
 */
export function isoTime(time: number): string {
  if (isTime(time)) return new Date(time).toISOString();
  throw new FacebankError('bad-options', `${time} is no time in milliseconds, and cannot be written as a date.`, {
    time,
  });
}

/** Milliseconds since the epoch; NaN for what is no time. */
export function parseIsoTime(text: string): number {
  return isoPattern.test(text) ? Date.parse(text) : Number.NaN;
}
