import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import type { Nodes, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { Page } from './markdown.ts';

/**
 * Links that lead nowhere, as `README.md:12: docs/guide.md is not there`: to a file or a heading that there is not, or by what is no
 * address. Whether another site answers is not looked at.
 *
 * @param folder that the pages were read from
 */
export function brokenLinks(pages: readonly Page[], folder: string): string[] {
  const anchors = new Map(pages.map(({ file, content }) => [file, anchorsIn(content)]));
  return pages.flatMap(({ file, content }) =>
    linksIn(content).flatMap(({ url, line }) => {
      const fault = faultOf(url, file, folder, anchors);
      return fault === null ? [] : [`${file}:${line}: ${fault}`];
    }),
  );
}

function faultOf(url: string, page: string, folder: string, anchors: ReadonlyMap<string, Set<string>>): string | null {
  if (/^[a-z][a-z+.-]*:/i.test(url))
    return /^(https:|mailto:)/.test(url) && URL.canParse(url) ? null : `${url} is no address`;
  const [path, anchor] = url.split('#') as [string, string?];
  const target = path === '' ? page : posix.join(posix.dirname(page), decodeURI(path));
  const isThere =
    path === '' || (!path.startsWith('/') && !target.startsWith('..') && existsSync(join(folder, target)));
  if (!isThere) return `${path} is not there`;
  if (anchor === undefined || anchors.get(target)?.has(anchor)) return null;
  return `${target} has no #${anchor}`;
}

interface Link {
  url: string;
  line: number;
}

function linksIn(content: Root): Link[] {
  const links: Link[] = [];
  visit(content, (node) => {
    const line = node.position!.start.line;
    for (const url of urlsOf(node)) links.push({ url, line });
  });
  return links;
}

function urlsOf(node: Nodes): string[] {
  if (node.type === 'link' || node.type === 'image' || node.type === 'definition') return [node.url];
  if (node.type !== 'html') return [];
  return attributes(node.value, 'href|src|srcset').map((value) => value.split(' ')[0]!);
}

/** What a link can lead to: headings, by the names that GitHub gives them, and elements with an `id`. */
function anchorsIn(content: Root): Set<string> {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  visit(content, (node) => {
    if (node.type === 'heading') anchors.add(slugger.slug(textOf(node)));
    if (node.type === 'html') for (const id of attributes(node.value, 'id')) anchors.add(id);
  });
  return anchors;
}

function attributes(html: string, names: string): string[] {
  return [...html.matchAll(new RegExp(`\\s(?:${names})="([^"]*)"`, 'g'))].map(([, value]) => value!);
}
