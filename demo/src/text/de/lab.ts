import type { Text } from '../index.ts';

export const lab: Text['lab'] = {
  title: 'Labor',
};
