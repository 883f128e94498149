/** What the bench says of a list of measurements. */
export interface Summary {
  median: number;
  p95: number;
}

export function summary(values: readonly number[]): Summary {
  return { median: median(values), p95: p95(values) };
}

/** The middle value; the mean of the two middle ones of an even number. Throws a RangeError for none. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest value that 95 in 100 do not exceed (nearest rank). Throws a RangeError for none. */
export function p95(values: readonly number[]): number {
  return ascending(values)[Math.ceil(values.length * 0.95) - 1]!;
}

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('nothing was measured');
  return values.toSorted((a, b) => a - b);
}
