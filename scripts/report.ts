import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Results } from '../bench/results.ts';
import { CommandError } from './browser-pipeline.ts';
import { runCommand, say } from './command.ts';
import { withFigures } from './document.ts';
import { isFolder } from './evaluate/images.ts';
import { readmeFigures } from './report/figures.ts';
import { measureAccuracy } from './report/measure.ts';
import { fromJson, isLeftOut, type Measurements, toJson } from './report/measurements.ts';
import { summary } from './report/summary.ts';
import { wholeReport } from './report/whole-report.ts';

/** `npm run report`: runs all evaluations and the bench, and writes docs/report.html and the figures that the README quotes. */

const usage = `Usage:
  npm run report -- [--faces DIR]            identities/PERSON/*, groups/* with boxes.json, liveness/live, liveness/spoof;
                                             ../shared/faces by default
    [--bench FILE.json | --no-bench]         what npm run bench -- --json FILE.json wrote, or nothing, instead of a bench run
  npm run report -- --from docs/report.json  draws anew what was measured
Each also takes --json FILE.`;

const root = fileURLToPath(new URL('..', import.meta.url));
const inDocs = (name: string) => join(root, 'docs', name);

await runCommand(async (alsoWriteTo) => {
  const { values } = parseArgs({
    options: {
      faces: { type: 'string' },
      bench: { type: 'string' },
      'no-bench': { type: 'boolean', default: false },
      from: { type: 'string' },
      json: { type: 'string' },
    },
  });
  alsoWriteTo(values.json);
  const measures = [values.faces, values.bench, values['no-bench'] || undefined].filter((value) => value !== undefined);
  if ((values.from !== undefined && measures.length > 0) || (values.bench !== undefined && values['no-bench'])) {
    throw new CommandError('bad-arguments', usage);
  }
  const measurements =
    values.from === undefined ? await measured(values.faces, values.bench, values['no-bench']) : earlier(values.from);
  draw(measurements);
  return summary(measurements);
});

/** What an earlier run measured. */
function earlier(path: string): Measurements {
  try {
    return fromJson(read(path));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError('bad-arguments', `${path} is not what npm run report wrote: ${(error as Error).message}`);
  }
}

async function measured(
  faces: string | undefined,
  benchFile: string | undefined,
  noBench: boolean,
): Promise<Measurements> {
  if (faces !== undefined && !isFolder(faces)) {
    throw new CommandError('bad-arguments', `There is no folder ${faces}`);
  }
  // Before minutes of work, not after.
  const given = benchFile === undefined ? null : benchFrom(benchFile);
  const accuracy = await measureAccuracy(faces ?? join(root, '../shared/faces'));
  const { verification, identification, detection, liveness } = accuracy;
  if (noBench && [verification, identification, detection, liveness].every(isLeftOut)) {
    throw new CommandError(
      'nothing-measured',
      'There are no images, and the bench is not to run: --faces names a folder',
    );
  }
  return { ...accuracy, bench: noBench ? null : (given ?? runBench()) };
}

/** The whole bench, in a process of its own: it installs what it measures beside ours. */
function runBench(): Partial<Results> {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  try {
    const file = join(folder, 'bench.json');
    const { status } = spawnSync(process.execPath, [join(root, 'scripts/bootstrap.mjs'), 'bench', '--json', file], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new CommandError('bench-failed', 'npm run bench failed; what it said is above');
    return benchFrom(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function benchFrom(path: string): Partial<Results> {
  let results: Partial<Results>;
  try {
    results = JSON.parse(read(path));
  } catch (error) {
    throw new CommandError('bad-arguments', `${path} is not JSON: ${(error as Error).message}`);
  }
  if (results.machine === undefined) {
    throw new CommandError('bad-arguments', `${path} is not what npm run bench -- --json FILE writes`);
  }
  return results;
}

function draw(measurements: Measurements): void {
  writeFileSync(inDocs('report.json'), toJson(measurements));
  writeFileSync(inDocs('report.html'), wholeReport(measurements));
  const readme = join(root, 'README.md');
  writeFileSync(readme, withFigures(readFileSync(readme, 'utf8'), readmeFigures(measurements)));
  say('Written: docs/report.html, docs/report.json, and the figures in README.md');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CommandError('bad-arguments', `${path} cannot be read: ${(error as Error).message}`);
  }
}
