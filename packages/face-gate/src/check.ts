import type { AnalysisParts, AnalyzedFace, FaceSource, FaceTemplate, Picture } from 'face-core';
import type { Figures } from './json.ts';

/** What an app asks: enrol somebody (`register`), is it this person (`verify`), who is it (`identify`). */
export type Question = 'register' | 'verify' | 'identify';

/** Something that has to hold for an approval. An app's own stand beside the built-in ones, and count as much. */
export interface Check {
  /** Names its verdict; unique within a call. */
  readonly name: string;
  /** What it reads of a face besides embedding and quality, which are always there: `['eyes']`, say. */
  readonly needs?: readonly (keyof AnalysisParts)[];
  /**
   * Looks at a picture, beside all other checks and at the same time. Only a finding that says so passes; what is thrown
   * is a rejection with the error's `code`. When `signal` aborts, nobody waits for an answer but this call: end soon.
   */
  run(context: CheckContext): Promise<Finding> | Finding;
}

/** One picture, decoded once and analysed once, for all checks. */
export interface CheckContext {
  /** What the app asks. */
  readonly question: Question;
  /** Whom the picture is said to show; `null` where that is the question. */
  readonly label: string | null;
  /** What the app gave: a video, say, that a check can go on watching. */
  readonly source: FaceSource;
  /** The source's pixels, decoded; closed when all checks have ended. Boxes and keypoints are in its pixels. */
  readonly picture: Picture;
  /** Of the picture, in pixels as it is shown. */
  readonly width: number;
  readonly height: number;
  /** All faces, by descending score. */
  faces(): Promise<readonly AnalyzedFace[]>;
  /**
   * The one face.
   *
   * @throws FaceError `no-face` or `multiple-faces`
   */
  face(): Promise<AnalyzedFace>;
  /**
   * The template of the one face, whatever its quality.
   *
   * @throws FaceError as `face`, and `internal` where the face could not be aligned
   */
  probe(): Promise<FaceTemplate>;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** What a check found. */
export interface Finding {
  passed: boolean;
  /** Why not: at least one where it did not pass. */
  reasons?: readonly Reason[];
  /** The numbers behind it: a plain object that JSON has words for. */
  figures?: object;
}

/** Why a check did not pass. */
export interface Reason {
  /** A stable word: that of a FaceError or a FacebankError, or the check's own. */
  code: string;
  /** A sentence for the person in front of the camera or the developer. */
  message: string;
}

/** What became of a check. */
export interface Verdict {
  /** The check's name. */
  check: string;
  /** Which of the pictures it is about, from 0. */
  picture: number;
  passed: boolean;
  /** Empty exactly where it passed. */
  reasons: readonly Reason[];
  /** The numbers behind it. */
  figures: Figures;
  /** How long it took, in milliseconds, waiting for what it shares with others included. */
  ms: number;
}
