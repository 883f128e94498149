import type { BankEvent } from 'facebank';
import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { isArrival } from './arrivals.ts';

/** Stands where the person's name goes: nothing else has this character. */
const place = '\u{f8ff}';

/** What is said before and after the person's name; one part where nobody is named. */
export function sentenceOf(event: BankEvent): readonly [before: string, after?: string] {
  const [before, after] = sentence(event, event.label === null ? null : place).split(place);
  return after === undefined ? [before!] : [before!, after];
}

function sentence(event: BankEvent, who: string | null): string {
  const words = t().activity.sentences;
  const { kind, reason, details } = event;
  const count = (name: string) => (typeof details[name] === 'number' ? details[name] : 0);
  const somebody = who ?? words.unknownWho;
  switch (kind) {
    case 'enrolled':
      return words.enrolled(somebody, count('added'));
    case 'verified':
      return words.verified(somebody);
    case 'identified':
      return words.identified(somebody);
    case 'rejected':
      return rejection(reason, somebody);
    case 'spoof-suspected':
      return who === null ? words.spoof : words.spoofOf(who);
    case 'suspicious-series':
      return who === null ? words.series(count('strangers')) : words.seriesOf(who, count('failures'));
    case 'renamed':
      return words.renamed(somebody);
    case 'updated':
      return words.updated(somebody);
    case 'removed':
      return reason === 'cleared' ? words.cleared : words.removed;
    case 'expired':
      return who === null ? words.expired : words.expiredOf(who, count('templates'));
    case 'imported':
      return words.imported(count('added'), count('changed'));
    case 'exported':
      return details['encrypted'] === true ? words.exported.encrypted : words.exported.plain;
    case 'encryption-changed':
      return lookUp(words.encryption, reason) ?? words.encryptionChanged;
    case 'noted':
      return decision(event, who);
  }
}

function rejection(reason: string | null, who: string): string {
  const words = t().activity.sentences;
  switch (reason) {
    case 'not-this-person':
      return words.notThisPerson(who);
    case 'nobody':
      return words.nobody;
    case 'unknown-person':
      return words.unknownPerson;
    case 'too-many-failures':
      return words.tooManyFailures(who);
    default:
      return words.rejected;
  }
}

/** What the gate decided, or whatever else an app noted. */
function decision(event: BankEvent, who: string | null): string {
  const words = t().activity.sentences;
  if (isArrival(event)) return words.checkedIn(who!);
  if (event.reason === 'gate-rejected') {
    const why = reasonsOf(event);
    if (event.details['question'] === 'register') return words.notEnrolled(why);
    return who === null ? words.nobodyCheckedIn(why) : words.notCheckedIn(who, why);
  }
  const reason = event.reason ?? '';
  return who === null ? words.noted(reason) : words.notedOf(who, reason);
}

/** The codes that the gate gives, separated by spaces, as words. An app's own check may have codes of its own. */
function reasonsOf({ details }: BankEvent): string {
  const words = t().activity.reasons;
  const codes = typeof details['reasons'] === 'string' ? details['reasons'].split(' ') : ['none'];
  return codes.map((code) => lookUp(words, code) ?? code).join('; ');
}

/** The figures behind it, each in words. */
export function figuresOf({ details }: BankEvent): string[] {
  const words = t().activity.figures;
  const figure = (value: BankEvent['details'][string] | undefined, digits: number, say: (value: string) => string) =>
    typeof value === 'number' ? [say(formatNumber(value, digits))] : [];
  return [
    ...figure(details['similarity'], 2, words.similarity),
    ...figure(details['threshold'], 2, words.threshold),
    ...figure(details['liveness'] ?? details['livenessScore'], 2, words.liveness),
    ...figure(details['quality'], 0, words.quality),
  ];
}

function lookUp(words: Record<string, string>, code: string | null): string | undefined {
  return code !== null && Object.hasOwn(words, code) ? words[code] : undefined;
}
