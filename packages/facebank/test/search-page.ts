import { FacebankError } from '../src/errors.ts';
import { VectorIndex } from '../src/search/vector-index.ts';

/** What a page that only has to search says to the one that embeds it: what it found, or the code of its error. */
try {
  const index = new VectorIndex(3, { keepRows: true });
  index.set('x', Float32Array.of(1, 0, 0));
  index.set('y', Float32Array.of(0, 2, 0));
  parent.postMessage({ hits: index.search(Float32Array.of(0, 1, 0), 1) });
} catch (error) {
  parent.postMessage({ code: error instanceof FacebankError ? error.code : `${error}` });
}
