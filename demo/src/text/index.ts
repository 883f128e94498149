import { computed } from '@preact/signals';
import { type Language, languages, settings } from '../services/settings.ts';
import { de } from './de/index.ts';
import { en } from './en/index.ts';

/** What a language has to say: a catalogue of the same shape as the English one. */
export type Text = typeof en;

const catalogues: Record<Language, Text> = { en, de };

/** The language on show: the one that was chosen, else the first of the browser's that there is. */
export const language = computed((): Language => {
  const chosen = settings.language.value;
  if (chosen !== 'auto') return chosen;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2));
  return spoken.find((tag): tag is Language => languages.includes(tag as Language)) ?? 'en';
});

/** The words of the language on show: `t().settings.title`. A component that calls it follows the language. */
export function t(): Text {
  return catalogues[language.value];
}
