import { markdownTable } from '../scripts/document.ts';
import type { Comparison } from './comparison.ts';
import type { Download } from './download.ts';
import { megabytes, ms, percentage, ratio } from './format.ts';
import type { Machine } from './machine.ts';
import { models, runsPerAnalysis } from './models.ts';
import type { GalleryName } from './page/galleries.ts';
import type { DeepPixBisCost } from './parts/deeppixbis.ts';
import type { GalleryCosts } from './parts/gallery.ts';
import type { GateCost } from './parts/gate.ts';
import type { Growth } from './parts/growth.ts';
import type { MainThread } from './parts/main-thread.ts';
import type { MemoryResult } from './parts/memory.ts';
import type { SearchCost, SearchCosts } from './parts/search.ts';
import type { Start } from './parts/start.ts';
import type { Visit } from './parts/visit.ts';
import type { Results } from './results.ts';

export interface Table {
  header: readonly string[];
  rows: readonly (readonly string[])[];
}

/** What was measured under one heading: tables and sentences, in Markdown where they have code in them. */
export interface Section {
  name: keyof Results;
  heading: string;
  content: readonly (Table | string)[];
}

/** The results of a whole run as Markdown, for docs/performance.md. */
export function tablesOf(results: Results): string {
  return [
    machineLine(results.machine),
    ...sectionsOf(results).flatMap(({ heading, content }) => [
      `### ${heading}`,
      ...content.map((part) => (typeof part === 'string' ? part : markdownTable(part.header, part.rows))),
    ]),
  ].join('\n\n');
}

/** The parts that were measured, each under a heading. */
export function sectionsOf(results: Partial<Results>): Section[] {
  const { analyze, ratios, start, visit, memory, growth, mainThread, deeppixbis, search, gallery, gate } = results;
  const sections: [name: keyof Results, heading: string, content: Section['content'] | undefined][] = [
    ['analyze', 'One face in a frame of 640×480', analyze && ratios && comparisonTables({ analyze, ratios })],
    ['start', 'Start and download', start && [startTable(start)]],
    ['visit', 'A first visit of the demo', visit && visitTables(visit)],
    ['memory', 'Memory', memory && [memoryTable(memory)]],
    ['growth', 'More faces, larger frames', growth && [growthTable(growth)]],
    ['mainThread', "The page's own thread", mainThread && [mainThreadLine(mainThread)]],
    ['deeppixbis', 'DeepPixBiS, which is not bundled', deeppixbis && [deepPixBisTable(deeppixbis)]],
    ['search', 'Searching a gallery', search && gallery && [...searchTables(search), galleryTable(gallery)]],
    ['gate', 'One call of the gate', gate && [gateTable(gate)]],
  ];
  return sections.flatMap(([name, heading, content]) => (content === undefined ? [] : [{ name, heading, content }]));
}

const table = (header: Table['header'], rows: Table['rows']): Table => ({ header, rows });

export function machineLine({ date, cpu, cores, memoryGiB, system, browser, node, packages }: Machine): string {
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return `Measured on ${date}: ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}; ${browser}; Node ${node}; ${versions.join(', ')}.`;
}

function comparisonTables({ analyze, ratios }: Comparison): Table[] {
  const { threads, oursMs } = analyze;
  const sum = models.map(({ name }) => `${runsPerAnalysis[name]} ${name}`).join(' + ');
  const humanThreads = threads.human === 0 ? 'without threads' : `${threads.human} threads`;
  return [
    table(
      ['', 'median', 'p95', 'ratio'],
      [
        [`\`analyze\`, ${threads.ours} threads`, ms(oursMs), ms(analyze.oursP95Ms), ''],
        [
          `\`@vladmandic/human\`, ${humanThreads}`,
          ms(analyze.peers.human),
          ms(analyze.peersP95.human),
          `human / ours: ${ratio(ratios.human)}`,
        ],
        [`our models bare: ${sum}`, ms(analyze.rawModelsMs), '', `ours / bare: ${ratio(ratios.overRaw)}`],
        [`native ONNX Runtime: ${sum}`, ms(analyze.nativeModelsMs), '', `ours / native: ${ratio(ratios.overNative)}`],
      ],
    ),
    table(
      ['one run of', 'bare, WASM', 'native'],
      models.map(({ name }) => [name, ms(analyze.rawMs[name]), ms(analyze.nativeMs[name])]),
    ),
  ];
}

