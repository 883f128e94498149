import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { results as bench } from '../../bench/test/results.ts';
import { withFigures } from '../document.ts';
import type { LivenessOutcome } from '../evaluate/liveness-evaluation.ts';
import { readmeFigures } from '../report/figures.ts';
import { fromJson, type Measurements, toJson } from '../report/measurements.ts';
import { wholeReport } from '../report/whole-report.ts';
import { canBeReadByEverybody } from './readable.ts';
import { root } from './shell.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

const folder = temporaryFolder();
const stored = (name: string) => readFileSync(join(root, name), 'utf8');
const committed = fromJson(stored('docs/report.json'));
const leftOut = { leftOut: 'There is no ../faces/groups.' };

/** Some of everything: two failures to acquire, an error of each kind, and a whole bench. */
const measurements: Measurements = {
  machine: bench.machine,
  engine: committed.engine,
  verification: {
    ...{ date: '2026-01-31', command: 'verification --identities A', people: 2, images: 4, failuresToAcquire: 1 },
    ...{ model: 'arcface@1', threshold: 0.38, scores: { genuine: [0.7, 0.3, -Infinity], impostor: [0.1, 0.4, 0] } },
  },
  identification: {
    ...{ enrolled: { people: 2, images: 3 }, probes: 5, strangers: 3, failuresToAcquire: 0 },
    ...{ fpir: 1 / 3, fnir: 1 / 2, rank1: 1, threshold: 0.38 },
  },
  detection: { date: '2026-01-31', command: 'detection', images: 3, faces: 9, found: 8, missed: 1, extra: 2 },
  liveness: {
    ...{ date: '2026-01-31', command: 'liveness', model: 'minifasnet@1', ablation: { threshold: 0.27, rows: [] } },
    policy: { threshold: 0.27, minimumFaceSize: 60, methods: ['minifasnet'], weights: {} as never },
    outcomes: [
      { attackType: null, score: 0.9, live: true, reasons: [] },
      { attackType: null, score: -Infinity, live: false, reasons: [] },
      ...[0.1, 0.2, 0.05].map((score) => ({ attackType: 'print', score, live: false, reasons: [] })),
    ],
  },
  bench,
};

const pageOf = (of: Measurements) => parseHTML(wholeReport(of)).document;
const sectionOf = (document: Document, name: string) => document.getElementById(name)!.parentElement!;

describe('what is committed', () => {
  const redraw = 'npm run report -- --from docs/report.json';

  test('README.md quotes the figures of docs/report.json', () => {
    const readme = stored('README.md');
    expect(withFigures(readme, readmeFigures(committed)), redraw).toBe(readme);
  });

  test('docs/report.html is drawn from docs/report.json', () => {
    expect(wholeReport(committed) === stored('docs/report.html'), redraw).toBe(true);
  });

  test('holds no picture, and no name of a person or a file but those of commands', () => {
    const report = stored('docs/report.html');
    expect(report).not.toMatch(/<img|data:image|\.(jpe?g|png)\b/i);
    expect(stored('docs/report.json')).not.toMatch(/\.(jpe?g|png)\b/i);
  });
});

test('what was measured comes back from the file as it was', () => {
  expect(fromJson(toJson(measurements))).toEqual(measurements);
});

