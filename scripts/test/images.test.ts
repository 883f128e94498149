import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { imagesIn, peopleIn } from '../evaluate/images.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

const folder = temporaryFolder();
const badArguments = (message: RegExp) =>
  expect.objectContaining({ code: 'bad-arguments', message: expect.stringMatching(message) });

describe('imagesIn', () => {
  test('lists the image files alone, sorted by name', () => {
    const images = ['a.jpg', 'b.JPEG', 'c.png', 'd.webp', 'e.avif', 'f.bmp', 'g.gif'];
    const others = ['notes.txt', 'boxes.json', 'h.jpg.part', 'jpg', 'i.mjpeg', 'deeper/z.jpg'];
    for (const name of [...others, ...images.toReversed()]) write(folder, join('mixed', name));
    expect(imagesIn(join(folder, 'mixed'))).toEqual(images.map((name) => join(folder, 'mixed', name)));
  });

  test('refuses a folder that is not there, and a file', () => {
    expect(() => imagesIn(join(folder, 'nowhere'))).toThrow(badArguments(/nowhere is not a folder/));
    expect(() => imagesIn(write(folder, 'file.jpg'))).toThrow(badArguments(/file\.jpg is not a folder/));
  });
});

describe('peopleIn', () => {
  test('is each sub-folder with its images; loose files are nobody', () => {
    for (const name of ['bob/2.jpg', 'bob/1.png', 'ann/1.jpg', 'loose.jpg', 'empty/readme.txt']) {
      write(folder, join('people', name));
    }
    const people = peopleIn(join(folder, 'people'));
    expect([...people]).toEqual([
      ['ann', [join(folder, 'people/ann/1.jpg')]],
      ['bob', [join(folder, 'people/bob/1.png'), join(folder, 'people/bob/2.jpg')]],
      ['empty', []],
    ]);
  });

  test('has a person once, however the name is written, and nobody hidden', () => {
    const [composed, decomposed] = ['Jos\u00e9', 'Jose\u0301'];
    for (const name of [`${composed}/1.jpg`, `${decomposed} /2.jpg`, '.cache/3.jpg', `${composed}/._1.jpg`]) {
      write(folder, join('names', name));
    }
    const people = peopleIn(join(folder, 'names'));
    expect([...people.keys()]).toEqual([composed]);
    expect(people.get(composed)).toHaveLength(2);
  });

  test('refuses a folder without sub-folders, and one that is not there', () => {
    write(folder, 'flat/1.jpg');
    expect(() => peopleIn(join(folder, 'flat'))).toThrow(badArguments(/flat has no sub-folders/));
    expect(() => peopleIn(join(folder, 'nowhere'))).toThrow(badArguments(/nowhere is not a folder/));
  });
});
