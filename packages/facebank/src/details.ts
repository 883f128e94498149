import { FacebankError } from './errors.ts';
import { isTime } from './time.ts';

/** What an app may say of a person besides their label. What is left out stays as it is. */
export interface PersonDetails {
  /** The name to show, at most 200 characters. Default: the label. */
  displayName?: string | undefined;
  /** At most 10,000 characters. */
  notes?: string | undefined;
  /** When the person consented to being enrolled: ms since the epoch. */
  consentAt?: number | null | undefined;
}

/**
 * The details that are given, and nothing else.
 *
 * @throws FacebankError `bad-options`
 */
export function parseDetails({ displayName, notes, consentAt }: PersonDetails) {
  requireText('displayName', displayName, 200);
  requireText('notes', notes, 10_000);
  if (consentAt !== undefined && consentAt !== null && !isTime(consentAt)) {
    throw new FacebankError('bad-options', `consentAt is ${consentAt}, not a time.`, { consentAt });
  }
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(notes === undefined ? {} : { notes }),
    ...(consentAt === undefined ? {} : { consentAt }),
  };
}

function requireText(name: string, value: string | undefined, maximum: number): void {
  if (value === undefined || (typeof value === 'string' && value.length <= maximum)) return;
  throw new FacebankError('bad-options', `${name} must be text of at most ${maximum} characters.`, { maximum });
}
