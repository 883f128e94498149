import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { CommandError } from '../browser-pipeline.ts';
import { withVersion } from './runtimes.ts';

/** A copy of the repository in a temporary folder, with the photographs beside it where there are any. */
export interface Copy {
  folder: string;
  /** Takes another version of a package in, everywhere, and installs it. */
  install(name: string, version: string): void;
  /** Runs a command of `npm run`; what it says goes to stderr. Returns whether it went well. */
  run(command: string, ...args: string[]): boolean;
  remove(): void;
}

/** Copies what git knows, and what it would: nothing that it ignores. */
export function copyOf(root: string): Copy {
  const work = mkdtempSync(join(realpathSync(tmpdir()), 'upgrade-'));
  const folder = join(work, 'repository');
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  const shared = join(root, '../shared');
  if (existsSync(shared)) symlinkSync(realpathSync(shared), join(work, 'shared'), 'junction');

  /** As it goes to stderr, stdout is kept for the result. */
  const succeeds = (program: string, args: string[]) =>
    spawnSync(program, args, { cwd: folder, stdio: ['ignore', process.stderr, process.stderr] }).status === 0;
  return {
    folder,
    install(name, version) {
      for (const file of files.filter((each) => basename(each) === 'package.json')) {
        const path = join(folder, file);
        writeFileSync(path, withVersion(readFileSync(path, 'utf8'), name, version));
      }
      const { packageManager } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      if (!succeeds('npx', ['--yes', packageManager, 'install', '--no-frozen-lockfile'])) {
        throw new CommandError('install-failed', `${name}@${version} could not be installed; what pnpm said is above`);
      }
    },
    run: (command, ...args) => succeeds(process.execPath, ['scripts/bootstrap.mjs', command, ...args]),
    remove: () => rmSync(work, { recursive: true, force: true }),
  };
}
