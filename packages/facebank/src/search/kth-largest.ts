/** The k-th largest of the numbers it was offered, in a heap of the k largest with the smallest of them on top. */
export class KthLargest {
  readonly #k: number;
  readonly #heap: number[] = [];

  constructor(k: number) {
    this.#k = k;
  }

  /** -Infinity until k numbers were offered. */
  get value(): number {
    return this.#heap.length < this.#k ? -Infinity : this.#heap[0]!;
  }

  offer(value: number): void {
    if (this.#heap.length < this.#k) this.#rise(this.#heap.length, value);
    else if (value > this.#heap[0]!) this.#sink(value);
  }

  /** Puts a value where `hole` is, or above. */
  #rise(hole: number, value: number): void {
    const heap = this.#heap;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (heap[parent]! <= value) break;
      heap[hole] = heap[parent]!;
      hole = parent;
    }
    heap[hole] = value;
  }

  /** Puts a value in the place of the smallest, or below. */
  #sink(value: number): void {
    const heap = this.#heap;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
      if (child >= heap.length || heap[child]! >= value) break;
      heap[hole] = heap[child]!;
      hole = child;
    }
    heap[hole] = value;
  }
}
