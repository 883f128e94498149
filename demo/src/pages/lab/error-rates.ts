import { cosineSimilarity } from 'facebank/matching';

/** Similarities of pairs of templates, each list in ascending order. */
export interface Pairs {
  /** Two templates of one person: all of them. */
  genuine: Float32Array;
  /** Two of different people: all of them, or as many as `mostImpostors`, drawn at random. */
  impostor: Float32Array;
  /** How many pairs of different people there are. */
  impostorPairs: number;
}

export interface ErrorRates {
  /** Impostor pairs that match. */
  falseMatches: number;
  /** Their share, the false match rate; `null` without a pair. */
  fmr: number | null;
  /** Genuine pairs that do not match. */
  falseNonMatches: number;
  /** Their share, the false non-match rate; `null` without a pair. */
  fnmr: number | null;
}

/** Some seconds of work; more would change the rates by little. */
export const mostImpostors = 200_000;

/** Compares the templates of people with each other; the page goes on meanwhile. */
export async function comparePairs(
  people: readonly (readonly { embedding: Float32Array }[])[],
  signal: AbortSignal,
): Promise<Pairs> {
  const all = people.flatMap((templates, person) => templates.map(({ embedding }) => ({ person, embedding })));
  const genuinePairs = people.reduce((sum, { length }) => sum + pairsOf(length), 0);
  const impostorPairs = pairsOf(all.length) - genuinePairs;
  const [genuine, impostor]: [number[], number[]] = [[], []];
  const breathe = breather(signal);
  for (const templates of people) {
    await breathe();
    for (const [a, b] of everyPair(templates)) genuine.push(cosineSimilarity(a.embedding, b.embedding));
  }
  const candidates = impostorPairs <= mostImpostors ? everyPair(all) : randomPairs(all);
  for (const [a, b] of candidates) {
    await breathe();
    if (a.person !== b.person) impostor.push(cosineSimilarity(a.embedding, b.embedding));
    if (impostor.length === mostImpostors) break;
  }
  return { genuine: Float32Array.from(genuine).sort(), impostor: Float32Array.from(impostor).sort(), impostorPairs };
}

/** What a threshold would do to these pairs: a pair matches where its similarity is the threshold or more. */
export function ratesAt({ genuine, impostor }: Pairs, threshold: number): ErrorRates {
  const falseNonMatches = countBelow(genuine, threshold);
  const falseMatches = impostor.length - countBelow(impostor, threshold);
  const share = (count: number, of: number) => (of === 0 ? null : count / of);
  return {
    falseMatches,
    fmr: share(falseMatches, impostor.length),
    falseNonMatches,
    fnmr: share(falseNonMatches, genuine.length),
  };
}

/**
 * The share of similarities in each of `bins` equal parts of a range; what lies outside counts in the part at that end.
 *
 * @param range the least and the greatest similarity
 */
export function histogram(similarities: Float32Array, [least, greatest]: [number, number], bins: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const similarity of similarities) {
    const place = Math.floor(((similarity - least) / (greatest - least)) * bins);
    counts[Math.min(bins - 1, Math.max(0, place))]! += 1;
  }
  return counts.map((count) => count / Math.max(1, similarities.length));
}

function countBelow(ascending: Float32Array, threshold: number): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ascending[middle]! < threshold) from = middle + 1;
    else to = middle;
  }
  return from;
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}

function* everyPair<T>(list: readonly T[]): Generator<[T, T]> {
  for (let i = 0; i < list.length; i++) {
    for (let j = i + 1; j < list.length; j++) yield [list[i]!, list[j]!];
  }
}

/** Without end, and with returns: of so many that hardly any comes twice. */
function* randomPairs<T>(list: readonly T[]): Generator<[T, T]> {
  const any = () => list[Math.floor(Math.random() * list.length)]!;
  for (;;) yield [any(), any()];
}

/** Lets the page do its own work every few milliseconds. */
function breather(signal: AbortSignal): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    signal.throwIfAborted();
    if (performance.now() - last < 10) return;
    return new Promise((resolve) => {
      setTimeout(() => {
        last = performance.now();
        resolve();
      });
    });
  };
}
