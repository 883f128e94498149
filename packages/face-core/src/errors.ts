/** What went wrong, as a stable word that code can switch on. */
export type FaceErrorCode =
  /**
   * The source cannot be read as an image: damaged, empty, closed, of another origin without CORS, of a format that
   * is not read (HEIC, SVG and the like), no image at all, or a video without a frame yet.
   */
  | 'bad-image'
  /** The source is larger than the engine's `limits` allow. */
  | 'image-too-large'
  /** The image's shorter side is under what the capture policy asks for. */
  | 'image-too-small'
  /** Nobody was found in the source. */
  | 'no-face'
  /** There are several people where one is wanted. */
  | 'multiple-faces'
  /** The face is narrower than what the capture policy asks for, or too small to tell a living person by. */
  | 'face-too-small'
  /** The shot is poorer than what the capture policy asks for, or too poor to tell a living person by. */
  | 'low-quality'
  /** It looks like a presentation attack, or it is not sure that it is none. */
  | 'not-live'
  /** A model or runtime file could not be fetched. */
  | 'model-load'
  /** A model file is not the one that this version was built for: its SHA-256 differs, or it does not run as described. */
  | 'model-corrupt'
  /** An object model of a kind that is not run here, or that does not say enough of itself: the message says what to do. */
  | 'model-unsupported'
  /** The asked-for device is not there, or the page is no secure context. */
  | 'device-unavailable'
  /** The engine's worker died before it answered: try again. Another worker takes its place. */
  | 'worker-died'
  /** `close()` was called. */
  | 'closed'
  /** A defect of this library: please report it. */
  | 'internal';

/** One thing that is wrong with a shot. `capture` lists all that it found. */
export interface Fault {
  /** What is wrong, as a stable word. */
  code: FaceErrorCode;
  /** A sentence for the person in front of the camera or the developer. */
  message: string;
  /** The numbers behind it. */
  details: Record<string, unknown>;
}

/**
 * Every error of this package. `code` is stable; `message` is a sentence a person can act on; `details` holds the numbers.
 * `faults` lists everything that `capture` holds against a shot, the gravest first; elsewhere it has one entry.
 */
export class FaceError extends Error {
  override readonly name = 'FaceError';
  readonly code: FaceErrorCode;
  /** The numbers behind it. */
  readonly details: Record<string, unknown>;
  /** Everything that is wrong, the gravest first. */
  readonly faults: readonly Fault[];

  constructor(code: FaceErrorCode, message: string, details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
    this.faults = [{ code, message, details }];
  }

  /** The error for a shot with these faults; the first one gives code and details, the messages are joined. */
  static fromFaults(faults: readonly [Fault, ...Fault[]]): FaceError {
    const [first] = faults;
    const message = faults.map((fault) => fault.message).join(' ');
    return Object.assign(new FaceError(first.code, message, first.details), { faults });
  }
}
