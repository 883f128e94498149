/** Where the packages speak of labels, which are names here. All their other messages are sentences for people as they are. */
const words: Record<string, string> = {
  'bad-label': 'A name has 1 to 200 characters.',
  'unknown-person': 'Nobody is enrolled under this name.',
  'not-this-person': 'This is not the person who is enrolled under this name.',
  'already-enrolled': 'This face is enrolled under another name already.',
  'different-people': 'Somebody else is enrolled under this name.',
  'too-many-failures': 'Too many tries failed for this name. Wait a while.',
};

/** What to tell a person of an error, or of a gate's reason. */
export function wordsFor(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return words[code ?? ''] ?? message ?? String(error);
}
