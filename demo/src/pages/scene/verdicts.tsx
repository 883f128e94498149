import type { Evidence, Verdict, VerifyDecision } from 'face-gate';
import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { wordsFor } from './reason-words.ts';

/** The three that the page is about; the gate has further ones, which stand below. */
const main = ['match', 'liveness', 'scene-task'] as const;
const others = ['image-size', 'single-face', 'face-size', 'quality', 'record'] as const;

interface Props {
  verdicts: ReadonlyMap<string, Verdict>;
  decision: VerifyDecision | null;
}

/** The gate's verdicts side by side, as they come, and then its decision with all reasons. */
export function Verdicts({ verdicts, decision }: Props) {
  const words = t().scene;
  return (
    <div class="stack">
      <div class="verdicts">
        {main.map((check) => (
          <VerdictCard key={check} title={words.checks[check]} verdict={verdicts.get(check)} />
        ))}
      </div>
      <ul class="further">
        {others.map((check) => {
          const verdict = verdicts.get(check);
          if (verdict === undefined) return null;
          return (
            <li key={check} class={verdict.passed ? 'passed' : 'failed'}>
              <Icon name={verdict.passed ? 'good' : 'bad'} />
              <span>
                {words.checks[check]}
                <span class="visually-hidden">: {verdict.passed ? words.passed : words.failed}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <div role="status">{decision && <Outcome decision={decision} />}</div>
    </div>
  );
}

function VerdictCard({ title, verdict }: { title: string; verdict: Verdict | undefined }) {
  const words = t().scene;
  const state = verdict === undefined ? 'waiting' : verdict.passed ? 'passed' : 'failed';
  return (
    <section class={`verdict ${state}`} data-check={state}>
      <h3>{title}</h3>
      <p class="verdict-word">
        {verdict && <Icon name={verdict.passed ? 'good' : 'bad'} />}
        {words[state]}
      </p>
      {verdict && (
        <>
          {verdict.reasons.map((reason) => (
            <p key={reason.code}>{wordsFor(reason)}</p>
          ))}
          <p class="hint">{figuresOf(verdict)}</p>
          <p class="hint">{words.time(formatNumber(verdict.ms))}</p>
        </>
      )}
    </section>
  );
}

function Outcome({ decision: { status, reasons, ms } }: { decision: VerifyDecision }) {
  const words = t().scene;
  return (
    <section class={`outcome outcome-${status}`}>
      <h2>
        <Icon name={status === 'approved' ? 'good' : 'bad'} />
        {words[status]}
      </h2>
      {reasons.length > 0 && (
        <ul>
          {reasons.map((reason) => (
            <li key={`${reason.code} ${reason.message}`}>{wordsFor(reason)}</li>
          ))}
        </ul>
      )}
      <p class="hint">{words.time(formatNumber(ms))}</p>
    </section>
  );
}

/** What was found in the picture for the task, or, where nothing reached the score, what came nearest. */
export function evidenceIn(verdict: Verdict | undefined): {
  evidence: readonly Evidence[];
  nearest: readonly Evidence[];
} {
  const { evidence = [], nearest = [] } = (verdict?.figures ?? {}) as unknown as Partial<Record<string, Evidence[]>>;
  return { evidence, nearest };
}

/** The numbers behind a verdict, in a sentence. */
function figuresOf(verdict: Verdict): string {
  const words = t().scene.figures;
  const number = (name: string) => {
    const value = verdict.figures[name];
    return typeof value === 'number' ? formatNumber(value, 2) : null;
  };
  if (verdict.check === 'scene-task') {
    const { evidence, nearest } = evidenceIn(verdict);
    const named = (found: readonly Evidence[]) =>
      found.map(({ label, score }) => `${label} (${formatNumber(score, 2)})`).join(', ');
    if (evidence.length > 0) return words.seen(named(evidence));
    return nearest.length > 0 ? words.nearest(named(nearest)) : '';
  }
  const kind = verdict.check === 'match' ? 'similarity' : 'score';
  const [value, threshold] = [number(kind), number('threshold')];
  return value === null || threshold === null ? '' : words[kind](value, threshold);
}
