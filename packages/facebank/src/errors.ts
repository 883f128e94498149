/** What went wrong, as a stable word that code can switch on. */
export type FacebankErrorCode =
  /** The label is empty, too long, or holds control characters. */
  | 'bad-label'
  /** A template is not one: its embedding is not finite or not normalised, or a field is missing. */
  | 'bad-template'
  /** Templates of two embedding models would have to meet. */
  | 'model-mismatch'
  /** The shots of one enrolment are not of one person, or not of the person who is enrolled. */
  | 'different-people'
  /** Nobody is enrolled under the label. */
  | 'unknown-person'
  /** Somebody else in the gallery has this face, and the enrolment was to be refused then. */
  | 'already-enrolled'
  /** Somebody else is enrolled under the label that a person was to get. */
  | 'label-taken'
  /** The browser's storage for this site is full. Nothing was stored. */
  | 'quota'
  /** IndexedDB failed; `cause` is its error. Nothing was stored. */
  | 'storage'
  /** The gallery is locked: unlock it with its passphrase. */
  | 'locked'
  /** The passphrase is not the one that the gallery, or the file, was encrypted with. */
  | 'wrong-passphrase'
  /** Too many probes in a row were rejected for this label; `details.retryAt` says from when on it is answered again. */
  | 'too-many-failures'
  /** A record in the database cannot be read: damaged, or put there by somebody else. It is never matched. */
  | 'corrupt-record'
  /** A file is no gallery, damaged, cut short, or of a newer version. Nothing of it was imported. */
  | 'bad-file'
  /** The browser, or the page, lacks what a gallery needs; the message says what. */
  | 'unsupported'
  /** There is no memory left for a search of so many people. */
  | 'out-of-memory'
  /** The gallery could not be opened because another tab holds it. */
  | 'blocked'
  /** `close()` was called, or the browser or another tab ended the connection. */
  | 'closed'
  /** An option has no usable value. */
  | 'bad-options';

/**
 * Every error of this package. `code` is stable; `message` is a sentence a person can act on; `details` holds the numbers.
 * No message and no detail holds a label: errors end up in logs.
 */
export class FacebankError extends Error {
  override readonly name = 'FacebankError';
  readonly code: FacebankErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: FacebankErrorCode, message: string, details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
