import type { Fault } from 'face-core';
import type { Finding } from '../check.ts';

/** Passed where nothing is held against a picture. */
export function findingOf(faults: readonly Fault[], figures: object): Finding {
  return { passed: faults.length === 0, reasons: faults, figures };
}
