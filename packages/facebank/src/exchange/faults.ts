import { FacebankError } from '../errors.ts';

const sentences = {
  'not-a-gallery': 'This file is no gallery of face templates: choose another.',
  'newer-version': 'This file was written by a newer version: update this app, then try again.',
  'cut-short': 'This file is cut short: get a complete copy of it.',
  damaged: 'This file is damaged, and nothing of it can be trusted: get another copy of it.',
  'key-derivation': 'This file was encrypted too weakly, or so that it would take too long to open: it is not opened.',
  unreadable: 'This file cannot be read, or was changed meanwhile: choose it again.',
};

/** A FacebankError `bad-file` whose `details.fault` says what is wrong as a stable word. */
export function badFile(fault: keyof typeof sentences, cause?: unknown): FacebankError {
  return new FacebankError('bad-file', sentences[fault], { fault }, { cause });
}
