import type { FaceEngine, FaceSource } from 'face-core';
import type { EnrolOptions, Facebank, PersonDetails } from 'facebank';
import type { Check, Question, Verdict } from './check.ts';
import { matchAnybody, matchPerson } from './checks/match.ts';
import { pictureChecks } from './checks/picture.ts';
import { type IdentifyDecision, type Registration, statusOf, type VerifyDecision } from './decision.ts';
import { enrol } from './enrol.ts';
import { type Inquiry, look } from './look.ts';
import { completeGatePolicy, type GatePolicy } from './policy.ts';
import { recorded } from './record.ts';

/** What a gate stands before, and what it asks for. */
export interface GateOptions {
  /** A `FaceEngine`, which stays the app's to close. */
  engine: Pick<FaceEngine, 'decode' | 'analyze'>;
  /** A `Facebank`, which stays the app's to close. */
  bank: Pick<Facebank, 'enroll' | 'verify' | 'identify' | 'note'>;
  /** How strict it is; each rule has a default. */
  policy?: GatePolicy;
  /** The app's own, in every call; the built-in ones always run. */
  checks?: readonly Check[];
}

/** What every call of a gate takes. */
export interface CallOptions {
  /** The app's own, in this call alone. */
  checks?: readonly Check[];
  /** Told of each verdict as it comes. Where another frame is looked at, its verdicts count in place of the first ones. */
  onVerdict?: (verdict: Verdict) => void;
  /** Gives the call up; it then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** What a registration takes besides. */
export interface RegisterOptions extends CallOptions {
  /** What the gallery is to know of the person, and where the pictures come from. */
  details?: PersonDetails & Pick<EnrolOptions, 'source'>;
}

/**
 * One question, one answer: every check runs, all at the same time, on one decoded and analysed picture, and only if all
 * pass is the answer `approved`. Whatever fails is a rejection with its reason. Nothing is thrown but the signal's
 * reason, and a TypeError for an argument that is none.
 */
export interface Gate {
  /**
   * Enrols a person by one or more pictures, of which each has to pass every check but the match. All or nothing.
   *
   * @throws TypeError where there is no picture
   */
  register(label: string, shots: readonly FaceSource[], options?: RegisterOptions): Promise<Registration>;
  /** Is it this enrolled person, and does everything else hold? */
  verify(label: string, source: FaceSource, options?: CallOptions): Promise<VerifyDecision>;
  /** Which enrolled person is it, and does everything else hold? */
  identify(source: FaceSource, options?: CallOptions): Promise<IdentifyDecision>;
}

/**
 * A gate before an engine and a gallery, which stay the app's to close.
 *
 * @throws TypeError for a policy that is none, and for two checks of one name, here and in every call
 */
export function createGate({ engine, bank, policy: asked, checks: always = [] }: GateOptions): Gate {
  const policy = completeGatePolicy(asked);
  const builtIn = pictureChecks(policy);
  requireDistinct([...builtIn, ...always]);

  /** All that is asked of a call's pictures. */
  const inquiry = (question: Question, label: string | null, match: Check[], options: CallOptions): Inquiry => {
    const { checks = [], onVerdict = () => {}, signal = new AbortController().signal } = options;
    const all = [...builtIn, ...match, ...always, ...checks];
    requireDistinct(all);
    const { attempts, nearMiss } = policy;
    return { question, label, checks: all, attempts, nearMiss, onVerdict: unfailing(onVerdict), signal };
  };

  return {
    async register(label, shots, options = {}) {
      if (!(shots.length > 0)) throw new TypeError('a person is registered by one picture or more');
      const started = performance.now();
      const asked = inquiry('register', label, [], options);
      const looked = await Promise.all(shots.map((shot, index) => look(engine, shot, index, asked)));
      const seen = looked.flatMap(({ verdicts }) => verdicts);
      const templates = looked.flatMap(({ template }) => template ?? []);
      const isFit = statusOf(seen).status === 'approved';
      const { threshold, duplicates } = policy;
      const { details, signal } = options;
      const enrolled = isFit
        ? await enrol(bank, label, templates, { ...details, threshold, duplicates, signal })
        : null;
      if (enrolled !== null) asked.onVerdict(enrolled.verdict);
      const verdicts = enrolled === null ? seen : [...seen, enrolled.verdict];
      // The gallery's own event tells of an enrolment, in one transaction with it.
      const isEnrolled = statusOf(verdicts).status === 'approved';
      const checks = isEnrolled ? verdicts : await recorded(bank, { question: 'register', label }, verdicts);
      const pictures = looked.map(({ picture }) => picture);
      const decision = { question: 'register', label, checks, pictures, ...since(started) } as const;
      return { ...decision, ...statusOf(checks), enrolment: enrolled?.answer ?? null } as Registration;
    },

    async verify(label, source, options = {}) {
      const started = performance.now();
      const match = matchPerson(bank, policy, label);
      const { verdicts, picture } = await look(engine, source, 0, inquiry('verify', label, [match], options));
      const checks = await recorded(bank, { question: 'verify', label }, verdicts);
      const decision = { question: 'verify', label, checks, pictures: [picture], ...since(started) } as const;
      return { ...decision, ...statusOf(checks), match: match.answer } as VerifyDecision;
    },

    async identify(source, options = {}) {
      const started = performance.now();
      const match = matchAnybody(bank, policy);
      const { verdicts, picture } = await look(engine, source, 0, inquiry('identify', null, [match], options));
      const found = match.answer?.match?.label ?? null;
      const checks = await recorded(bank, { question: 'identify', label: found }, verdicts);
      const candidates = match.answer?.candidates ?? [];
      const decision = { question: 'identify', candidates, checks, pictures: [picture], ...since(started) } as const;
      const outcome = statusOf(checks);
      return { ...decision, ...outcome, label: outcome.status === 'approved' ? found : null } as IdentifyDecision;
    },
  };
}

function since(started: number): { at: number; ms: number } {
  return { at: Date.now(), ms: performance.now() - started };
}

function requireDistinct(checks: readonly Check[]): void {
  const names = new Set<string>();
  for (const { name } of checks) {
    if (names.has(name)) throw new TypeError(`two checks are called "${name}"`);
    names.add(name);
  }
}

/** What a listener throws is its own mistake: the page hears of it, and the decision is as it would be. */
function unfailing(listener: (verdict: Verdict) => void): (verdict: Verdict) => void {
  return (verdict) => {
    try {
      listener(verdict);
    } catch (error) {
      reportError(error);
    }
  };
}
