import type { Verdict } from 'face-gate';
import { useEffect, useRef } from 'preact/hooks';
import { adviceFor } from '../../text/advice.ts';
import { formatClock, formatNumber, formatSeconds } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { type Figure, Figures } from '../../ui/figures.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import type { CheckInDecision } from './check-in.ts';
import type { Outcome } from './use-check-in.ts';
import { titleOf, wordsForReasons } from './words.ts';

interface Props {
  outcome: Outcome | null;
  /** Whether the focus goes to it when there is one; else it is read out. */
  takesFocus: boolean;
}

/** What came of the last try: the verdict in large, its reasons and its figures. */
export function Result({ outcome, takesFocus }: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus && outcome !== null) title.current?.focus();
  }, [outcome]);
  if (outcome === null) return <div class="result-place" role="status" />;
  const told = tell(outcome);
  return (
    <div class="result-place" role={takesFocus ? undefined : 'status'}>
      <section class={`card result result-${told.tone}`} aria-labelledby="result-title">
        <div class="result-head">
          <Icon name={told.tone === 'good' ? 'good' : told.tone === 'bad' ? 'bad' : 'about'} />
          <h2 id="result-title" ref={title} tabIndex={-1}>
            {told.title}
          </h2>
          {told.thumbnail && <Thumbnail picture={told.thumbnail} label={t().checkIn.result.photograph} />}
        </div>
        {told.reasons.length > 0 && (
          <ul class="reasons">
            {told.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
        {told.figures.length > 0 && <Figures figures={told.figures} />}
      </section>
    </div>
  );
}

interface Told {
  tone: 'good' | 'bad' | 'info';
  title: string;
  reasons: readonly string[];
  figures: readonly Figure[];
  thumbnail: HTMLCanvasElement | null;
}

function tell(outcome: Outcome): Told {
  const words = t().checkIn.result;
  const nothing = { reasons: [], figures: [], thumbnail: null };
  switch (outcome.status) {
    case 'decided': {
      const { decision, isPhotograph, thumbnail } = outcome;
      const isApproved = decision.status === 'approved';
      return {
        tone: isApproved ? 'good' : 'bad',
        title: titleOf(decision, isPhotograph),
        reasons: isApproved && isPhotograph ? [words.ofPhotograph] : wordsForReasons(decision),
        figures: figuresOf(decision),
        thumbnail,
      };
    }
    case 'failed':
      return { ...nothing, tone: 'bad', title: words.failed, reasons: [adviceFor(outcome.error)] };
    case 'camera-ended':
      return { ...nothing, tone: 'bad', title: t().camera.states.ended.title, reasons: [words.undecided] };
    case 'cancelled':
      return { ...nothing, tone: 'info', title: words.cancelled };
  }
}

function figuresOf(decision: CheckInDecision): Figure[] {
  const words = t().checkIn.figures;
  const { checks, status, at, ms } = decision;
  const numbers = (name: string): Partial<Record<string, unknown>> =>
    checks.find(({ check }: Verdict) => check === name)?.figures ?? {};
  const match = numbers('match');
  // What decided: the frames, where they were looked at.
  const liveness = [numbers('observation'), numbers('challenge'), numbers('liveness')].find(
    ({ score }) => score != null,
  );
  const ofThreshold = ({ similarity, score, threshold }: Partial<Record<string, unknown>> = {}) => {
    const value = similarity ?? score;
    if (typeof value !== 'number') return null;
    return typeof threshold === 'number'
      ? words.from(formatNumber(value, 2), formatNumber(threshold, 2))
      : formatNumber(value, 2);
  };
  const { score: quality } = numbers('quality');
  const similarityName = status === 'rejected' && decision.question === 'identify' ? words.nearest : words.similarity;
  const figures: [string, string | null][] = [
    [similarityName, ofThreshold(match)],
    [words.liveness, ofThreshold(liveness)],
    [words.quality, typeof quality === 'number' ? words.ofHundred(formatNumber(quality)) : null],
    [words.took, formatSeconds(ms)],
    [words.at, formatClock(at)],
  ];
  return figures.filter((figure): figure is [string, string] => figure[1] !== null);
}
