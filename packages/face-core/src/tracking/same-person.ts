/** The default threshold of `facebank/matching` for the bundled model, which says what it stands on. */
const samePersonSimilarity = 0.38;

/** The cosine similarity of two L2-normalised embeddings, -1–1. */
export function similarityOf(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, i) => sum + value * other[i]!, 0);
}

/** Whether two embeddings of this similarity are one person's; a similarity that is no number is nobody's. */
export function isSamePerson(similarity: number): boolean {
  return similarity >= samePersonSimilarity;
}

/** Throws a TypeError for what is no embedding: one that is longer than it should be would make everybody similar. */
export function requireEmbedding(person: Float32Array, dimension: number): void {
  const length = person.reduce((sum, value) => sum + value * value, 0);
  if (person.length === dimension && Math.abs(length - 1) < 0.01) return;
  throw new TypeError(`person must be an L2-normalised embedding of ${dimension} numbers`);
}
