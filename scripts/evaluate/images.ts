import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CommandError } from '../browser-pipeline.ts';

export const imageFile = /\.(jpe?g|png|webp|avif|bmp|gif)$/i;

/** The image files of a folder, sorted by name. */
export function imagesIn(folder: string): string[] {
  return entries(folder)
    .filter((name) => imageFile.test(name))
    .map((name) => join(folder, name));
}

/** The image files of a folder and of all folders within it, sorted by path. */
export function imagesUnder(folder: string): string[] {
  return entries(folder).flatMap((name) => {
    const path = join(folder, name);
    if (isFolder(path)) return imagesUnder(path);
    return imageFile.test(name) ? [path] : [];
  });
}

/** One folder a person: the person's name, as a gallery would keep it (trimmed, in Unicode NFC) → their images. */
export function peopleIn(folder: string): Map<string, string[]> {
  const people = new Map<string, string[]>();
  for (const path of foldersIn(folder)) {
    const person = basename(path).trim().normalize('NFC');
    people.set(person, [...(people.get(person) ?? []), ...imagesIn(path)]);
  }
  if (people.size === 0)
    throw new CommandError('bad-arguments', `${folder} has no sub-folders: one a person is needed`);
  return people;
}

/** The folders in a folder, sorted by name. */
export function foldersIn(folder: string): string[] {
  return entries(folder)
    .map((name) => join(folder, name))
    .filter(isFolder);
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function entries(folder: string): string[] {
  if (!isFolder(folder)) {
    throw new CommandError('bad-arguments', `${folder} is not a folder`);
  }
  // Hidden files are the system's, not pictures: macOS leaves a `._x.jpg` beside an `x.jpg` on foreign disks.
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();
}
