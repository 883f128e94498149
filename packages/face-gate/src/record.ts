import type { Facebank, Note } from 'facebank';
import type { Question, Verdict } from './check.ts';
import { statusOf } from './decision.ts';
import { causeOf } from './run-check.ts';

/** What is decided, and about whom. */
export interface Case {
  question: Question;
  /** `null`: nobody is meant, or nobody was found. */
  label: string | null;
}

/**
 * Notes a decision in the gallery's log, as `gate-approved` or `gate-rejected`. Where that fails there is one more verdict,
 * `record`, against it: what leaves no trace is not approved.
 */
export async function recorded(
  bank: Pick<Facebank, 'note'>,
  { question, label }: Case,
  verdicts: readonly Verdict[],
): Promise<readonly Verdict[]> {
  const started = performance.now();
  const { status, reasons } = statusOf(verdicts);
  const note: Note = {
    reason: `gate-${status}`,
    details: {
      question,
      reasons: reasons.map(({ code }) => code).join(' ') || null,
      similarity: figure(verdicts, 'match', 'similarity'),
      liveness: figure(verdicts, 'liveness', 'score'),
      quality: figure(verdicts, 'quality', 'score'),
    },
  };
  try {
    await (label === null ? bank.note(note) : bank.note({ ...note, label }).catch(withoutLabel(bank, note)));
    return verdicts;
  } catch (error) {
    const ms = performance.now() - started;
    return [...verdicts, { check: 'record', picture: 0, passed: false, ...causeOf(error), ms }];
  }
}

/** Of somebody who is not enrolled, the label is not written down. */
function withoutLabel(bank: Pick<Facebank, 'note'>, note: Note) {
  return (error: unknown): Promise<void> => {
    const { code } = error as { code?: unknown };
    if (code !== 'unknown-person' && code !== 'bad-label') throw error;
    return bank.note(note);
  };
}

function figure(verdicts: readonly Verdict[], check: string, name: string): number | null {
  const value = verdicts.find((verdict) => verdict.check === check)?.figures[name];
  return typeof value === 'number' ? value : null;
}
