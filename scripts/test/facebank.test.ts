import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBrowserPipeline } from '../browser-pipeline.ts';
import { peopleIn } from '../evaluate/images.ts';
import { greyPicture, portrait } from './photographs.ts';
import { root, shell } from './shell.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

/** `npm run facebank -- create`: each run starts a browser of its own. */

const folder = temporaryFolder();
const inFolder = (name: string) => join(folder, name);
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code: 1, result: { error: { code, message: expect.stringMatching(message) } } });

/** Opens a gallery file in a page and asks whom images show; `null`: a stranger. */
async function identifiedIn(file: string, passphrase: string | null, images: readonly string[]) {
  const { call, urlOf, close } = await openBrowserPipeline();
  try {
    const { added } = await call('importGallery', urlOf(file), passphrase);
    const labels: (string | null)[] = [];
    for (const image of images) {
      const { digest } = await call('acquire', urlOf(image), { liveness: false });
      labels.push((await call('identify', digest)).match?.label ?? null);
    }
    return { added, labels };
  } finally {
    await close();
  }
}

describe('bad arguments', { timeout: 120_000 }, () => {
  test.for([
    ['nothing', [], /^Usage:/],
    ['no output', ['create', '--images', 'scripts'], /^Usage:/],
    ['no such folder', ['create', '--images', '/no/where', '--output', inFolder('x')], /\/no\/where/],
    ['no images', ['create', '--images', 'scripts', '--output', inFolder('x')], /scripts has no images/],
    [
      'nowhere to write to',
      ['create', '--images', 'scripts', '--output', '/no/where/x'],
      /\/no\/where\/x cannot be written/,
    ],
    [
      'two ways at once',
      ['create', '--images', 'scripts', '--output', inFolder('x'), '--plain', '--passphrase-file', 'README.md'],
      /exclude each other/,
    ],
    [
      'no such passphrase',
      ['create', '--images', 'scripts', '--output', inFolder('x'), '--passphrase-file', '/no/where'],
      /\/no\/where cannot be read/,
    ],
  ] as const)('%s', async ([, args, message], { expect }) => {
    expect(await shell('facebank', ...args)).toEqual(refusal('bad-arguments', message));
  });
});

test('a folder of photographs becomes a gallery, and what is refused is told', { timeout: 240_000 }, async () => {
  const images = inFolder('people');
  await portrait('ann', 'wide', join(images, 'Ann/1.jpg'));
  copyFileSync(join(images, 'Ann/1.jpg'), join(images, 'Ann/2.jpg'));
  await portrait('bea', 'wide', join(images, 'Ann/3.jpg'));
  await portrait('cat', 'wide', join(images, 'Cat.jpg'));
  await greyPicture(join(images, 'Nobody/1.png'));
  const [output, secret] = [inFolder('gallery'), write(folder, 'secret', 'a long passphrase\n')];
  const files = ['--images', images, '--output', output];
  const run = await shell('facebank', 'create', ...files, '--passphrase-file', secret);
  const refused = (image: string, reason: string) => ({
    image: join(images, image),
    reason,
    message: expect.any(String),
  });
  expect(run.result).toEqual({
    ...{ people: 2, templates: 2, images: 5, output, encrypted: true },
    refused: [
      refused('Ann/2.jpg', 'duplicate'),
      refused('Ann/3.jpg', 'different-people'),
      refused('Nobody/1.png', 'no-face'),
    ],
  });
  expect(run.stderr).toMatch(/Images: 5 of 5/);
  expect(run.stderr).toMatch(/Not in the gallery: .*Ann\/2\.jpg \(duplicate/);

  const probe = await portrait('cat', 'close', inFolder('probe.jpg'));
  const found = await identifiedIn(output, 'a long passphrase', [probe, join(images, 'Ann/3.jpg')]);
  expect(found).toEqual({ added: ['Ann', 'Cat'], labels: ['Cat', null] });

  // A passphrase is made up where none is given; a file that is there stays where nothing comes of the command.
  const madeUp = (await shell('facebank', 'create', ...files)).result as { passphrase: string };
  expect((await identifiedIn(output, madeUp.passphrase, [probe])).labels).toEqual(['Cat']);
  const before = readFileSync(output);
  const nobody = await shell('facebank', 'create', '--images', join(images, 'Nobody'), '--output', output);
  expect(nobody).toEqual(refusal('nobody', /could be enrolled/));
  expect(readFileSync(output)).toEqual(before);
});

const identities = join(root, '../shared/faces/identities');

test.runIf(existsSync(identities))(
  'twelve people: each is found by a left-out image',
  { timeout: 300_000 },
  async () => {
    const images = inFolder('identities');
    const leftOut: { person: string; image: string }[] = [];
    for (const [person, paths] of peopleIn(identities)) {
      mkdirSync(join(images, person), { recursive: true });
      for (const path of paths.slice(0, -1)) copyFileSync(path, join(images, person, basename(path)));
      leftOut.push({ person, image: paths.at(-1)! });
    }
    const output = inFolder('twelve');
    const { result } = await shell('facebank', 'create', '--images', images, '--output', output, '--plain');
    expect(result).toMatchObject({ people: 12, encrypted: false });
    const strangers = await Promise.all(
      (['ann', 'bea', 'cat'] as const).map((person) => portrait(person, 'wide', inFolder(`${person}.jpg`))),
    );
    const { labels } = await identifiedIn(output, null, [...leftOut.map(({ image }) => image), ...strangers]);
    expect(labels).toEqual([...leftOut.map(({ person }) => person), null, null, null]);
  },
);
