import type { SearchCost } from '../parts/search.ts';
import type { Results } from '../results.ts';

const summaryOf = (median: number, p95: number) => ({ median, p95 });
const start = (base: number) => ({
  coldMs: summaryOf(base + 1000, base + 1100),
  warmMs: summaryOf(base + 500, base + 600),
  download: { files: base, raw: base * 1e6, gzip: base * 0.5e6, brotli: base * 0.4e6 },
  downloadedAgain: base > 10 ? ['/a.bin'] : [],
});
const visit = {
  previewMs: summaryOf(900, 950),
  verdictMs: summaryOf(2100, 2200),
  download: { files: 12, raw: 22.4e6, gzip: 12.1e6, brotli: 10.2e6 },
  kept: { files: 20, raw: 29e6, gzip: 8e6, brotli: 6e6 },
  performance: 0.97,
};
const memory = (jsHeap: number, wasm: number) => ({ jsHeap: jsHeap * 1e6, wasm: wasm * 1e6 });

const searchCost = (median: number, recall: SearchCost['recall'], named = 1): SearchCost => ({
  buildMs: median * 10,
  identifyMs: summaryOf(median, median * 2),
  bytes: median * 1e6,
  named,
  recall,
});
const exact = { enrolled: 1, strangers: 1 };

/** Of a whole run, made up. */
export const results: Results = {
  machine: {
    date: '2025-11-21',
    cpu: 'A CPU',
    cores: 2,
    memoryGiB: 16,
    system: 'Linux 6 x64',
    browser: 'Chromium 156',
    node: '20.20.2',
    packages: { 'onnxruntime-web': '1.30.0', '@vladmandic/human': '3.3.6' },
  },
  analyze: {
    threads: { ours: 2, native: 2, human: 0 },
    oursMs: 30.04,
    oursP95Ms: 41.26,
    rawModelsMs: 27,
    rawMs: { detection: 10, embedding: 11, liveness: 3 },
    nativeModelsMs: 15,
    nativeMs: { detection: 3, embedding: 8, liveness: 2 },
    peers: { human: 101.4 },
    peersP95: { human: 130 },
  },
  ratios: { human: 3.375, overRaw: 1.111, overNative: 2.003 },
  visit,
  start: { ours: start(9), human: start(12) },
  memory: {
    ours: { peak: memory(30, 67), afterHundred: memory(16, 67), afterThousand: memory(16.5, 67) },
    human: { peak: memory(44, 87), afterHundred: memory(18, 87) },
    growth: { jsHeap: 1.031, wasm: 1 },
  },
  growth: {
    faces: { '1': summaryOf(31, 33), '4': summaryOf(110, 120) },
    sizes: { '640x480': summaryOf(30, 32), '4000x3000': summaryOf(150, 170) },
  },
  deeppixbis: {
    threads: 2,
    variants: { 'as it is': { bytes: 12.9e6, ms: summaryOf(201.2, 240), wasmGrowth: 55e6 } },
  },
  gallery: {
    '10000': {
      ...{ importMs: 9000, openMs: 12, loadMs: 800, identifyMs: summaryOf(3, 5) },
      ...{ searchBytes: 27e6, storedBytes: 60e6, found: 1 },
    },
  },
  search: {
    '1000': {
      ours: searchCost(0.04, exact),
      oursWithoutFloats: searchCost(0.03, exact, 16.4),
      loop: searchCost(0.4, exact),
      human: searchCost(0.6, exact),
      hnsw: searchCost(0.5, { enrolled: 1, strangers: 0.824 }),
      readOurBytes: searchCost(0.02, null, 0),
      readFloats: searchCost(0.08, null, 0),
    },
    '100000': {
      ours: searchCost(2, exact),
      oursWithoutFloats: searchCost(2, exact, 20),
      loop: searchCost(80, exact),
      human: searchCost(124, exact),
      hnsw: { leftOut: 'adding them takes too long' },
      readOurBytes: searchCost(1.6, null, 0),
      readFloats: searchCost(8, null, 0),
    },
  },
  gate: {
    ms: {
      gate: summaryOf(40, 50),
      gateWithScene: summaryOf(60, 70),
      analyze: summaryOf(30, 35),
      match: summaryOf(2, 3),
      objects: summaryOf(25, 30),
    },
    overParts: 1.111,
    overPartsWithScene: 0.984,
  },
  mainThread: { frames: 200, framesPerSecond: 24.96, longTasksMs: [], animationIntervalMs: summaryOf(16.67, 17) },
};
