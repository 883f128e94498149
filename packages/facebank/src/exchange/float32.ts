/** A decimal of so many digits survives the way through a 32-bit float (FLT_DIG), so a shorter one shows as trailing zeros. */
const keptDigits = 6;

/** So many digits tell any two 32-bit floats apart (FLT_DECIMAL_DIG). */
const sufficientDigits = 9;

/** The shortest decimal that becomes this very 32-bit float again, by `Math.fround(Number(…))`; the sign of zero included. */
export function float32Digits(value: number): string {
  if (Object.is(value, -0)) return '-0';
  for (let digits = keptDigits; digits < sufficientDigits; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(sufficientDigits)));
}