function startTable({ ours, human }: { ours: Start; human: Start }): Table {
  const row = (what: string, show: (start: Start) => string) => [what, show(ours), show(human)];
  return table(
    ['', 'ours', 'human'],
    [
      row('first visit, to the first result: median', ({ coldMs }) => ms(coldMs.median)),
      row('… p95', ({ coldMs }) => ms(coldMs.p95)),
      row('second visit, to the first result: median', ({ warmMs }) => ms(warmMs.median)),
      row('… p95', ({ warmMs }) => ms(warmMs.p95)),
      row('downloaded on the first visit', ({ download }) => `${megabytes(download.raw)} in ${download.files} files`),
      row('… with gzip', ({ download }) => megabytes(download.gzip)),
      row('… with brotli', ({ download }) => megabytes(download.brotli)),
      row('files downloaded again on the second', ({ downloadedAgain }) => `${downloadedAgain.length}`),
    ],
  );
}

function visitTables({ previewMs, verdictMs, download, kept, performance }: Visit): (Table | string)[] {
  const sizes = ({ raw, gzip, brotli }: Download) => [raw, gzip, brotli].map(megabytes);
  return [
    table(
      ['', 'median', 'p95'],
      [
        ['to the preview', ms(previewMs.median), ms(previewMs.p95)],
        ['to the first verdict, on a photograph', ms(verdictMs.median), ms(verdictMs.p95)],
      ],
    ),
    table(
      ['', 'as it is', 'gzip', 'brotli'],
      [
        ['downloaded for that', ...sizes(download)],
        ['… and after it, to work without a network', ...sizes(kept)],
      ],
    ),
    `Lighthouse gives the performance ${Math.round(performance * 100)} of 100.`,
  ];
}

function memoryTable({ ours, human, growth }: MemoryResult): Table {
  return table(
    ['', 'JS heap', 'WASM'],
    [
      ['ours, peak', megabytes(ours.peak.jsHeap), megabytes(ours.peak.wasm)],
      ['ours, after 100 calls', megabytes(ours.afterHundred.jsHeap), megabytes(ours.afterHundred.wasm)],
      ['ours, after 1,000 calls', megabytes(ours.afterThousand.jsHeap), megabytes(ours.afterThousand.wasm)],
      ['… over those after 100', ratio(growth.jsHeap), ratio(growth.wasm)],
      ['human, peak', megabytes(human.peak.jsHeap), megabytes(human.peak.wasm)],
      ['human, after 100 calls', megabytes(human.afterHundred.jsHeap), megabytes(human.afterHundred.wasm)],
    ],
  );
}

function growthTable({ faces, sizes }: Growth): Table {
  const rows = (of: Growth['faces'], label: (name: string) => string) =>
    Object.entries(of).map(([name, { median, p95 }]) => [label(name), ms(median), ms(p95)]);
  return table(
    ['', 'median', 'p95'],
    [
      ...rows(faces, (count) => `1280×720, ${count} ${count === '1' ? 'face' : 'faces'}`),
      ...rows(sizes, (size) => `${size.replace('x', '×')}, 1 near face`),
    ],
  );
}

function mainThreadLine({ frames, framesPerSecond, longTasksMs, animationIntervalMs }: MainThread): string {
  const longest = longTasksMs.length > 0 ? `, the longest ${ms(Math.max(...longTasksMs))}` : '';
  return (
    `Over ${frames} frames of a live loop, ${framesPerSecond.toFixed(1)} a second: ` +
    `${longTasksMs.length} long tasks (over 50 ms)${longest}. The animation beside it: ` +
    `${ms(animationIntervalMs.median)} between frames, p95 ${ms(animationIntervalMs.p95)}.`
  );
}

