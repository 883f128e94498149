import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allPairs, listedPairs } from '../evaluate/verification.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

const folder = temporaryFolder();
const badArguments = (message: RegExp) =>
  expect.objectContaining({ code: 'bad-arguments', message: expect.stringMatching(message) });

describe('allPairs', () => {
  const identities = join(folder, 'identities');
  const files = ['ann/1.jpg', 'ann/2.png', 'bob/1.jpg', 'bob/2.jpg', 'bob/3.jpg', 'cyd/1.jpg'];
  for (const file of files) write(identities, file);
  write(identities, 'bob/notes.txt');
  write(identities, 'loose.jpg');

  test('is every two images, once; genuine are those of one folder', () => {
    const pairs = allPairs(identities);
    expect(pairs).toHaveLength(15); // 6 · 5 / 2
    const paths = files.map((file) => join(identities, file));
    const named = pairs.map(({ a, b }) => [paths.indexOf(a), paths.indexOf(b)].sort().join());
    expect(named).not.toContainEqual(expect.stringContaining('-1'));
    expect(new Set(named).size).toBe(15);
    expect(pairs.filter(({ a, b }) => a === b)).toEqual([]);

    const genuine = pairs.filter(({ isGenuine }) => isGenuine);
    expect(genuine.map(({ a, b }) => [a, b])).toEqual([
      [paths[0], paths[1]],
      [paths[2], paths[3]],
      [paths[2], paths[4]],
      [paths[3], paths[4]],
    ]);
  });

  test('a folder of one image has no pair', () => {
    write(folder, 'lonely/ann/1.jpg');
    write(folder, 'lonely/bob/readme.txt');
    expect(allPairs(join(folder, 'lonely'))).toEqual([]);
  });
});

describe('listedPairs', () => {
  const read = (csv: string) => listedPairs(write(folder, 'pairs.csv', csv), '/faces');
  const both = [
    { a: '/faces/ann/1.jpg', b: '/faces/ann/2.jpg', isGenuine: true },
    { a: '/faces/ann/1.jpg', b: '/faces/bob/1.jpg', isGenuine: false },
  ];

  test.each([
    ['no header', 'ann/1.jpg,ann/2.jpg,Yes\nann/1.jpg,bob/1.jpg,No\n'],
    ['a header', 'file_x,file_y,Decision\nann/1.jpg,ann/2.jpg,Yes\nann/1.jpg,bob/1.jpg,No\n'],
    ['any case', 'ann/1.jpg,ann/2.jpg,YES\nann/1.jpg,bob/1.jpg,no'],
    ['spaces', '  ann/1.jpg , ann/2.jpg ,  Yes \n ann/1.jpg,bob/1.jpg ,No  \n'],
    ['a byte order mark', '\uFEFFann/1.jpg,ann/2.jpg,yes\nann/1.jpg,bob/1.jpg,nO\n'],
    ['a byte order mark and a header', '\uFEFFfile_x,file_y,same\nann/1.jpg,ann/2.jpg,yEs\nann/1.jpg,bob/1.jpg,No\n'],
    ['a byte order mark before quotes', '\uFEFF"ann/1.jpg","ann/2.jpg",Yes\nann/1.jpg,bob/1.jpg,No\n'],
    ['lines of Windows, empty lines', '\r\nann/1.jpg,ann/2.jpg,Yes\r\n\r\nann/1.jpg,bob/1.jpg,No\r\n\r\n'],
    ['quotes', '"ann/1.jpg","ann/2.jpg","Yes"\n"ann/1.jpg","bob/1.jpg","No"\n'],
  ])('reads rows with %s', (_, csv) => {
    expect(read(csv)).toEqual(both);
  });

  test('takes a comma and a space within a quoted name', () => {
    expect(read('"a, b.jpg",c d.jpg,Yes\n')).toEqual([{ a: '/faces/a, b.jpg', b: '/faces/c d.jpg', isGenuine: true }]);
  });

  test.each([
    ['an answer that is neither', 'a.jpg,b.jpg,Yes\na.jpg,c.jpg,maybe\n', /pair 2 /],
    ['an answer that is neither, under a header', 'x,y,same\na.jpg,b.jpg,Yes\na.jpg,c.jpg,1\n', /pair 2 /],
    ['an empty answer', 'a.jpg,b.jpg,Yes\na.jpg,c.jpg,\n', /pair 2 /],
    [
      'an answer that is neither in the first row, which names images',
      'a.jpg,b.jpg,Maybe\na.jpg,c.jpg,No\n',
      /pair 1 /,
    ],
    ['a column too few', 'a.jpg,b.jpg,Yes\na.jpg,No\n', /pairs\.csv/],
    ['a column too many', 'a.jpg,b.jpg,Yes,really\na.jpg,c.jpg,No,really\n', /pair 1 /],
    ['an open quote', 'a.jpg,b.jpg,Yes\n"a.jpg,c.jpg,No\n', /pairs\.csv/],
  ])('refuses %s', (_, csv, message) => {
    expect(() => read(csv)).toThrow(badArguments(message));
  });

  test('refuses a file that is not there, and names it', () => {
    expect(() => listedPairs(join(folder, 'nowhere.csv'), '/faces')).toThrow(badArguments(/nowhere\.csv/));
  });

  test('an empty list has no pairs', () => {
    expect(read('')).toEqual([]);
    expect(read('file_x,file_y,Decision\n')).toEqual([]);
  });
});
