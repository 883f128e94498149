import { parseArgs } from 'node:util';

export const help = `Puts what face-core needs at run time into a folder of your app: models, ONNX Runtime and worker scripts.

  npx face-core-models DIR              all of it, for FaceEngine.create({ modelBaseUrl }); what is right already stays
  npx face-core-models DIR --check      changes nothing, downloads nothing: exit code 1 where a file is missing or wrong
  npx face-core-models --list           every file, with its size, licence and source

  --only NAME[,NAME…]   of the models only these, by their names in the list; runtimes and worker scripts always come along.
                        An engine needs blazeface-short-range, blazeface-full-range, arcface-mobilefacenet and minifasnet;
                        the others are for FaceEngine.create({ attributes }).
  --help

Everything comes from the npm registry that npm is configured for, and is checked: each package by its SHA-512 before
anything of it is read, each file by its SHA-256.`;

export type Options =
  | { action: 'help' }
  | { action: 'list'; only: readonly string[] | null }
  | { action: 'fill' | 'check'; folder: string; only: readonly string[] | null };

/** Throws an Error that says what is wrong. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true },
      list: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { action: 'help' };
  const only = values.only?.flatMap((names) => names.split(',')).map((name) => name.trim()) ?? null;
  if (values.list) return { action: 'list', only };
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) {
    throw new Error('Name one folder: npx face-core-models public/models (--help tells more)');
  }
  return { action: values.check ? 'check' : 'fill', folder, only };
}
