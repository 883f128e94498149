/**
 * Transforms complex values in place: the radix-2 fast Fourier transform of J. W. Cooley and J. W. Tukey, "An algorithm for the
 * machine calculation of complex Fourier series", Mathematics of Computation 19, 1965.
 */
export class Fourier {
  readonly length: number;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #mirrored: Uint16Array;

  /** @param length of what is transformed: a power of two, at most 65536 */
  constructor(length: number) {
    this.length = length;
    const bits = Math.log2(length);
    this.#cosines = Float64Array.from({ length: length / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / length));
    this.#sines = Float64Array.from({ length: length / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / length));
    this.#mirrored = Uint16Array.from({ length }, (_, i) => {
      let mirrored = 0;
      for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) mirrored |= 1 << (bits - 1 - bit);
      return mirrored;
    });
  }

  /** Transforms the values at `start`, `start + stride`, …: a row or a column of a plane. */
  transform(real: Float64Array, imaginary: Float64Array, start: number, stride: number): void {
    const { length } = this;
    for (let i = 0; i < length; i++) {
      const j = this.#mirrored[i]!;
      if (j > i) {
        swap(real, start + i * stride, start + j * stride);
        swap(imaginary, start + i * stride, start + j * stride);
      }
    }
    for (let half = 1; half < length; half *= 2) {
      const turn = length / (2 * half);
      for (let k = 0; k < half; k++) {
        const cosine = this.#cosines[k * turn]!;
        const sine = this.#sines[k * turn]!;
        for (let i = k; i < length; i += 2 * half) {
          const a = start + i * stride;
          const b = a + half * stride;
          const x = real[b]! * cosine - imaginary[b]! * sine;
          const y = real[b]! * sine + imaginary[b]! * cosine;
          real[b] = real[a]! - x;
          imaginary[b] = imaginary[a]! - y;
          real[a] = real[a]! + x;
          imaginary[a] = imaginary[a]! + y;
        }
      }
    }
  }

  /** Transforms a square plane of `length` rows: along its rows, then along its columns. */
  transformPlane(real: Float64Array, imaginary: Float64Array): void {
    for (let y = 0; y < this.length; y++) this.transform(real, imaginary, y * this.length, 1);
    for (let x = 0; x < this.length; x++) this.transform(real, imaginary, x, this.length);
  }
}

function swap(values: Float64Array, i: number, j: number): void {
  const value = values[i]!;
  values[i] = values[j]!;
  values[j] = value;
}
