import { FacebankError } from './errors.ts';

/** What one kind of request came to, since the gallery was opened. */
export interface RequestStats {
  /** How many there were. */
  count: number;
  /** How often each outcome was met: a word of the request's own, such as `match`, or the `code` of an error. */
  outcomes: Record<string, number>;
  /** Mean over all of them, in milliseconds. */
  meanMs: number;
  /** Of the last 1,000, in milliseconds; they were faster 19 times in 20. */
  p95Ms: number;
}

const remembered = 1_000;

/** Counts and times requests. */
export class Metrics {
  readonly #kinds = new Map<
    string,
    { count: number; totalMs: number; recentMs: number[]; outcomes: Map<string, number> }
  >();

  async measure<Result>(
    kind: string,
    work: () => Promise<Result>,
    outcomeOf: (result: Result) => string = () => 'done',
  ): Promise<Result> {
    const start = performance.now();
    let outcome = 'error';
    try {
      const result = await work();
      outcome = outcomeOf(result);
      return result;
    } catch (error) {
      if (error instanceof FacebankError) outcome = error.code;
      throw error;
    } finally {
      this.#add(kind, outcome, performance.now() - start);
    }
  }

  summary(): Record<string, RequestStats> {
    return Object.fromEntries(
      [...this.#kinds].map(([kind, { count, totalMs, recentMs, outcomes }]) => [
        kind,
        { count, outcomes: Object.fromEntries(outcomes), meanMs: totalMs / count, p95Ms: p95(recentMs) },
      ]),
    );
  }

  #add(kind: string, outcome: string, ms: number): void {
    const stats = this.#kinds.get(kind) ?? { count: 0, totalMs: 0, recentMs: [], outcomes: new Map() };
    this.#kinds.set(kind, stats);
    stats.recentMs[stats.count % remembered] = ms;
    stats.count += 1;
    stats.totalMs += ms;
    stats.outcomes.set(outcome, (stats.outcomes.get(outcome) ?? 0) + 1);
  }
}

/** By nearest rank. */
function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1]!;
}
