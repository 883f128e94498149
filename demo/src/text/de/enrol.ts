import type { Text } from '../index.ts';

export const enrol: Text['enrol'] = {
  title: 'Registrieren',
};
