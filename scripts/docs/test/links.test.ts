import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, test } from 'vitest';
import { unknownCommands } from '../commands.ts';
import { brokenLinks } from '../links.ts';
import { readPages, root } from '../markdown.ts';

const page = (file: string, text: string) => ({ file, content: fromMarkdown(text) });

test('every link in the docs leads somewhere', async () => {
  const pages = await readPages();
  expect(pages.map(({ file }) => file)).toEqual(expect.arrayContaining(['README.md', 'docs/decisions.md']));
  expect(brokenLinks(pages, root)).toEqual([]);
});

test('a link that does not is named by its line', () => {
  const pages = [
    page(
      'docs/guide.md',
      `# How to \`enrol\`, twice

[there](#how-to-enrol-twice), [beside](../README.md), [a folder](screenshots/), [away](https://example.org), <a id="here"></a>

[not here](#how-to) [no file](guides/nothing.md)
[no heading](../README.md#nothing) ![no picture](nothing.png)
[from the root](/README.md) [no address](https://) [insecure](http://example.org)

<img src="nothing.webp"> [an id](#here)

[no definition]: ../nothing.md`,
    ),
    page('README.md', '# Read me\n\n[here](#read-me)'),
  ];
  expect(brokenLinks(pages, root)).toEqual([
    'docs/guide.md:5: docs/guide.md has no #how-to',
    'docs/guide.md:5: guides/nothing.md is not there',
    'docs/guide.md:6: README.md has no #nothing',
    'docs/guide.md:6: nothing.png is not there',
    'docs/guide.md:7: /README.md is not there',
    'docs/guide.md:7: https:// is no address',
    'docs/guide.md:7: http://example.org is no address',
    'docs/guide.md:9: nothing.webp is not there',
    'docs/guide.md:11: ../nothing.md is not there',
  ]);
});

test('every command in the docs is one', async () => {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect(unknownCommands(await readPages(), scripts)).toEqual([]);
});

test('a command that is none is named by its line', () => {
  const text = 'Call `npm run demo`.\n\n    npm run demos -- --fast\n\n```sh\nnpm run build\n```';
  expect(unknownCommands([page('README.md', text)], { demo: '' })).toEqual([
    'README.md:3: npm run demos',
    'README.md:5: npm run build',
  ]);
});
