import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BrowserPipeline, CommandError } from '../browser-pipeline.ts';
import { judgeAll, presentationsIn } from '../evaluate/presentations.ts';
import { presentation } from './judged.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

const folder = temporaryFolder();
/** Writes files into a folder of this name; returns its path. */
const folderOf = (name: string, ...files: string[]) => {
  for (const file of ['notes.txt', ...files]) write(folder, join(name, file));
  return join(folder, name);
};
const badArguments = (message: RegExp) =>
  expect.objectContaining({ code: 'bad-arguments', message: expect.stringMatching(message) });

describe('presentationsIn', () => {
  test('every image is a presentation, and a sub-folder of the attacks a type, however deep they lie', () => {
    const live = folderOf('live', 'b.jpg', 'indoors/a.png', '.trash/c.jpg');
    const spoof = folderOf('spoof', 'x.jpg', 'print/1.jpg', 'print/far/2.jpg', 'screen/3.webp', '.cache/4.jpg');
    expect(presentationsIn(live, spoof)).toEqual([
      { path: join(live, 'b.jpg'), attackType: null },
      { path: join(live, 'indoors/a.png'), attackType: null },
      { path: join(spoof, 'x.jpg'), attackType: 'attack' },
      { path: join(spoof, 'print/1.jpg'), attackType: 'print' },
      { path: join(spoof, 'print/far/2.jpg'), attackType: 'print' },
      { path: join(spoof, 'screen/3.webp'), attackType: 'screen' },
    ]);
  });

  test('one of the two may be empty', () => {
    const [empty, spoof] = [folderOf('empty'), folderOf('only', 'x.jpg')];
    expect(presentationsIn(empty, spoof)).toEqual([{ path: join(spoof, 'x.jpg'), attackType: 'attack' }]);
    expect(presentationsIn(spoof, empty)).toEqual([{ path: join(spoof, 'x.jpg'), attackType: null }]);
  });

  test('refuses two empty folders, and one that is not there', () => {
    const empty = folderOf('nothing', 'print/notes.txt');
    expect(() => presentationsIn(empty, empty)).toThrow(badArguments(/no image/));
    expect(() => presentationsIn(empty, join(folder, 'nowhere'))).toThrow(badArguments(/nowhere is not a folder/));
    expect(() => presentationsIn(join(folder, 'nowhere'), empty)).toThrow(badArguments(/nowhere is not a folder/));
  });
});

describe('judgeAll', () => {
  const { judged } = presentation(null, { minifasnet: 1 });
  /** A pipeline that answers so for each path. */
  const answering = (answer: (path: string) => unknown) =>
    ({
      call: async (_: string, url: string) => answer(url),
      urlOf: (path: string) => path,
    }) as unknown as BrowserPipeline;
  const presentations = ['1.jpg', '2.jpg'].map((path) => ({ path, attackType: 'print' }));

  test('what gives no face is a failure to acquire', async () => {
    const pipeline = answering((path) => {
      if (path === '1.jpg') throw new CommandError('no-face', 'No face was found.');
      return judged;
    });
    expect(await judgeAll(pipeline, presentations, ['minifasnet'])).toEqual([
      { ...presentations[0], judged: null },
      { ...presentations[1], judged },
    ]);
  });

  test('any other error ends it: liveness that fails to run is no rejection', async () => {
    const pipeline = answering(() => {
      throw new CommandError('model-corrupt', 'The model failed.');
    });
    await expect(judgeAll(pipeline, presentations, [])).rejects.toThrow('The model failed.');
  });

  test('refuses a method that did not run', async () => {
    const run = judgeAll(
      answering(() => judged),
      presentations,
      ['minifasnet', 'deeppixbis', 'glare'],
    );
    await expect(run).rejects.toEqual(badArguments(/deeppixbis, glare.*there is minifasnet/));
  });
});
