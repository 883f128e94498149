import { expect } from 'vitest';
import type { Visit } from './visit.ts';

/**
 * The app has come to its end with the right answers, and nobody objects to anything.
 *
 * @param searchWorkers 0 where a bundler leaves facebank's worker behind: the people are searched on the page's thread then
 */
export function expectToWork({ result, workers, foreignRequests, errors }: Visit, searchWorkers: 0 | 1): void {
  const works = { match: true, isSimilar: true, stranger: ['not-this-person'], found: 'Ada' };
  expect({ result, foreignRequests, errors }).toEqual({ result: works, foreignRequests: [], errors: [] });
  expect(workers).toHaveLength(searchWorkers);
}
