import { FacebankError } from '../errors.ts';
import { kernelBytes } from './kernel-bytes.ts';

/** An instance of `kernel.wat`, which says what its parameters are, with a memory of its own. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  scan(
    block: number,
    blocks: number,
    row: number,
    probe: number,
    probeEnd: number,
    unit: number,
    widening: number,
    threshold: number,
    reports: number,
  ): number;
}

/** Compiled once; some hundred bytes, so that this takes no time worth waiting for. */
let compiled: WebAssembly.Module | undefined;

/** @throws FacebankError `unsupported` where the browser or the page's Content-Security-Policy has no WebAssembly with SIMD */
export function newKernel(): Kernel {
  try {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(kernelBytes), (character) => character.charCodeAt(0)));
    return new WebAssembly.Instance(compiled).exports as unknown as Kernel;
  } catch (cause) {
    throw new FacebankError(
      'unsupported',
      "Searching needs WebAssembly with SIMD: a browser of 2023 or newer, and 'wasm-unsafe-eval' in the script-src of a " +
        'Content-Security-Policy.',
      {},
      { cause },
    );
  }
}
