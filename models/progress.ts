import type { Progress } from './download.ts';

/** Says on stderr how far a download is: on one line in a terminal; elsewhere a line for each tenth, or for each megabyte where the host gives no length. */
export function sayProgress(what: string): Progress {
  let said = -1;
  return (loaded, total) => {
    const line = `${what}: ${megabytes(loaded)}${total === null ? '' : ` of ${megabytes(total)}`} MB`;
    const step = Math.floor(loaded / (total === null ? 1e6 : total / 10));
    if (process.stderr.isTTY) process.stderr.write(`\r${line}${loaded === total ? '\n' : ''}`);
    else if (step > said) process.stderr.write(`${line}\n`);
    said = step;
  };
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
