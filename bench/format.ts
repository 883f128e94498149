/** How people are told of what the bench measured. */

export function percentage(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

export function ms(value: number): string {
  const decimals = value < 1 ? 2 : value < 100 ? 1 : 0;
  return `${value.toFixed(decimals)} ms`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function ratio(value: number): string {
  return value.toFixed(2);
}
