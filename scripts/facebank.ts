import { randomBytes } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { requireNewPassphrase } from '../packages/facebank/src/encryption/passphrase.ts';
import { CommandError } from './browser-pipeline.ts';
import { runCommand, say, withPipeline } from './command.ts';
import { isFolder } from './evaluate/images.ts';
import { createGalleryFile, photographsIn } from './facebank/create.ts';

/** `npm run facebank -- create …`: a gallery from a folder of photographs, for a page to import. */

const usage = `Usage:
  npm run facebank -- create --images DIR --output FILE   DIR/PERSON/*.jpg, or DIR/PERSON.jpg
    [--passphrase-file FILE]                              its first line encrypts the gallery; else one is made up and told
    [--plain]                                             no encryption: everybody can read the file
    [--json FILE]`;

await runCommand(async (alsoWriteTo) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      images: { type: 'string' },
      output: { type: 'string' },
      'passphrase-file': { type: 'string' },
      plain: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  alsoWriteTo(values.json);
  const { images, output, plain } = values;
  if (positionals.join(' ') !== 'create' || images === undefined || output === undefined) {
    throw new CommandError('bad-arguments', usage);
  }
  if (plain && values['passphrase-file'] !== undefined) {
    throw new CommandError('bad-arguments', `--plain and --passphrase-file exclude each other.\n${usage}`);
  }
  // Before minutes of work, not after.
  const passphrase = plain ? null : (readPassphrase(values['passphrase-file']) ?? newPassphrase());
  requireWritable(output);
  const photographs = photographsIn(images);
  const created = await withPipeline((pipeline) => createGalleryFile(pipeline, photographs, output, passphrase));
  const isMadeUp = passphrase !== null && values['passphrase-file'] === undefined;
  if (isMadeUp) say(`Keep the passphrase of ${output}, without which nobody can read it: ${passphrase}`);
  return isMadeUp ? { ...created, passphrase } : created;
});

function requireWritable(path: string): void {
  if (isFolder(path)) throw new CommandError('bad-arguments', `${path} is a folder: --output takes a file`);
  try {
    accessSync(dirname(resolve(path)), constants.W_OK);
  } catch (error) {
    throw new CommandError('bad-arguments', `${path} cannot be written: ${(error as Error).message}`);
  }
}

function readPassphrase(path: string | undefined): string | null {
  if (path === undefined) return null;
  try {
    return requireNewPassphrase(readFileSync(path, 'utf8').split(/\r?\n/)[0]!);
  } catch (error) {
    throw new CommandError('bad-arguments', `${path} cannot be read: ${(error as Error).message}`);
  }
}

/** 120 bits. */
function newPassphrase(): string {
  return randomBytes(15).toString('base64url');
}
