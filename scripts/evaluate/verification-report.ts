import type { Report, Shot, WorstShots } from '../report/report.ts';
import { decimals, percent, scoreText } from './format.ts';
import {
  areaUnderCurve,
  equalErrorRate,
  falseMatchRate,
  falseNonMatchRate,
  type Scores,
  trueMatchRateAt,
} from './metrics.ts';
import type { Pair } from './verification.ts';

export interface Comparison extends Pair {
  /** -Infinity where an image was a failure to acquire. */
  similarity: number;
}

/** How many pairs are shown of each kind. */
const shown = 12;

/** An evaluation of verification as a page. */
export function verificationReport(
  comparisons: readonly Comparison[],
  scores: Scores,
  threshold: number,
  facts: readonly (readonly [name: string, value: string])[],
): Report {
  const { genuine, impostor } = scores;
  const pairs = (count: number, kind: string) => `of ${count} ${kind} pairs`;
  const fmr = falseMatchRate(scores, threshold);
  const fnmr = falseNonMatchRate(scores, threshold);
  return {
    title: 'Verification: one person or two',
    facts: [
      ['Set', `${genuine.length} genuine pairs, ${impostor.length} impostor pairs`],
      ...facts,
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

function worst(title: string, comparisons: readonly Comparison[]): WorstShots {
  return { title, note: 'A failure to acquire has no similarity.', shots: comparisons.slice(0, shown).map(shotOf) };
}

function shotOf({ a, b, similarity }: Comparison): Shot {
  return { paths: [a, b], facts: [['Similarity', scoreText(similarity)]] };
}
