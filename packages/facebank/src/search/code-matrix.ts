import { newKernel } from './kernel.ts';
import { KthLargest } from './kth-largest.ts';
import { allocate } from './memory.ts';
import { largestProbeCode, largestRowCode, quantize } from './quantization.ts';

/** A row whose cosine with a probe is known within bounds. */
export interface BoundedRow {
  row: number;
  atLeast: number;
  atMost: number;
}

const rowsPerBlock = 4;
/** A scale and a radius for each row. */
const headerBytes = rowsPerBlock * 8;
/** A row's number and its dot product with the probe. */
const reportBytes = 8;
const pageBytes = 2 ** 16;

/** Rows that the kernel goes through at a time: few at first, as there is no threshold before it has seen k of them. */
const firstStretch = 64;
const longestStretch = 4096;

/**
 * Quantised rows in the kernel's memory, which holds, from address 0 on:
 *
 * 1. the codes of the probe, two bytes each;
 * 2. the kernel's reports;
 * 3. blocks of four rows: four scales and four radii, as 32-bit floats, then the rows' codes, a byte each: eight of each row
 *    in turn, then the next eight of each. So the scan reads the memory from front to back, as fast as it can be read; with
 *    the rows one after another it took half as long again.
 *
 * Rows and probe are padded with zeros to a multiple of eight codes.
 */
export class CodeMatrix {
  readonly #kernel = newKernel();
  readonly #dimension: number;
  readonly #probeBytes: number;
  readonly #blockBytes: number;
  readonly #blocks: number;
  /** A row's codes, as bytes and as words of four, before they go to their places. */
  readonly #codes: Int8Array;
  readonly #codeWords: Int32Array;
  /** The memory as 32-bit words and floats: made anew whenever it grows. */
  #words: Int32Array;
  #floats: Float32Array;

  constructor(dimension: number) {
    const padded = Math.ceil(dimension / 8) * 8;
    this.#dimension = dimension;
    this.#codes = new Int8Array(padded);
    this.#codeWords = new Int32Array(this.#codes.buffer);
    this.#probeBytes = 2 * padded;
    this.#blockBytes = headerBytes + rowsPerBlock * padded;
    // The kernel needs room for a report more than there are rows; for one more still, blocks stay aligned to 16 bytes.
    this.#blocks = this.#probeBytes + (longestStretch + 2) * reportBytes;
    const { buffer } = this.#kernel.memory;
    this.#words = new Int32Array(buffer);
    this.#floats = new Float32Array(buffer);
  }

  /** Of memory held. It grows, and never shrinks. */
  get bytes(): number {
    return this.#words.byteLength;
  }

  /**
   * Makes room for so many rows.
   *
   * @throws FacebankError `out-of-memory`; what was there is unharmed
   */
  reserve(rows: number): void {
    const lacking = this.#blockOf(rows + rowsPerBlock - 1) - this.bytes;
    if (lacking <= 0) return;
    const { memory } = this.#kernel;
    // By an eighth at least: where the memory cannot grow in place, every growth copies it.
    const pages = Math.ceil(Math.max(lacking, this.bytes / 8) / pageBytes);
    allocate(() => memory.grow(pages));
    this.#words = new Int32Array(memory.buffer);
    this.#floats = new Float32Array(memory.buffer);
  }

  /** @throws FacebankError `bad-template`; what was there is unharmed */
  write(row: number, vector: Float32Array): void {
    const { scale, radius } = quantize(vector, this.#codes, largestRowCode);
    const header = this.#headerOf(row);
    this.#floats[header] = scale;
    this.#floats[header + rowsPerBlock] = radius;
    const codes = this.#codesOf(row);
    for (let i = 0; i < this.#codeWords.length; i++) this.#words[codes + placeOf(i)] = this.#codeWords[i]!;
  }

  /** Writes one row over another. */
  copy(from: number, to: number): void {
    const [source, target] = [this.#headerOf(from), this.#headerOf(to)];
    this.#floats[target] = this.#floats[source]!;
    this.#floats[target + rowsPerBlock] = this.#floats[source + rowsPerBlock]!;
    const [sourceCodes, targetCodes] = [this.#codesOf(from), this.#codesOf(to)];
    for (let i = 0; i < this.#codeWords.length; i++) {
      this.#words[targetCodes + placeOf(i)] = this.#words[sourceCodes + placeOf(i)]!;
    }
  }

  /**
   * Of the first `count` rows those that may be among the k nearest to a probe: whose upper bound reaches the k-th largest
   * lower bound. Every other row is less similar than k rows are. `quantization.ts` has the bounds.
   *
   * @throws FacebankError `bad-template`
   */
  candidates(probe: Float32Array, k: number, count: number): BoundedRow[] {
    const codes = new Int16Array(this.#kernel.memory.buffer, 0, this.#dimension);
    const { scale: unit, radius: probeRadius } = quantize(probe, codes, largestProbeCode(this.#dimension));
    const widening = 1 + probeRadius;
    const threshold = new KthLargest(k);
    const candidates: BoundedRow[] = [];

    for (const [first, rows] of stretches(count)) {
      const reports = this.#scan(first, rows, unit, widening, threshold.value - probeRadius);
      for (let i = 0; i < reports.length; i += 2) {
        const row = reports[i]!;
        // The last block may have room for rows that are not there, or no longer.
        if (row >= count) break;
        const header = this.#headerOf(row);
        const cosine = reports[i + 1]! * this.#floats[header]! * unit;
        const margin = this.#floats[header + rowsPerBlock]! * widening + probeRadius;
        candidates.push({ row, atLeast: cosine - margin, atMost: cosine + margin });
        threshold.offer(cosine - margin);
      }
    }
    return candidates.filter(({ atMost }) => atMost >= threshold.value);
  }

  /** The kernel's reports, pairs of a row and its dot product, until the next scan. */
  #scan(first: number, rows: number, unit: number, widening: number, threshold: number): Int32Array {
    const at = this.#probeBytes;
    const blocks = Math.ceil(rows / rowsPerBlock);
    const count = this.#kernel.scan(this.#blockOf(first), blocks, first, 0, at, unit, widening, threshold, at);
    return this.#words.subarray(at / 4, at / 4 + 2 * count);
  }

  /** The address of a row's block. */
  #blockOf(row: number): number {
    return this.#blocks + Math.floor(row / rowsPerBlock) * this.#blockBytes;
  }

  /** Where in `floats` a row's scale is; its radius is `rowsPerBlock` further. */
  #headerOf(row: number): number {
    return this.#blockOf(row) / 4 + (row % rowsPerBlock);
  }

  /** Where in `words` a row's codes begin. */
  #codesOf(row: number): number {
    return (this.#blockOf(row) + headerBytes) / 4 + (row % rowsPerBlock) * 2;
  }
}

/** Where a row's words of four codes are, counted from its first: two of each of a block's rows in turn. */
function placeOf(word: number): number {
  return (word >> 1) * 2 * rowsPerBlock + (word & 1);
}

/** So many rows as stretches, each of [first row, rows]. */
function* stretches(count: number): Generator<[first: number, rows: number]> {
  let rows = firstStretch;
  for (let first = 0; first < count; first += rows) {
    if (first > 0) rows = Math.min(2 * rows, longestStretch);
    yield [first, Math.min(rows, count - first)];
  }
}
