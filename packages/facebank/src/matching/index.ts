/**
 * Similarity, thresholds and decisions. Pure: needs neither IndexedDB, a DOM nor a model.
 *
 * @module facebank/matching
 */

export { FacebankError, type FacebankErrorCode } from '../errors.ts';
export type { FaceTemplate } from '../template.ts';
export { centroidOf } from './centroid.ts';
export { type Comparison, compare } from './comparison.ts';
export { confidence } from './confidence.ts';
export { thresholds } from './default-thresholds.ts';
export { type MeasuredThresholds, thresholdAtFmr, thresholdsByFmr } from './fmr-thresholds.ts';
export {
  type Candidate,
  type GalleryEntry,
  type Identification,
  type IdentifyOptions,
  rankCandidates,
} from './identification.ts';
export { cosineSimilarity } from './similarity.ts';
export { type Threshold, type ThresholdOption, type ThresholdTarget, thresholdFor } from './thresholds.ts';
export { matchPerson, type Reference, type Verification } from './verification.ts';
