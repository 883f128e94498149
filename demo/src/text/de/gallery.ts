import type { Text } from '../index.ts';

export const gallery: Text['gallery'] = {
  opening: 'Die Galerie wird geöffnet…',
  failed: 'Die Galerie konnte nicht geöffnet werden',
  locked: {
    title: 'Die Galerie ist gesperrt',
    advice: 'Ihre Passphrase öffnet sie. Ohne die Passphrase kann niemand sie lesen.',
    passphrase: 'Passphrase',
    unlock: 'Entsperren',
  },
};
