/** How people are told of rates. What could not be measured is a dash. */

export function percent(rate: number | null): string {
  return rate === null ? '–' : `${(100 * rate).toFixed(1)} %`;
}

export function decimals(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

/** Without a failure to acquire's -Infinity, which is no score. */
export function scoreText(score: number): string {
  return score === -Infinity ? 'none' : score.toFixed(4);
}

export function failuresInWords(count: number): string {
  return `${count} ${count === 1 ? 'failure' : 'failures'} to acquire`;
}

/** YYYY-MM-DD, in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
