import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, test } from 'vitest';
import { readPages } from '../markdown.ts';
import { compile } from '../snippets/compile.ts';
import { snippetsIn } from '../snippets/snippets.ts';

const page = (file: string, text: string) => ({ file, content: fromMarkdown(text) });

test('all code in the docs compiles', async () => {
  const snippets = snippetsIn(await readPages());
  expect(snippets.length).toBeGreaterThan(10);
  expect(await compile(snippets)).toEqual([]);
});

test('what does not compile is named by its line', async () => {
  const types = `# Guide
\`\`\`ts
import { FaceEngine } from 'face-core';

const engine = await FaceEngine.create({ liveness: 'lax' });
\`\`\`
\`\`\`ts no-run: it waits for ever
engine.capture(42);
\`\`\``;
  expect(await compile(snippetsIn([page('docs/guides/bad.md', types)]))).toEqual([
    expect.stringMatching(/^docs\/guides\/bad\.md:5:42 error .*"lax/),
    expect.stringMatching(/^docs\/guides\/bad\.md:8:16 error .*number/),
  ]);
  const syntax = `\`\`\`js vite.config.js
export default { server: };
\`\`\`
\`\`\`html
<video></video>
<script type="module">
  await bank.verify('Ada', nobody;
</script>
\`\`\``;
  expect(await compile(snippetsIn([page('README.md', syntax)]))).toEqual([
    expect.stringMatching(/^README\.md:2:26 error/),
    expect.stringMatching(/^README\.md:7:34 error/),
  ]);
});

test('a fence may say why it is not run, and has to', () => {
  const fence = (info: string) => snippetsIn([page('a.md', `\`\`\`${info}\n1;\n\`\`\``)]).map(({ noRun }) => noRun);
  expect(fence('ts')).toEqual([null]);
  expect(fence('ts quick-start')).toEqual([null]);
  expect(fence('ts no-run: needs a phone')).toEqual(['needs a phone']);
  expect(fence('js vite.config.js')).toEqual(['is vite.config.js']);
  expect(fence('sh')).toEqual([]);
  expect(() => fence('ts no-run')).toThrow('a.md:1');
});
