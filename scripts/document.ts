const end = '<!-- To here. -->';

/** The line after which a command writes into a document of the repository. */
function startOf(command: string): string {
  return `<!-- From here on, \`${command}\` writes. -->`;
}

/**
 * A document with what is between a command's two markers replaced. Throws where it does not have each once, in order.
 *
 * @param command as the marker names it: `npm run bench`
 */
export function withTables(document: string, tables: string, command: string): string {
  return filled(document, startOf(command), end, tables);
}

/**
 * A document with what is between `<!-- figures: NAME -->` and `<!-- /figures: NAME -->` replaced, for each name. Throws
 * where it does not have each once, in order.
 */
export function withFigures(document: string, figures: Readonly<Record<string, string>>): string {
  return Object.entries(figures).reduce(
    (text, [name, content]) => filled(text, `<!-- figures: ${name} -->`, `<!-- /figures: ${name} -->`, content),
    document,
  );
}

function filled(document: string, start: string, end: string, content: string): string {
  const [before, rest, ...moreStarts] = document.split(start);
  const [, after, ...moreEnds] = rest?.split(end) ?? [];
  if (after === undefined || moreStarts.length > 0 || moreEnds.length > 0) {
    throw new Error(`The document needs the lines ${start} and ${end}, once each.`);
  }
  return `${before}${start}\n\n${content}\n\n${end}${after}`;
}

/** A document of nothing but a heading and a command's markers, for `withTables`. */
export function emptyDocument(heading: string, command: string): string {
  return `# ${heading}\n\n${startOf(command)}\n${end}\n`;
}

/**
 * A Markdown table as the formatter leaves it.
 *
 * @param texts how many columns are set to the left; the others are to the right, as numbers are
 */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[], texts = 1): string {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const padded = (cells: readonly string[]) =>
    line(cells.map((cell, column) => (column < texts ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))));
  const rule = line(widths.map((width, column) => (column < texts ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)));
  return [padded(header), rule, ...rows.map(padded)].join('\n');
}
