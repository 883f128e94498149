import { allocate } from './memory.ts';

/** Of a chunk: small enough to waste little, large enough to be few. */
const chunkNumbers = 2 ** 18;

/** Rows of floats, in chunks: to grow, nothing is copied. */
export class RowStore {
  readonly #dimension: number;
  readonly #rowsPerChunk: number;
  readonly #chunks: Float32Array[] = [];

  constructor(dimension: number) {
    this.#dimension = dimension;
    this.#rowsPerChunk = Math.ceil(chunkNumbers / dimension);
  }

  /** Of memory held. */
  get bytes(): number {
    return this.#chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /**
   * Holds the chunks that so many rows need, and no others.
   *
   * @throws FacebankError `out-of-memory`; what was there is unharmed
   */
  resize(rows: number): void {
    const needed = Math.ceil(rows / this.#rowsPerChunk);
    while (this.#chunks.length < needed) {
      this.#chunks.push(allocate(() => new Float32Array(this.#rowsPerChunk * this.#dimension)));
    }
    this.#chunks.length = needed;
  }

  /** A row's numbers themselves, to read and to write. */
  at(row: number): Float32Array {
    const start = (row % this.#rowsPerChunk) * this.#dimension;
    return this.#chunks[Math.floor(row / this.#rowsPerChunk)]!.subarray(start, start + this.#dimension);
  }
}
