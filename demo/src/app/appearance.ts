import { effect } from '@preact/signals';
import { settings } from '../services/settings.ts';
import { language } from '../text/index.ts';

/** Tells the document its language and its theme; without a theme it has the system's. */
export function keepAppearance(): void {
  const root = document.documentElement;
  effect(() => {
    root.lang = language.value;
  });
  effect(() => {
    const theme = settings.theme.value;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
  });
}
