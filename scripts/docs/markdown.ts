import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Page {
  /** Its path in the repository, with slashes. */
  file: string;
  content: Root;
}

/** Every Markdown file under a folder, but for what is installed, built or hidden. */
export async function readPages(folder = root): Promise<Page[]> {
  const files = await markdownFiles(folder);
  return Promise.all(
    files.sort().map(async (file) => ({
      file: relative(folder, file).replaceAll(sep, '/'),
      content: fromMarkdown(await readFile(file, 'utf8')),
    })),
  );
}

async function markdownFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isOurs(entry.name) ? markdownFiles(path) : [];
    return entry.name.endsWith('.md') ? [path] : [];
  });
  return (await Promise.all(files)).flat();
}

function isOurs(folder: string): boolean {
  return folder === '.github' || !(folder.startsWith('.') || folder === 'node_modules' || folder === 'dist');
}
