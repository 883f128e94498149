import { Answers } from './answers.ts';
import type { FacebankError } from './errors.ts';
import { EventLog } from './events.ts';
import type { Gallery } from './gallery.ts';
import type { BankEvent, EventKind } from './records.ts';
import { Search } from './search/search.ts';

/** How an app wants its gallery run; the same for everything that is done with it. */
export interface Rules {
  maxTemplatesPerPerson: number;
  maximumFailures: number;
}

/** A gallery from its opening, or unlocking, to its closing, or locking. */
export interface Session {
  readonly gallery: Gallery;
  readonly rules: Rules;
  readonly search: Search;
  readonly log: EventLog;
  readonly answers: Answers;
  /** When probes of nobody in the gallery were identified lately: ms since the epoch. */
  readonly strangers: number[];
}

export function createSession(gallery: Gallery, rules: Rules): Session {
  return {
    gallery,
    rules,
    search: new Search(gallery),
    log: new EventLog(gallery),
    answers: new Answers(),
    strangers: [],
  };
}

/** @param why what searches under way reject with */
export function endSession({ search, answers }: Session, why: FacebankError): void {
  search.close(why);
  answers.clear();
}

/** An event of now. */
export function eventOf(
  kind: EventKind,
  label: string | null,
  { reason = null, ...details }: { reason?: string | null } & BankEvent['details'] = {},
): BankEvent {
  return { at: Date.now(), kind, label, reason, details };
}
