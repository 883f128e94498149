/**
 * A function from a number to its words, by the plural rules of a language: `plural('en', { one: 'shot', other: 'shots' })(3)` is
 * `3 shots`.
 */
export function plural(language: string, forms: { one: string; other: string }): (count: number) => string {
  const rules = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  return (count) => `${number.format(count)} ${rules.select(count) === 'one' ? forms.one : forms.other}`;
}
