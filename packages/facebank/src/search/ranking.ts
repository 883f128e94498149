/** A row of an index, and how similar it is to a probe. */
export interface Hit {
  key: string;
  /** A cosine, -1 to 1. */
  similarity: number;
}

/**
 * The k most similar, most similar first. Of equally similar ones that with the smaller key, by its UTF-16 code units, comes
 * first: the order depends on what is in the gallery, and not on how it got there.
 */
export function mostSimilar(hits: readonly Hit[], k: number): Hit[] {
  return hits.toSorted((a, b) => b.similarity - a.similarity || (a.key < b.key ? -1 : 1)).slice(0, k);
}
