import { expect, test } from 'vitest';
import type { SearchCost } from '../parts/search.ts';
import type { Results } from '../results.ts';
import { tablesOf } from '../tables.ts';

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

const results: Results = {
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

/** Cells without the spaces that only a reader of the source sees. */
const lines = (given: Results) =>
  tablesOf(given)
    .split('\n')
    .map((line) => line.replaceAll(/ *\| */g, '|'));

test('says on what and when', () => {
  expect(lines(results)[0]).toBe(
    'Measured on 2025-11-21: A CPU, 2 cores, 16 GiB, Linux 6 x64; Chromium 156; Node 20.20.2; onnxruntime-web 1.30.0, @vladmandic/human 3.3.6.',
  );
});

test('compares', () => {
  const table = lines(results);
  expect(table).toContain('|`analyze`, 2 threads|30.0 ms|41.3 ms||');
  expect(table).toContain('|`@vladmandic/human`, without threads|101 ms|130 ms|human / ours: 3.38|');
  expect(table).toContain('|our models bare: 1 detection + 1 embedding + 2 liveness|27.0 ms||ours / bare: 1.11|');
  expect(table).toContain('|native ONNX Runtime: 1 detection + 1 embedding + 2 liveness|15.0 ms||ours / native: 2.00|');
  expect(table).toContain('|detection|10.0 ms|3.0 ms|');
  expect(table).toContain('|embedding|11.0 ms|8.0 ms|');
});

test('has start, download and memory of both', () => {
  const table = lines(results);
  expect(table).toContain('|first visit, to the first result: median|1009 ms|1012 ms|');
  expect(table).toContain('|downloaded on the first visit|9.0 MB in 9 files|12.0 MB in 12 files|');
  expect(table).toContain('|… with brotli|3.6 MB|4.8 MB|');
  expect(table).toContain('|files downloaded again on the second|0|1|');
  expect(table).toContain('|… over those after 100|1.03|1.00|');
  expect(table).toContain('|human, peak|44.0 MB|87.0 MB|');
});

test('has a first visit of the demo', () => {
  const table = lines(results);
  expect(table).toContain('|to the preview|900 ms|950 ms|');
  expect(table).toContain('|downloaded for that|22.4 MB|12.1 MB|10.2 MB|');
  expect(table).toContain('|… and after it, to work without a network|29.0 MB|8.0 MB|6.0 MB|');
  expect(table).toContain('Lighthouse gives the performance 97 of 100.');
});

test('has each number of faces and each size', () => {
  const table = lines(results);
  expect(table).toContain('|1280×720, 1 face|31.0 ms|33.0 ms|');
  expect(table).toContain('|1280×720, 4 faces|110 ms|120 ms|');
  expect(table).toContain('|4000×3000, 1 near face|150 ms|170 ms|');
});

test('says how long the longest task was, where there was one', () => {
  expect(tablesOf(results)).toContain('Over 200 frames of a live loop, 25.0 a second: 0 long tasks (over 50 ms). The');
  const janky = { ...results, mainThread: { ...results.mainThread, longTasksMs: [61, 80] } };
  expect(tablesOf(janky)).toContain('2 long tasks (over 50 ms), the longest 80.0 ms. The');
});

test('has a call of the gate beside its parts', () => {
  const table = lines(results);
  expect(table).toContain('|`gate.verify`|40.0 ms|50.0 ms|it / its parts: 1.11|');
  expect(table).toContain('|… with a scene task|60.0 ms|70.0 ms|it / its parts: 0.98|');
  expect(table).toContain('|alone: the match|2.0 ms|3.0 ms||');
});

test('has the cost of DeepPixBiS', () => {
  const table = lines(results);
  expect(table).toContain('|one run, 2 threads|median|p95|file|WASM memory beyond the other models|');
  expect(table).toContain('|as it is|201 ms|240 ms|12.9 MB|55.0 MB|');
});

test('has a table for each number of people who are searched, and says what it lacks', () => {
  const table = lines(results);
  expect(table).toContain('|1,000 people|median|p95|ratio|adding them|memory|found|found for strangers|');
  expect(table).toContain('|ours|0.04 ms|0.08 ms||0.40 ms|0.0 MB|100.0 %|100.0 %|');
  expect(table).toContain('|ours without the floats: 16.4 candidates|0.03 ms|0.06 ms||0.30 ms|0.0 MB|100.0 %|100.0 %|');
  expect(table).toContain('|`hnswlib-wasm`|0.50 ms|1.0 ms|it / ours: 12.50|5.0 ms|0.5 MB|100.0 %|82.4 %|');
  expect(table).toContain('|merely reading our bytes|0.02 ms|0.04 ms|ours / reading: 2.00||0.0 MB|||');
  expect(table).toContain('|100,000 people|median|p95|ratio|adding them|memory|found|found for strangers|');
  expect(table).toContain(
    "|`@vladmandic/human`'s `match.find`|124 ms|248 ms|it / ours: 62.00|1240 ms|124.0 MB|100.0 %|100.0 %|",
  );
  expect(table.filter((line) => line.startsWith('Without '))).toEqual([
    'Without `hnswlib-wasm`: adding them takes too long.',
  ]);
});

test('has the cost of a gallery in IndexedDB', () => {
  const row = '|10,000 people|3.0 ms|5.0 ms|100.0 %|12.0 ms|800 ms|9000 ms|27.0 MB|60.0 MB|';
  expect(lines(results)).toContain(row);
});

test('every row of a table has as many cells as its header', () => {
  for (const table of tablesOf(results)
    .split('\n\n')
    .filter((block) => block.startsWith('|'))) {
    const counts = new Set(table.split('\n').map((line) => line.split('|').length));
    expect(counts.size).toBe(1);
  }
});
