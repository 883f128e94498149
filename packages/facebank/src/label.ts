import { FacebankError } from './errors.ts';

const MAX_LABEL_LENGTH = 200;

/** Control characters, and halves of surrogate pairs, which UTF-8 would merge into one and the same replacement. */
const UNUSABLE = /[\p{Cc}\p{Cs}]/u;

/**
 * The one form of a label that is stored and hashed: without white space around it, in Unicode NFC, 1–200 characters (code
 * points), without control characters.
 *
 * @throws FacebankError `bad-label`
 */
export function normalizeLabel(label: string): string {
  if (typeof label !== 'string') throw new FacebankError('bad-label', 'A label must be a string.');
  const normalized = label.trim().normalize('NFC');
  const length = [...normalized].length;
  if (length === 0 || length > MAX_LABEL_LENGTH) {
    const details = { length, max: MAX_LABEL_LENGTH };
    throw new FacebankError('bad-label', `A label must have 1–${MAX_LABEL_LENGTH} characters, not ${length}.`, details);
  }
  if (UNUSABLE.test(normalized)) throw new FacebankError('bad-label', 'A label must not hold control characters.');
  return normalized;
}
