import { FacebankError } from '../errors.ts';

/**
 * Takes memory, which the browser may refuse with a RangeError.
 *
 * @throws FacebankError `out-of-memory`
 */
export function allocate<T>(take: () => T): T {
  try {
    return take();
  } catch (cause) {
    throw new FacebankError(
      'out-of-memory',
      'There is no memory left for the search index. Nothing was added: close other tabs, or keep a smaller gallery.',
      {},
      { cause },
    );
  }
}