function deepPixBisTable({ threads, variants }: DeepPixBisCost): Table {
  return table(
    [`one run, ${threads} threads`, 'median', 'p95', 'file', 'WASM memory beyond the other models'],
    Object.entries(variants).map(([name, { ms: time, bytes, wasmGrowth }]) => [
      name,
      ms(time.median),
      ms(time.p95),
      megabytes(bytes),
      megabytes(wasmGrowth),
    ]),
  );
}

/** In the order of the table's rows. */
const galleryNames: Record<GalleryName, string> = {
  ours: 'ours',
  oursWithoutFloats: 'ours without the floats',
  loop: 'a plain loop',
  human: "`@vladmandic/human`'s `match.find`",
  hnsw: '`hnswlib-wasm`',
  readOurBytes: 'merely reading our bytes',
  readFloats: 'merely reading the floats',
};

/** A table for each number of people, and what it lacks. */
function searchTables(costs: SearchCosts): (Table | string)[] {
  return Object.entries(costs).flatMap(([people, galleries]) => {
    const rows: string[][] = [];
    const missing: string[] = [];
    for (const [name, label] of Object.entries(galleryNames) as [GalleryName, string][]) {
      const cost = galleries[name];
      if ('leftOut' in cost) missing.push(`Without ${label}: ${cost.leftOut}.`);
      else rows.push(searchRow(label, cost, searchRatio(name, galleries)));
    }
    const header = [`${Number(people).toLocaleString('en-GB')} people`, 'median', 'p95', 'ratio'];
    return [table([...header, 'adding them', 'memory', 'found', 'found for strangers'], rows), ...missing];
  });
}

/** Of galleries in IndexedDB. */
function galleryTable(costs: GalleryCosts): Table {
  const header = ['a gallery in IndexedDB', 'identify, median', 'p95', 'found', 'open', 'all in memory', 'import'];
  return table(
    [...header, 'memory of the search', 'on the disk'],
    Object.entries(costs).map(([people, cost]) => [
      `${Number(people).toLocaleString('en-GB')} people`,
      ms(cost.identifyMs.median),
      ms(cost.identifyMs.p95),
      percentage(cost.found),
      ms(cost.openMs),
      ms(cost.loadMs),
      ms(cost.importMs),
      megabytes(cost.searchBytes),
      megabytes(cost.storedBytes),
    ]),
  );
}

/** A call and what it is made of, on a JPEG of 640×480 pixels. */
function gateTable({ ms: of, overParts, overPartsWithScene }: GateCost): Table {
  const row = (what: string, task: keyof typeof of, share = '') => [what, ms(of[task].median), ms(of[task].p95), share];
  return table(
    ['', 'median', 'p95', 'ratio'],
    [
      row('`gate.verify`', 'gate', `it / its parts: ${ratio(overParts)}`),
      row('… with a scene task', 'gateWithScene', `it / its parts: ${ratio(overPartsWithScene)}`),
      row('alone: decoding, detection, embedding, liveness, quality', 'analyze'),
      row('alone: the match', 'match'),
      row('alone: objects, by a network as heavy as YOLOv8n', 'objects'),
    ],
  );
}

function searchRow(label: string, { buildMs, identifyMs, bytes, named, recall }: SearchCost, toOurs: string): string[] {
  return [
    named > 1 ? `${label}: ${named.toFixed(1)} candidates` : label,
    ms(identifyMs.median),
    ms(identifyMs.p95),
    toOurs,
    ...(recall === null ? [''] : [ms(buildMs)]),
    megabytes(bytes),
    ...(recall === null ? ['', ''] : [percentage(recall.enrolled), percentage(recall.strangers)]),
  ];
}

/** Of median times: how many times as long as ours others take, and ours as long as reading. */
function searchRatio(name: GalleryName, galleries: SearchCosts[string]): string {
  const medianOf = (of: GalleryName) => (galleries[of] as SearchCost).identifyMs.median;
  if (name === 'ours' || name === 'oursWithoutFloats') return '';
  if (name === 'readOurBytes' || name === 'readFloats')
    return `ours / reading: ${ratio(medianOf('ours') / medianOf(name))}`;
  return `it / ours: ${ratio(medianOf(name) / medianOf('ours'))}`;
}
