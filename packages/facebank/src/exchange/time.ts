/** What a Date can hold, after ECMA-262: 100,000,000 days before and after 1970, in ms. */
const maximumTime = 8.64e15;

export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= maximumTime;
}
