import manifest from 'models';
import type { DetectorModel } from '../models/descriptor.ts';

/** Which faces a detector was trained for. */
export type Range = 'short' | 'full';

/**
 * The two BlazeFace models (Bazarevsky et al., arXiv:1907.05047). `short` sees 128×128 pixels and finds faces that fill
 * the frame; `full` sees 192×192 and finds faces down to 5 % of the frame's longer side.
 */
export const blazeFace: Record<Range, DetectorModel> = {
  short: { ...manifest.models['blazeface-short-range'], threshold: 0.5 },
  full: { ...manifest.models['blazeface-full-range'], threshold: 0.5 },
};

/** The score under which the runtime does not report a candidate at all. */
export const candidateThreshold = 0.1;
