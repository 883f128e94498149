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
  const start = startOf(command);
  const [before, rest, ...moreStarts] = document.split(start);
  const [, after, ...moreEnds] = rest?.split(end) ?? [];
  if (after === undefined || moreStarts.length > 0 || moreEnds.length > 0) {
    throw new Error(`The document needs the lines ${start} and ${end}, once each.`);
  }
  return `${before}${start}\n\n${tables}\n\n${end}${after}`;
}

/** A document of nothing but a heading and a command's markers, for `withTables`. */
export function emptyDocument(heading: string, command: string): string {
  return `# ${heading}\n\n${startOf(command)}\n${end}\n`;
}

/** A Markdown table as the formatter leaves it: its first column to the left, the others to the right. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const padded = (cells: readonly string[]) =>
    line(cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))));
  const rule = line(widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)));
  return [padded(header), rule, ...rows.map(padded)].join('\n');
}
