import type { Text } from '../index.ts';

export const activity: Text['activity'] = {
  title: 'Verlauf',
};
