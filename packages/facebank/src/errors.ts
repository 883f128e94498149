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
  /** The browser's storage for this site is full. Nothing was stored. */
  | 'quota'
  /** IndexedDB failed; `cause` is its error. Nothing was stored. */
  | 'storage'
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
