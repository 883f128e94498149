import { FacebankError } from './errors.ts';
import type { BankEvent } from './records.ts';

/** An event that an app notes itself. */
export interface Note {
  /** Whom it tells of: it goes when they are removed. */
  label?: string | undefined;
  /** A stable word, at most 200 characters. */
  reason: string;
  /** Figures or words, by name: at most 100, a text of 10,000 characters at most. */
  details?: BankEvent['details'] | undefined;
}

const longestReason = 200;
/** As many, and as long, as a file of the gallery takes. */
const mostDetails = 100;
const longestName = 1_000;
const longestText = 10_000;

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
  const entries = typeof details === 'object' && details !== null ? Object.entries(details) : null;
  if (entries === null || entries.length > mostDetails || !entries.every(isDetail)) {
    const message = `The details of a note must be at most ${mostDetails} texts, numbers, booleans or null, by name.`;
    throw new FacebankError('bad-options', message, { mostDetails, longestName, longestText });
  }
  return { ...details, reason };
}

function isDetail([name, value]: [string, unknown]): boolean {
  if (name.length > longestName || name === '__proto__') return false;
  if (typeof value === 'string') return value.length <= longestText;
  return value === null || typeof value === 'number' || typeof value === 'boolean';
}
