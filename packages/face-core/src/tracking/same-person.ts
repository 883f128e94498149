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
