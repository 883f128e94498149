/** A Python string, which the end of the text ends too, so that no text takes more than one look; or a dict's key. */
const token = /'([^'\\]*(?:\\.[^'\\]*)*)(?:'|$)|"([^"\\]*(?:\\.[^"\\]*)*)(?:"|$)|(\d+)\s*:/gs;
const escaped = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gs;
const control: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/**
 * The class names in a model's metadata as Ultralytics' exporters write them, the text of a Python dict, `{0: 'person', 1:
 * 'bicycle'}`, or list, `['person', 'bicycle']`.
 *
 * @returns null for a text that is neither, or whose keys are not the numbers from 0 on
 */
export function parseClassNames(text: string): string[] | null {
  try {
    const json = text.replace(token, (_, single?: string, double?: string, key?: string) =>
      key === undefined ? JSON.stringify(unescaped((single ?? double)!)) : `"${key}":`,
    );
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return null;
    const entries = Object.entries(value);
    // JavaScript sorts such keys by number.
    const isComplete = entries.every(([key, name], index) => key === String(index) && typeof name === 'string');
    return isComplete && entries.length > 0 ? entries.map(([, name]) => name) : null;
  } catch {
    return null;
  }
}

function unescaped(text: string): string {
  return text.replace(escaped, (_, byte?: string, short?: string, long?: string, character?: string) => {
    if (character !== undefined) return control[character] ?? character;
    return String.fromCodePoint(Number.parseInt((byte ?? short ?? long)!, 16));
  });
}
