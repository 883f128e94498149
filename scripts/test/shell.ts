import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const tsx = createRequire(import.meta.url).resolve('tsx/cli');

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
  /** The last line on stdout, read as JSON. */
  result: unknown;
}

/** Runs a command of this folder as `npm run` does, from the root of the repository. */
export function shell(
  command: 'verify' | 'evaluate' | 'facebank' | 'objects' | 'models' | 'report' | 'upgrade-check',
  ...args: string[]
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const script = join(root, 'scripts', `${command}.ts`);
    execFile(process.execPath, [tsx, script, ...args], { cwd: root, timeout: 200_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      const last = stdout.trimEnd().split('\n').at(-1)!;
      try {
        if (typeof code !== 'number') throw error;
        resolve({ code, stdout, stderr, result: JSON.parse(last) });
      } catch (cause) {
        reject(new Error(`${command} ${args.join(' ')}\nstdout: ${stdout}\nstderr: ${stderr}`, { cause }));
      }
    });
  });
}

/** How a command ends with an error: one line on stdout, which is JSON, and exit code 1. */
export const refusal = (code: string, message: RegExp) => ({
  code: 1,
  stdout: expect.stringMatching(/^[^\n]+\n$/),
  stderr: expect.any(String),
  result: { error: { code, message: expect.stringMatching(message) } },
});
