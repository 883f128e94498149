import { expect, test } from 'vitest';
import type { Results } from '../results.ts';
import { sectionsOf, tablesOf } from '../tables.ts';
import { results } from './results.ts';

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

test('of a run of some parts has those', () => {
  const { machine, memory, gate } = results;
  expect(sectionsOf({ machine, memory, gate }).map(({ heading }) => heading)).toEqual([
    'Memory',
    'One call of the gate',
  ]);
});
