import { isLeftOut, type Measurements } from '../report/measurements.ts';
import { summary } from '../report/summary.ts';

/** How the evaluations of one version differ from those of another, on the same images. */
export interface Differences {
  /** The largest change of a pair's similarity, and of an image's liveness score; `null` where they were not measured, or of other images. */
  similarity: number | null;
  livenessScore: number | null;
  /** The figures that are not the same: "verification.fnmr" → what it was, and is. */
  figures: Record<string, { from: unknown; to: unknown }>;
}

export function differencesOf(before: Measurements, after: Measurements): Differences {
  const was = flat(summary({ ...before, bench: null }));
  const is = flat(summary({ ...after, bench: null }));
  const figures: Differences['figures'] = {};
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    if (was.get(name) !== is.get(name)) figures[name] = { from: was.get(name) ?? null, to: is.get(name) ?? null };
  }
  return {
    similarity: largestChange(similarities(before), similarities(after)),
    livenessScore: largestChange(livenessScores(before), livenessScores(after)),
    figures,
  };
}

function similarities({ verification }: Measurements): readonly number[] {
  return isLeftOut(verification) ? [] : [...verification.scores.genuine, ...verification.scores.impostor];
}

function livenessScores({ liveness }: Measurements): readonly number[] {
  return isLeftOut(liveness) ? [] : liveness.outcomes.map(({ score }) => score);
}

function largestChange(before: readonly number[], after: readonly number[]): number | null {
  if (before.length === 0 || before.length !== after.length) return null;
  // Two failures to acquire are alike: -Infinity less itself would be no number.
  return Math.max(...before.map((score, index) => (score === after[index] ? 0 : Math.abs(score - after[index]!))));
}

/** The leaves of a tree of objects, but for when and by which command it was measured. */
function flat(tree: object, prefix = ''): Map<string, unknown> {
  return new Map(
    Object.entries(tree)
      .filter(([name]) => name !== 'date' && name !== 'command')
      .flatMap(([name, value]): [string, unknown][] =>
        value !== null && typeof value === 'object'
          ? [...flat(value, `${prefix}${name}.`)]
          : [[`${prefix}${name}`, value]],
      ),
  );
}
