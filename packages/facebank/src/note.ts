import { FacebankError } from './errors.ts';
import type { BankEvent } from './records.ts';

/** An event that an app notes itself. */
export interface Note {
  /** Whom it tells of: it goes when they are removed. */
  label?: string | undefined;
  /** A stable word, at most 200 characters. */
  reason: string;
  details?: BankEvent['details'] | undefined;
}

const longestReason = 200;

/**
 * What a note says, copied. Events are written together: one that cannot be stored would take others with it.
 *
 * @throws FacebankError `bad-options`
 */
export function parseNote({ reason, details = {} }: Note): { reason: string } & BankEvent['details'] {
  if (typeof reason !== 'string' || reason === '' || reason.length > longestReason) {
    throw new FacebankError('bad-options', `A note needs a reason, of at most ${longestReason} characters.`, {
      maximum: longestReason,
    });
  }
  if (typeof details !== 'object' || details === null || !Object.values(details).every(isPlain)) {
    throw new FacebankError('bad-options', 'The details of a note must be texts, numbers, booleans or null, by name.');
  }
  return { ...details, reason };
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
