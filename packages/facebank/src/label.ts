import { FacebankError } from './errors.ts';

const maximumLength = 200;

/** Control characters, and halves of surrogate pairs, which UTF-8 would merge into one and the same replacement. */
const unusable = /[\p{Cc}\p{Cs}]/u;

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
  if (length === 0 || length > maximumLength) {
    const details = { length, max: maximumLength };
    throw new FacebankError('bad-label', `A label must have 1–${maximumLength} characters, not ${length}.`, details);
  }
  if (unusable.test(normalized)) throw new FacebankError('bad-label', 'A label must not hold control characters.');
  return normalized;
}
