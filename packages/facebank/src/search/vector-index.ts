export class VectorIndex {
  readonly #rows = new Map<string, Float32Array>();
  constructor(
    readonly dimension: number,
    readonly options: { keepRows: boolean },
  ) {}
  get size() {
    return this.#rows.size;
  }
  get bytes() {
    return this.#rows.size * this.dimension * 4;
  }
  set(key: string, v: Float32Array) {
    this.#rows.set(key, v.slice());
  }
  delete(key: string) {
    return this.#rows.delete(key);
  }
  candidates(p: Float32Array, k: number) {
    return [...this.#rows]
      .map(([key, v]) => ({ key, s: v.reduce((a, x, i) => a + x * p[i]!, 0) }))
      .sort((a, b) => b.s - a.s)
      .slice(0, k);
  }
}
