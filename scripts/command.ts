import { writeFileSync } from 'node:fs';
import type { LivenessPolicyChoice } from 'face-core';
import { type BrowserPipeline, CommandError, openBrowserPipeline } from './browser-pipeline.ts';

/** Says something to the person at the terminal; stdout is kept for the result. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Goes through a list and says how far it is: on one line in a terminal, every tenth elsewhere. */
export async function withProgress<T>(
  items: readonly T[],
  what: string,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const tenth = Math.max(1, Math.ceil(items.length / 10));
  for (const [index, item] of items.entries()) {
    await task(item);
    const done = index + 1;
    const line = `${what}: ${done} of ${items.length}`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line}${done === items.length ? '\n' : ''}`);
    else if (done % tenth === 0 || done === items.length) say(line);
  }
}

/**
 * Runs a command that ends with one line of JSON on stdout, and in a file where the task names one. An error becomes
 * `{"error": {code, message}}` and exit code 1.
 *
 * @param task is given a function to name the file with, before anything else is done
 */
export async function runCommand(
  task: (alsoWriteTo: (path: string | undefined) => void) => Promise<object>,
): Promise<void> {
  let jsonFile: string | undefined;
  let line: string;
  try {
    const result = await task((path) => {
      // Whatever comes of the command, the file shall not speak of an earlier one.
      if (path !== undefined) write(path, '');
      jsonFile = path;
    });
    line = JSON.stringify(result);
  } catch (error) {
    const code = error instanceof CommandError ? error.code : argumentErrorCode(error);
    line = JSON.stringify({ error: { code, message: (error as Error).message } });
    if (code === 'internal') say((error as Error).stack ?? '');
    process.exitCode = 1;
  }
  if (jsonFile !== undefined) write(jsonFile, `${line}\n`);
  process.stdout.write(`${line}\n`);
}

/** Writes a file that an option names. */
export function write(path: string, content: string): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw new CommandError('bad-arguments', `${path} cannot be written: ${(error as Error).message}`);
  }
}

/** Opens the pipeline for a task and closes it after, whatever happens. */
export async function withPipeline<T>(
  task: (pipeline: BrowserPipeline) => Promise<T>,
  liveness?: LivenessPolicyChoice,
): Promise<T> {
  const pipeline = await openBrowserPipeline(liveness);
  try {
    return await task(pipeline);
  } finally {
    await pipeline.close();
  }
}

/** `parseArgs` of Node says what is wrong with an option in an error of its own. */
function argumentErrorCode(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS') ? 'bad-arguments' : 'internal';
}
