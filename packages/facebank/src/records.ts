import type { FaceTemplate } from './template.ts';

/** An enrolled person. All times are ms since the epoch. */
export interface Person {
  /** Who they are to the app, unique in the gallery: trimmed, in Unicode NFC. */
  label: string;
  /** The name to show; the label, unless the app gave another. */
  displayName: string;
  /** The app's own words; empty where it gave none. */
  notes: string;
  /** When the person consented to being enrolled; `null` where the app did not say. */
  consentAt: number | null;
  /** How many templates are kept. */
  templates: number;
  /** The model of all of the person's templates. */
  modelId: string;
  /** When the person was first enrolled. */
  createdAt: number;
  /** When anything about them was last changed. */
  updatedAt: number;
}

/** A template as the gallery keeps it. */
export interface KeptTemplate extends FaceTemplate {
  /** Where it came from, in the app's words, such as `webcam` or `import`; `null` where it did not say. */
  source: string | null;
  /** When it was enrolled: ms since the epoch. */
  addedAt: number;
}

/** What happened, as a stable word. */
export type EventKind =
  /** Templates were added to a person. */
  | 'enrolled'
  /** A probe matched the person it was said to be of (1:1). */
  | 'verified'
  /** A probe matched somebody (1:N). */
  | 'identified'
  /** A probe matched nobody, or not the person it was said to be of; `reason` says which. */
  | 'rejected'
  /** A probe was judged not to be of a living person. */
  | 'spoof-suspected'
  /** So many probes in a row were rejected that somebody may be trying faces. */
  | 'suspicious-series'
  | 'renamed'
  | 'updated'
  | 'removed'
  /** Templates, pictures or events were deleted for their age. */
  | 'expired'
  | 'imported'
  | 'exported'
  /** Everything was encrypted anew, `reason` says how, `details.leftBehind` how much could not be read; or `new-passphrase`. */
  | 'encryption-changed'
  /** Something that an app noted by `note`. */
  | 'noted';

/** An entry of the gallery's log. */
export interface BankEvent {
  /** Milliseconds since the epoch. */
  at: number;
  /** What happened. */
  kind: EventKind;
  /** Of whom, by the label of that time; `null` where nobody is meant, or nobody may be named any more. */
  label: string | null;
  /** Why, as a stable word; `null` where `kind` says it all. */
  reason: string | null;
  /** The figures behind it, such as `similarity` and `threshold`. */
  details: Record<string, string | number | boolean | null>;
}
