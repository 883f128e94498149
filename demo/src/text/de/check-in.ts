import type { Text } from '../index.ts';

export const checkIn: Text['checkIn'] = {
  title: 'Einchecken',
};
