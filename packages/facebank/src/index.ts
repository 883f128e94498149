export type { Skipped } from './enrolment.ts';
export { FacebankError, type FacebankErrorCode } from './errors.ts';
export { type Enrolment, type EnrolOptions, Facebank, type OpenOptions } from './facebank.ts';
export type { Candidate, Identification, IdentifyOptions } from './matching/identification.ts';
export type { ThresholdOption } from './matching/thresholds.ts';
export type { Verification } from './matching/verification.ts';
export type { Person } from './schema.ts';
export type { FaceTemplate } from './template.ts';
