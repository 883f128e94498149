/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Numbers, words and lists of them, by name. */
export type Figures = Readonly<Record<string, Json>>;

/** A copy with what JSON has no word for left out, or `null` as infinities are. Throws where it is no JSON at all. */
export function figuresOf(value: object): Figures {
  return JSON.parse(JSON.stringify(value));
}
