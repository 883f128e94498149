import type { ChildProcess } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** The address that a server prints once it serves. Rejects, with what else it printed, where it ends without. */
export function urlOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    server.stdout!.on('data', (text) => {
      printed += stripVTControlCharacters(String(text));
      // The white space behind it: the rest may still come.
      const [url] = printed.match(/http:\S+(?=\s)/) ?? [];
      if (url !== undefined) resolve(url);
    });
    server.once('exit', () => reject(new Error(`A server ended without an address: ${printed}`)));
  });
}
