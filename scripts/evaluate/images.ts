import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../browser-pipeline.ts';

const imageFile = /\.(jpe?g|png|webp|avif|bmp|gif)$/i;

/** The image files of a folder, sorted by name. */
export function imagesIn(folder: string): string[] {
  return entries(folder)
    .filter((name) => imageFile.test(name))
    .map((name) => join(folder, name));
}

/** One folder a person: the person's name → their images. */
export function peopleIn(folder: string): Map<string, string[]> {
  const names = entries(folder).filter((name) => statSync(join(folder, name)).isDirectory());
  const people = new Map(names.map((name) => [name, imagesIn(join(folder, name))]));
  if (people.size === 0)
    throw new CommandError('bad-arguments', `${folder} has no sub-folders: one a person is needed`);
  return people;
}

function entries(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CommandError('bad-arguments', `${folder} is not a folder`);
  }
  return readdirSync(folder).sort();
}
