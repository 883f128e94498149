const start = '<!-- From here on, `npm run bench` writes. -->';
const end = '<!-- To here. -->';

/** A document with what is between its two markers replaced. Throws where it does not have each once, in order. */
export function withTables(document: string, tables: string): string {
  const [before, rest, ...moreStarts] = document.split(start);
  const [, after, ...moreEnds] = rest?.split(end) ?? [];
  if (after === undefined || moreStarts.length > 0 || moreEnds.length > 0) {
    throw new Error(`The document needs the lines ${start} and ${end}, once each.`);
  }
  return `${before}${start}\n\n${tables}\n\n${end}${after}`;
}
