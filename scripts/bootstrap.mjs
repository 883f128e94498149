import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What every `npm run` of this repository starts with: makes a machine that has only Node and npm ready, says what it does
 * on stderr, then runs the command. It needs no package itself.
 */

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { packageManager, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Command → the programs it runs, and whether they need the prepared models, and the peers that bench measures. */
const commands = {
  demo: {
    models: true,
    run: [
      ['vite', 'build', 'demo'],
      ['vite', 'preview', 'demo'],
    ],
  },
  example: { models: true, run: [['tsx', 'scripts/example.ts']] },
  dev: { models: true, run: [['vite', 'demo']] },
  test: { models: true, run: [['vitest', 'run']] },
  verify: { models: true, run: [['tsx', 'scripts/verify.ts']] },
  evaluate: { models: true, run: [['tsx', 'scripts/evaluate.ts']] },
  facebank: { models: true, run: [['tsx', 'scripts/facebank.ts']] },
  objects: { models: true, run: [['tsx', 'scripts/objects.ts']] },
  bench: { models: true, peers: true, run: [['tsx', 'bench/bench.ts']] },
  report: { models: true, run: [['tsx', 'scripts/report.ts']] },
  screenshots: {
    models: true,
    run: [
      ['vite', 'build', 'demo'],
      ['tsx', 'scripts/screenshots.ts'],
    ],
  },
  'upgrade-check': { models: false, run: [['tsx', 'scripts/upgrade-check.ts']] },
  models: { models: false, run: [['tsx', 'scripts/models.ts']] },
  changeset: { models: false, run: [['changeset']] },
  'version-packages': {
    models: false,
    run: [
      ['changeset', 'version'],
      ['biome', 'check', '--write', '.'],
    ],
  },
  // Through pnpm, which changesets calls to publish.
  release: { models: false, run: [['pnpm', 'exec', 'changeset', 'publish']] },
  kernel: { models: false, run: [['tsx', 'scripts/kernel.ts']] },
  reference: { models: false, run: [['tsx', 'scripts/reference.ts']] },
  build: {
    models: true,
    run: [
      ['tsx', 'scripts/build-packages.ts'],
      ['vite', 'build', 'demo'],
    ],
  },
  typecheck: {
    models: false,
    run: [
      ...['packages/face-core', 'packages/facebank', 'packages/face-gate', 'demo', 'demo/service-worker'],
      ...['examples/login', 'examples/attendance', 'examples/group-photo', 'scripts/docs/snippets', '.'],
    ].map((project) => ['tsc', '-p', project]),
  },
  lint: {
    models: false,
    run: [
      ['cspell', '--no-progress', '--no-summary'],
      ['biome', 'check', '.'],
    ],
  },
  format: { models: false, run: [['biome', 'check', '--write', '.']] },
};

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) stop(`Usage: node scripts/bootstrap.mjs ${Object.keys(commands).join(' | ')}`);

checkNode();
install(root, 'packages');
if (command.peers) install(join(root, 'bench'), 'the peers of bench, 400 MB,');
if (command.models) run(['tsx', 'models/prepare.ts'], [], process.stderr);
for (const [index, program] of command.run.entries()) {
  const isLast = index === command.run.length - 1;
  run(program, isLast ? args : [], isLast ? 'inherit' : process.stderr);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [, neededMajor, neededMinor] = engines.node.match(/>=(\d+)\.(\d+)/).map(Number);
  if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
    stop(`Node ${engines.node} is needed; this is ${process.versions.node}.`);
  }
}

/** pnpm keeps a copy of the lockfile that it installed: the same bytes mean that nothing is to be done. */
function install(folder, what) {
  const installed = join(folder, 'node_modules/.pnpm/lock.yaml');
  const wanted = join(folder, 'pnpm-lock.yaml');
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(wanted))) return;
  say(`Installing ${what} with ${packageManager} (once; needs an npm registry)`);
  // The package of native ONNX Runtime has all that a CPU needs: its own install step would fetch CUDA from elsewhere.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  pnpm(['install', '--frozen-lockfile'], process.stderr, { cwd: folder, env });
}

function run([program, ...programArgs], extraArgs, stdout) {
  if (program === 'pnpm') return pnpm([...programArgs, ...extraArgs], stdout);
  const suffix = process.platform === 'win32' ? '.cmd' : '';
  execute(join(root, 'node_modules/.bin', program + suffix), [...programArgs, ...extraArgs], stdout);
}

function pnpm(args, stdout, options) {
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  execute(npx, ['--yes', packageManager, ...args], stdout, options);
}

function execute(file, fileArgs, stdout, { cwd = root, env = process.env } = {}) {
  const { status, signal, error } = spawnSync(file, fileArgs, {
    cwd,
    env,
    stdio: ['inherit', stdout, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (error) stop(`${file} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

function stop(line) {
  say(line);
  process.exit(1);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
