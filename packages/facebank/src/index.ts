/**
 * People and their templates in IndexedDB, encrypted: enrol, verify (1:1), identify (1:N, open set), a log, export and import.
 *
 * @module facebank
 */

export type { PersonDetails } from './details.ts';
export type { Encryption, EncryptionMode } from './encryption/keys.ts';
export type { Enrolment, EnrolOptions, Lookalike } from './enroll.ts';
export type { Skipped } from './enrolment.ts';
export { FacebankError, type FacebankErrorCode } from './errors.ts';
export type { EventQuery } from './events.ts';
export { describeGallery, eventsToCsv, type GalleryDescription } from './exchange/index.ts';
export type { Exported, ExportOptions } from './export.ts';
export { Facebank, type OpenOptions } from './facebank.ts';
export type { IdentifyOptions } from './identify.ts';
export type { CsvImportOptions, ImportOptions, ImportSummary, Refusal } from './import.ts';
export type { Candidate, Identification } from './matching/identification.ts';
export type { Threshold, ThresholdOption, ThresholdTarget } from './matching/thresholds.ts';
export type { Verification } from './matching/verification.ts';
export type { RequestStats } from './metrics.ts';
export type { Note } from './note.ts';
export type { Picture } from './pictures.ts';
export type { BankEvent, EventKind, KeptTemplate, Person } from './records.ts';
export type { ReencryptOptions } from './reencrypt.ts';
export type { Expired, Retention } from './retention.ts';
export type { IndexStats } from './search/people-index.ts';
export type { LoadOptions } from './search/search.ts';
export type { Stats } from './stats.ts';
export type { FaceTemplate } from './template.ts';
export type { VerifyOptions } from './verify.ts';
