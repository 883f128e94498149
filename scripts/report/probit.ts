/** Winitzki's constant, for a relative error of erf's inverse under 0.2 %: less than a chart shows. */
const a = 0.147;

/**
 * The normal deviate of a share between 0 and 1, the scale of a DET curve's axes (ISO/IEC 19795-1). By the inverse of
 * S. Winitzki's approximation of erf (2008).
 */
export function probit(share: number): number {
  const x = 2 * share - 1;
  const log = Math.log(1 - x * x);
  const b = 2 / (Math.PI * a) + log / 2;
  return Math.SQRT2 * Math.sign(x) * Math.sqrt(Math.sqrt(b * b - log / a) - b);
}
