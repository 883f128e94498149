import type { Code } from 'mdast';
import { visit } from 'unist-util-visit';
import type { Page } from '../markdown.ts';

/** A piece of code in the docs: a fence of ```ts, ```js or ```html. */
export interface Snippet {
  /** The page and the line of the fence: `README.md:37`. */
  name: string;
  /** The module that it is compiled and run as, beside its page. */
  file: string;
  /** On the lines that it has in its page, so that an error names them. */
  code: string;
  /** What an `html` fence has beside its scripts. */
  markup: string;
  /** Why it is compiled but not run, by its fence: ```ts no-run: needs a phone, or ```js vite.config.js, which no page runs. */
  noRun: string | null;
}

export function snippetsIn(pages: readonly Page[]): Snippet[] {
  // Nobody writes the code in the reference, nor copies it.
  return pages.filter(({ file }) => !file.startsWith('docs/api/')).flatMap(snippetsOf);
}

function snippetsOf({ file, content }: Page): Snippet[] {
  const snippets: Snippet[] = [];
  visit(content, 'code', (fence) => {
    const { lang, value, position } = fence;
    if (lang !== 'ts' && lang !== 'js' && lang !== 'html') return;
    const line = position!.start.line;
    const name = `${file}:${line}`;
    const code = lang === 'html' ? scriptsOf(value) : value;
    snippets.push({
      name,
      file: `${file}.${line}.${lang === 'ts' ? 'ts' : 'js'}`,
      // The export makes a module of it, with names of its own.
      code: `${'\n'.repeat(line)}${code}\nexport {};\n`,
      markup: lang === 'html' ? value.replace(/<script.*?<\/script>/gs, '') : '',
      noRun: noRunReason(fence, name),
    });
  });
  return snippets;
}

/** What a page has in its module scripts, and blank lines for the rest. */
function scriptsOf(html: string): string {
  return html
    .split(/<script type="module">(.*?)<\/script>/s)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/.+/g, '')))
    .join('');
}

function noRunReason({ meta }: Code, name: string): string | null {
  if (meta == null) return null;
  if (/^\S+\.[jt]s$/.test(meta)) return `is ${meta}`;
  const [mark, reason] = meta.match(/\bno-run\b(?:: *(.+))?/) ?? [];
  if (mark !== undefined && reason === undefined) throw new Error(`${name}: say why, as in "no-run: needs a phone"`);
  return reason ?? null;
}