describe('the page', () => {
  test('has all parts, with their figures', () => {
    const document = pageOf(measurements);
    const headings = [...document.querySelectorAll('h2')].map(({ textContent }) => textContent.split(':')[0]);
    expect(headings).toEqual(['Verification', 'Identification', 'Detection', 'Liveness', 'Speed and appetite']);
    const values = (name: string) =>
      [...sectionOf(document, name).querySelectorAll('.value')].map(({ textContent }) => textContent);
    expect(values('verification').slice(0, 2)).toEqual(['33.3 %', '66.7 %']);
    expect(values('identification')).toEqual(['33.3 %', '50.0 %', '100.0 %']);
    expect(values('detection')).toEqual(['8', '1', '2']);
    expect(values('liveness').slice(0, 3)).toEqual(['0.0 %', '50.0 %', '25.0 %']);
    expect(sectionOf(document, 'speed').textContent).toContain('A CPU, 2 cores');
    const charts = [...document.querySelectorAll('svg > title')].map(({ textContent }) => textContent);
    const curves = ['Histogram', 'DET curve', 'ROC curve'];
    expect(charts).toEqual([...curves, ...curves, 'One analysis', 'First result', 'Faces', 'Sizes', 'Search']);
  });

  test('can be read by everybody, and needs nothing but itself', { timeout: 120_000 }, async () => {
    const text = wholeReport(measurements);
    const { document } = parseHTML(text);
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.querySelectorAll('script, link, iframe, object, img')).toHaveLength(0);
    await canBeReadByEverybody(write(folder, 'report.html', text));
  });

  test('says what was not measured, and why', () => {
    const document = pageOf({ ...measurements, detection: leftOut, bench: null });
    expect(sectionOf(document, 'detection').textContent).toContain('Not measured. There is no ../faces/groups.');
    expect(sectionOf(document, 'speed').textContent).toContain('Not measured.');
    expect(sectionOf(document, 'verification').textContent).not.toContain('Not measured');
  });

  test('has those parts of the bench that were run', () => {
    const { machine, memory } = bench;
    const speed = sectionOf(pageOf({ ...measurements, bench: { machine, memory } }), 'speed');
    expect([...speed.querySelectorAll('h3')].map(({ textContent }) => textContent)).toEqual(['Memory']);
  });
});

describe('the figures of the README', () => {
  /** Rows without the spaces that only a reader of the source sees. */
  const linesOf = (text: string) => text.split('\n').map((line) => line.replaceAll(/ *\| */g, '|'));

  test('tell counts rather than shares', () => {
    const lines = linesOf(readmeFigures(measurements).accuracy);
    expect(lines).toContain(
      '|verification at 0.38|FMR 1 of 3, FNMR 2 of 3, AUC 0.5556|all pairs of 4 photographs of 2 people, 1 failure to acquire|',
    );
    expect(lines).toContain(
      '|identification at 0.38|FPIR 1 of 3, FNIR 1 of 2, rank 1 100.0 %|2 probes of 2 enrolled people, 3 of strangers|',
    );
    expect(lines).toContain('|detection|8 of 9 faces found, 2 extra|3 photographs|');
    expect(lines).toContain('|liveness at 0.27|APCER 0 of 3, BPCER 1 of 2, AUC 0.5000|2 live captures, 3 attacks|');
  });

  test('say what attacks that all failed leave open, and nothing of the kind where one passed', () => {
    const { liveness } = measurements as { liveness: LivenessOutcome };
    const passed = { attackType: 'print', score: 0.9, live: true, reasons: [] };
    const worse = { ...liveness, outcomes: [...liveness.outcomes, passed] };
    // (1 - 0.63)³ = 5 %
    expect(readmeFigures(measurements).accuracy).toContain('fail 3 times in 3, up to 63 % may pass');
    expect(readmeFigures({ ...measurements, liveness: worse }).accuracy).not.toContain('may pass');
  });

  test('compare our speed with that of another, where it was measured', () => {
    const { speed } = readmeFigures(measurements);
    expect(linesOf(speed)).toContain('|one face in a frame of 640×480|30.0 ms|101 ms|3.38|');
    expect(linesOf(speed)).toContain('|memory at its peak|97.0 MB|131.0 MB|1.35|');
    expect(speed).toContain('`analyze` takes 1.11 times as long as its models');
    expect(speed).toContain('Measured on 2025-11-21: A CPU');
    const { machine, memory } = bench;
    expect(readmeFigures({ ...measurements, bench: { machine, memory } }).speed).not.toContain('one face');
    expect(readmeFigures({ ...measurements, bench: null }).speed).toBe('Speed was not measured with these.');
  });

  test('leave out what was not measured', () => {
    const none = {
      ...measurements,
      verification: leftOut,
      identification: leftOut,
      detection: leftOut,
      liveness: leftOut,
    };
    expect(readmeFigures(none).accuracy).not.toContain('|');
  });
});
