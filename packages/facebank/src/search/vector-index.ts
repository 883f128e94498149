import { FacebankError } from '../errors.ts';
import { cosineSimilarity } from '../matching/similarity.ts';
import { CodeMatrix } from './code-matrix.ts';
import { largestDimension } from './quantization.ts';
import { type Hit, mostSimilar } from './ranking.ts';
import { RowStore } from './row-store.ts';

/** A row that may be among the k most similar, and what is known of its similarity without reading it. */
export interface BoundedHit {
  key: string;
  /** Cosines, -1 to 1: the exact similarity lies between them, both included. */
  atLeast: number;
  atMost: number;
}

/**
 * Finds the rows that are most similar to a probe, by their cosine, exactly: the answer is that of `cosineSimilarity` with
 * every row, to the last digit. Pure: needs neither IndexedDB nor a DOM, but WebAssembly with SIMD.
 *
 * The scan sees a copy of every row in one byte a number, and knows how far from the true one the cosine can be that it
 * computes (`quantization.ts`). Let L be the k-th largest of the lower bounds. There are k rows that are at least as similar as
 * L, so a row whose upper bound is below L is less similar than these k and cannot be among the k most similar. All others are
 * candidates, and compared exactly. Of faces that is some two or three times k. There can be more, up to all of
 * them, where more rows than k are about as similar to the probe as the k-th (copies of one row, say): the answer stays
 * exact, and takes as long as comparing so many rows.
 */
export class VectorIndex {
  readonly #dimension: number;
  readonly #keepRows: boolean;
  #codes: CodeMatrix;
  #rows: RowStore | null;
  #keys: string[] = [];
  #rowOf = new Map<string, number>();

  /**
   * @param dimension the length of every row and probe, 1 to 65,536
   * @param keepRows whether the rows' floats stay in memory, four bytes a number beside the one of the copy. Without them
   *   there is no `search`: read the rows of the `candidates` elsewhere, and rank them with `mostSimilar`.
   * @throws FacebankError `bad-options`; `unsupported` where there is no WebAssembly with SIMD
   */
  constructor(dimension: number, { keepRows }: { keepRows: boolean }) {
    if (!(Number.isInteger(dimension) && dimension >= 1 && dimension <= largestDimension)) {
      throw new FacebankError(
        'bad-options',
        `The dimension must be a whole number from 1 to ${largestDimension}, not ${dimension}.`,
        { dimension },
      );
    }
    this.#dimension = dimension;
    this.#keepRows = keepRows;
    this.#codes = new CodeMatrix(dimension);
    this.#rows = keepRows ? new RowStore(dimension) : null;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** Of memory held for rows, without the keys. Only `clear` gives back that of their copies. */
  get bytes(): number {
    return this.#codes.bytes + (this.#rows?.bytes ?? 0);
  }

  has(key: string): boolean {
    return this.#rowOf.has(key);
  }

  /** In no particular order. */
  keys(): IterableIterator<string> {
    return this.#rowOf.keys();
  }

  /**
   * Adds a row, or replaces the one of that key.
   *
   * @param vector is copied; of any length but 0, as only its direction counts
   * @throws FacebankError `model-mismatch` when it has another dimension, `bad-template` when it is zero or not finite,
   *   `out-of-memory` when there is no memory left: the index is then as it was
   */
  set(key: string, vector: Float32Array): void {
    this.#requireDimension(vector);
    const row = this.#rowOf.get(key) ?? this.size;
    const size = Math.max(this.size, row + 1);
    this.#codes.reserve(size);
    this.#rows?.resize(size);
    this.#codes.write(row, vector);
    this.#rows?.at(row).set(vector);
    this.#keys[row] = key;
    this.#rowOf.set(key, row);
  }

  /** Was there such a row? */
  delete(key: string): boolean {
    const row = this.#rowOf.get(key);
    if (row === undefined) return false;
    const lastKey = this.#keys.pop()!;
    const last = this.size;
    this.#rowOf.delete(key);
    if (row !== last) {
      this.#codes.copy(last, row);
      this.#rows?.at(row).set(this.#rows.at(last));
      this.#keys[row] = lastKey;
      this.#rowOf.set(lastKey, row);
    }
    this.#rows?.resize(last);
    return true;
  }

  /** Removes all rows, and gives their memory back. */
  clear(): void {
    this.#codes = new CodeMatrix(this.#dimension);
    this.#rows = this.#keepRows ? new RowStore(this.#dimension) : null;
    this.#keys = [];
    this.#rowOf = new Map();
  }

  /**
   * The k rows that are most similar to the probe, most similar first, or all where there are fewer; of equally similar ones
   * that with the smaller key comes first.
   *
   * @param probe only its direction counts
   * @param k a whole number from 1
   * @throws FacebankError `model-mismatch` when the probe has another dimension; `bad-template` when it is zero or not finite;
   *   `bad-options` for another k, or where the index keeps no rows
   */
  search(probe: Float32Array, k: number): Hit[] {
    const rows = this.#rows;
    if (rows === null) {
      throw new FacebankError('bad-options', 'This index keeps no rows to compare: read those of its `candidates`.');
    }
    const hits = this.#candidateRows(probe, k).map(({ row }) => ({
      key: this.#keys[row]!,
      similarity: cosineSimilarity(rows.at(row), probe),
    }));
    return mostSimilar(hits, k);
  }

  /**
   * Rows that are sure to hold the k most similar ones, equally similar ones of the last included. The largest upper bound
   * comes first: whoever has compared k of them exactly may leave out those whose upper bound is below the k-th of these.
   *
   * @throws FacebankError as `search`
   */
  candidates(probe: Float32Array, k: number): BoundedHit[] {
    return this.#candidateRows(probe, k)
      .toSorted((a, b) => b.atMost - a.atMost)
      .map(({ row, atLeast, atMost }) => ({
        key: this.#keys[row]!,
        atLeast: Math.max(-1, atLeast),
        atMost: Math.min(1, atMost),
      }));
  }

  #candidateRows(probe: Float32Array, k: number) {
    this.#requireDimension(probe);
    if (!(Number.isInteger(k) && k >= 1)) {
      throw new FacebankError('bad-options', `k must be a whole number from 1, not ${k}.`, { k });
    }
    return this.#codes.candidates(probe, k, this.size);
  }

  #requireDimension({ length }: Float32Array): void {
    if (length === this.#dimension) return;
    throw new FacebankError(
      'model-mismatch',
      `An embedding of ${length} numbers cannot be compared with those of ${this.#dimension}: they are of another model.`,
      { length, dimension: this.#dimension },
    );
  }
}
