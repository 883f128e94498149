import type { Evaluation, Report, Shot, WorstShots } from '../report/report.ts';
import { decimals, failuresInWords, percent, scoreText } from './format.ts';
import { areaUnderCurve, equalErrorRate, falseMatchRate, falseNonMatchRate, trueMatchRateAt } from './metrics.ts';
import type { Comparison, VerificationOutcome } from './verification.ts';

/** How many pairs are shown of each kind. */
const shown = 12;

/** When and by which words after `npm run evaluate --` something was evaluated. */
export interface Occasion {
  /** YYYY-MM-DD. */
  date: string;
  command: string;
}

/** An evaluation of verification as a page. */
export function verificationReport(
  outcome: VerificationOutcome,
  comparisons: readonly Comparison[],
  occasion: Occasion,
): Report {
  return {
    ...verificationSection(outcome, occasion),
    worst: [
      worst(
        'The impostor pairs most alike',
        comparisons.filter(({ isGenuine }) => !isGenuine).sort((a, b) => b.similarity - a.similarity),
      ),
      worst(
        'The genuine pairs least alike',
        comparisons.filter(({ isGenuine }) => isGenuine).sort((a, b) => a.similarity - b.similarity),
      ),
    ],
  };
}

/** The same without an image. */
export function verificationSection(
  { images, failuresToAcquire, model, threshold, scores }: VerificationOutcome,
  { date, command }: Occasion,
): Evaluation {
  const { genuine, impostor } = scores;
  const pairs = (count: number, kind: string) => `of ${count} ${kind} pairs`;
  const fmr = falseMatchRate(scores, threshold);
  const fnmr = falseNonMatchRate(scores, threshold);
  return {
    name: 'verification',
    title: 'Verification: one person or two',
    facts: [
      ['Set', `${genuine.length} genuine pairs, ${impostor.length} impostor pairs`],
      ['Images', `${images}, ${failuresInWords(failuresToAcquire)}`],
      ['Date', date],
      ['Model', model],
      ['Command', `npm run evaluate -- ${command}`],
      ['Threshold', `${threshold}`],
    ],
    figures: [
      { name: 'FMR', value: percent(fmr), note: pairs(impostor.length, 'impostor') },
      { name: 'FNMR', value: percent(fnmr), note: pairs(genuine.length, 'genuine') },
      { name: 'TMR at FMR 0', value: percent(trueMatchRateAt(scores, 0)), note: 'above every impostor pair' },
      { name: 'EER', value: percent(equalErrorRate(scores)), note: 'where both errors are alike' },
      { name: 'AUC', value: decimals(areaUnderCurve(scores), 4), note: 'genuine similarities above impostor' },
    ],
    scores,
    threshold,
    scale: [-0.4, 1],
    words: {
      score: 'Similarity',
      genuine: 'Genuine pairs',
      impostor: 'Impostor pairs',
      falseMatch: 'FMR',
      falseNonMatch: 'FNMR',
    },
    tables: [],
  };
}

function worst(title: string, comparisons: readonly Comparison[]): WorstShots {
  return { title, note: 'A failure to acquire has no similarity.', shots: comparisons.slice(0, shown).map(shotOf) };
}

function shotOf({ a, b, similarity }: Comparison): Shot {
  return { paths: [a, b], facts: [['Similarity', scoreText(similarity)]] };
}
