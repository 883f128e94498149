import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { cosineSimilarity, thresholdFor } from 'facebank/matching';
import { type BrowserPipeline, CommandError } from '../browser-pipeline.ts';
import { say, write } from '../command.ts';
import { reportPage } from '../report/report.ts';
import { acquireAll, failuresToAcquire } from './acquire.ts';
import { fmrThresholds, warningsFor } from './fmr-thresholds.ts';
import { percent, today } from './format.ts';
import { imageFile, peopleIn } from './images.ts';
import {
  areaUnderCurve,
  bestAccuracy,
  equalErrorRate,
  falseMatchRate,
  falseNonMatchRate,
  type Scores,
  trueMatchRateAt,
} from './metrics.ts';
import { verificationReport } from './verification-report.ts';

export interface Pair {
  a: string;
  b: string;
  isGenuine: boolean;
}

export interface Comparison extends Pair {
  /** -Infinity where an image was a failure to acquire. */
  similarity: number;
}

/** What came of an evaluation of verification, without its images. */
export interface VerificationOutcome {
  images: number;
  failuresToAcquire: number;
  /** The id@version of the embedding model. */
  model: string;
  /** The default one. */
  threshold: number;
  scores: Scores;
}

/** Every pair of images of a folder with one sub-folder a person. */
export function allPairs(folder: string): Pair[] {
  const images = [...peopleIn(folder)].flatMap(([person, paths]) => paths.map((path) => ({ person, path })));
  return images.flatMap((a, index) =>
    images.slice(index + 1).map((b) => ({ a: a.path, b: b.path, isGenuine: a.person === b.person })),
  );
}

/** The pairs that a CSV file lists as `file_x,file_y,Yes|No`, with or without a header; files are relative to `root`. */
export function listedPairs(csvPath: string, root: string): Pair[] {
  let rows: string[][];
  try {
    rows = parse(readFileSync(csvPath, 'utf8'), { bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    throw new CommandError('bad-arguments', `${csvPath} cannot be read as CSV: ${(error as Error).message}`);
  }
  const answer = (row: string[] | undefined) => row?.[2]?.toLowerCase();
  const isPair = (row: string[] | undefined) => answer(row) === 'yes' || answer(row) === 'no';
  const isHeader = !isPair(rows[0]) && !imageFile.test(rows[0]?.[0] ?? '');
  const pairs = isHeader ? rows.slice(1) : rows;
  return pairs.map((row, index) => {
    if (row.length !== 3 || !isPair(row)) {
      throw new CommandError('bad-arguments', `${csvPath}: pair ${index + 1} is not file_x,file_y,Yes|No`);
    }
    return { a: join(root, row[0]!), b: join(root, row[1]!), isGenuine: answer(row) === 'yes' };
  });
}

/** Compares every pair, each image read once. */
export async function compareAll(
  pipeline: BrowserPipeline,
  pairs: readonly Pair[],
): Promise<{ comparisons: Comparison[]; outcome: VerificationOutcome }> {
  if (pairs.length === 0) throw new CommandError('bad-arguments', 'There is no pair to compare');
  const acquired = await acquireAll(pipeline, [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]);
  const similarityOf = ({ a, b }: Pair) => {
    const [first, second] = [acquired.get(a), acquired.get(b)];
    return first && second ? cosineSimilarity(first.embedding, second.embedding) : -Infinity;
  };
  const comparisons = pairs.map((pair) => ({ ...pair, similarity: similarityOf(pair) }));
  const similarities = (list: readonly Comparison[]) => list.map(({ similarity }) => similarity);
  const { embedding } = (await pipeline.call('info')).models;
  const outcome = {
    images: acquired.size,
    failuresToAcquire: failuresToAcquire(acquired),
    model: embedding,
    threshold: thresholdFor(embedding),
    scores: {
      genuine: similarities(comparisons.filter(({ isGenuine }) => isGenuine)),
      impostor: similarities(comparisons.filter(({ isGenuine }) => !isGenuine)),
    },
  };
  return { comparisons, outcome };
}

/** An outcome as the command's JSON has it. */
export function verificationFigures({ failuresToAcquire, threshold, scores }: VerificationOutcome) {
  return {
    genuine: scores.genuine.length,
    impostor: scores.impostor.length,
    failuresToAcquire,
    auc: areaUnderCurve(scores),
    eer: equalErrorRate(scores),
    accuracy: bestAccuracy(scores),
    threshold,
    fmr: falseMatchRate(scores, threshold),
    fnmr: falseNonMatchRate(scores, threshold),
    tmrAtFmr0: trueMatchRateAt(scores, 0),
    tmrAtFmr1e3: trueMatchRateAt(scores, 1e-3),
  };
}

/**
 * Compares every pair, and says how well the genuine are told from the impostors.
 *
 * @param choosesThreshold whether to measure thresholds by target FMR, too
 * @param report the page to write, if any
 * @param command the words after `npm run evaluate --`
 */
export async function evaluateVerification(
  pipeline: BrowserPipeline,
  pairs: readonly Pair[],
  { choosesThreshold, report, command }: { choosesThreshold: boolean; report: string | undefined; command: string },
) {
  const { comparisons, outcome } = await compareAll(pipeline, pairs);
  if (report !== undefined) {
    write(report, await reportPage(verificationReport(outcome, comparisons, { date: today(), command })));
  }
  return {
    ...verificationFigures(outcome),
    ...(choosesThreshold && { thresholds: thresholdsOf(outcome.scores) }),
  };
}

/** What an app's threshold may be, for people on stderr too. */
function thresholdsOf(scores: Scores) {
  const thresholds = fmrThresholds(scores);
  for (const { fmr, threshold } of thresholds) {
    say(
      threshold === null
        ? `FMR ≤ ${fmr}: no threshold can be told`
        : `FMR ≤ ${fmr}: threshold ${threshold}, FNMR ${percent(falseNonMatchRate(scores, threshold))}`,
    );
  }
  for (const warning of warningsFor(scores)) say(warning);
  say('Pairs that share a photograph or a person are not independent: they say less than their number.');
  say('A threshold that was chosen on these images is to be measured on others.');
  return thresholds;
}
