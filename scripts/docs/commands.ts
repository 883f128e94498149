import { visit } from 'unist-util-visit';
import type { Page } from './markdown.ts';

/** Every `npm run NAME` that a page tells of and that is none of `scripts`, as `README.md:12: npm run demos`. */
export function unknownCommands(pages: readonly Page[], scripts: Record<string, string>): string[] {
  const unknown: string[] = [];
  for (const { file, content } of pages) {
    visit(content, ['code', 'inlineCode'], (node) => {
      if (!('value' in node)) return;
      for (const [command, name] of node.value.matchAll(/npm run ([\w:-]+)/g)) {
        if (!Object.hasOwn(scripts, name!)) unknown.push(`${file}:${node.position!.start.line}: ${command}`);
      }
    });
  }
  return unknown;
}
