import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import models from '../models/package.json' with { type: 'json' };
import { CommandError } from './browser-pipeline.ts';
import { runCommand, say } from './command.ts';
import { fromJson } from './report/measurements.ts';
import { type Copy, copyOf } from './upgrade/copy.ts';
import { differencesOf } from './upgrade/differences.ts';
import { type Release, withRuntimes } from './upgrade/runtimes.ts';
import { testResultsOf } from './upgrade/test-results.ts';

/**
 * `npm run upgrade-check -- onnxruntime-web@VERSION`: what another version of ONNX Runtime would change. It is taken into a
 * temporary copy of the repository; nothing here is touched.
 */

const usage = `Usage:
  npm run upgrade-check [-- onnxruntime-web@VERSION]   the latest, where no version is named
    [--json FILE]`;

const root = fileURLToPath(new URL('..', import.meta.url));
const name = 'onnxruntime-web';
const manifestFile = 'models/manifest.json';
const reportFile = 'docs/report.json';

/** The tests that compare what the models answer with what they answered, or with another runtime; by their paths. */
const tests = [
  ...['golden', 'engine', 'detector-size', 'attributes', 'webgpu', 'objects'].map(
    (test) => `packages/face-core/test/${test}.browser`,
  ),
  'packages/face-core/test/bundle',
  'models/test',
];

await runCommand(async (alsoWriteTo) => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
  alsoWriteTo(values.json);
  const release = published(positionals);
  const [from, to] = [models.dependencies[name], release.version];
  const [wanted = name] = positionals;
  if (wanted === name && from === to) {
    say(`${name} ${to} is the latest`);
    return { package: name, from, to };
  }
  say(`Taking ${name} ${to} in the place of ${from} into a copy of the repository`);
  const copy = copyOf(root);
  try {
    copy.install(name, to);
    const { changed, missing } = rewriteManifest(copy, release);
    const files = { package: name, from, to, changed, missing };
    // Without its runtime there is nothing to test.
    if (missing.length > 0) return failed({ ...files, typecheck: null, tests: null, evaluations: null });

    const typecheck = copy.run('typecheck');
    const results = testIn(copy);
    const hasPhotographs = existsSync(join(root, '../shared/faces'));
    if (!hasPhotographs) say('There is no ../shared/faces: nothing is evaluated');
    const evaluations =
      hasPhotographs && copy.run('report', '--no-bench')
        ? differencesOf(measuredIn(root), measuredIn(copy.folder))
        : null;
    const result = { ...files, typecheck, tests: results, evaluations };
    const isEvaluated = evaluations !== null || !hasPhotographs;
    return typecheck && results.failed.length === 0 && isEvaluated ? result : failed(result);
  } finally {
    copy.remove();
  }
});

/** The version that is asked for; of a range the newest. */
function published(positionals: string[]): Release {
  const [wanted = name, ...rest] = positionals;
  if (wanted.startsWith('@mediapipe/tasks-vision')) {
    throw new CommandError(
      'bad-arguments',
      'tasks-vision is not used any more: see "MediaPipe\'s models, not its runtime" in docs/decisions.md.',
    );
  }
  if ((wanted !== name && !wanted.startsWith(`${name}@`)) || rest.length > 0) {
    throw new CommandError('bad-arguments', usage);
  }
  try {
    const answer = execFileSync('npm', ['view', wanted, 'version', 'dist.integrity', '--json'], { encoding: 'utf8' });
    const { version, 'dist.integrity': integrity } = [JSON.parse(answer)].flat().at(-1);
    return { name, version, integrity };
  } catch {
    throw new CommandError('bad-arguments', `The registry has no ${wanted}, or cannot be reached`);
  }
}

function rewriteManifest({ folder }: Copy, release: Release) {
  const path = join(folder, manifestFile);
  const source = join(folder, 'models/node_modules', name);
  const read = (file: string) => (existsSync(join(source, file)) ? readFileSync(join(source, file)) : null);
  const rewritten = withRuntimes(JSON.parse(readFileSync(path, 'utf8')), release, read);
  writeFileSync(path, JSON.stringify(rewritten.manifest, null, 2));
  return rewritten;
}

function testIn({ folder, run }: Copy) {
  const file = join(folder, 'tests.json');
  run('test', ...tests, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`);
  if (!existsSync(file)) throw new CommandError('test-failed', 'The tests did not run; what they said is above');
  return testResultsOf(readFileSync(file, 'utf8'));
}

function measuredIn(folder: string) {
  return fromJson(readFileSync(join(folder, reportFile), 'utf8'));
}

/** A result that speaks against the upgrade. */
function failed<T>(result: T): T {
  process.exitCode = 1;
  return result;
}
