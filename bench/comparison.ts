import { type ModelName, runsPerAnalysis } from './models.ts';
import { median, p95 } from './statistics.ts';

/** All that was measured of one `analyze` of one face, in milliseconds. */
export interface AnalyzeTimes {
  ours: readonly number[];
  human: readonly number[];
  raw: Record<ModelName, readonly number[]>;
  native: Record<ModelName, readonly number[]>;
}

export interface Threads {
  ours: number;
  native: number;
  human: number;
}

export interface Comparison {
  analyze: {
    threads: Threads;
    oursMs: number;
    oursP95Ms: number;
    /** The bare models, each as often as an analysis runs it: the sum of the medians. */
    rawModelsMs: number;
    rawMs: Record<ModelName, number>;
    /** The same sum of the native ones. */
    nativeModelsMs: number;
    nativeMs: Record<ModelName, number>;
    peers: { human: number };
    peersP95: { human: number };
  };
  ratios: {
    /** How many times faster than `human` ours is. */
    human: number;
    /** Ours over `rawModelsMs`. */
    overRaw: number;
    /** Ours, all of it, over `nativeModelsMs`. */
    overNative: number;
  };
}

export function compare(times: AnalyzeTimes, threads: Threads): Comparison {
  const [oursMs, humanMs] = [median(times.ours), median(times.human)];
  const [rawMs, nativeMs] = [medians(times.raw), medians(times.native)];
  const [rawModelsMs, nativeModelsMs] = [costOfAnalysis(rawMs), costOfAnalysis(nativeMs)];
  return {
    analyze: {
      threads,
      oursMs,
      oursP95Ms: p95(times.ours),
      rawModelsMs,
      rawMs,
      nativeModelsMs,
      nativeMs,
      peers: { human: humanMs },
      peersP95: { human: p95(times.human) },
    },
    ratios: { human: humanMs / oursMs, overRaw: oursMs / rawModelsMs, overNative: oursMs / nativeModelsMs },
  };
}

function medians(times: Record<ModelName, readonly number[]>): Record<ModelName, number> {
  const entries = Object.entries<readonly number[]>(times).map(([name, values]) => [name, median(values)]);
  return Object.fromEntries(entries) as Record<ModelName, number>;
}

function costOfAnalysis(times: Record<ModelName, number>): number {
  return Object.entries(times).reduce((sum, [name, ms]) => sum + ms * runsPerAnalysis[name as ModelName], 0);
}
