import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program to its end and gives what it printed. What it said comes with the error where it fails. */
export async function run(folder: string, program: string, args: readonly string[]): Promise<string> {
  const options = { cwd: folder, maxBuffer: 50e6, shell: process.platform === 'win32' };
  try {
    return (await promisify(execFile)(program, args, options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${program} ${args.join(' ')} failed in ${folder}\n${stdout}\n${stderr}`, { cause: error });
  }
}
