/** Numbers from 0 to 1 (xorshift32). The same seed gives the same ones. */
export function seededRandom(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A vector whose direction favours no axis, nearly: the sum of four uniform numbers is close to a normal one. */
export function randomVector(random: () => number, dimension: number): Float32Array {
  return Float32Array.from({ length: dimension }, () => random() + random() + random() + random() - 2);
}

/** A vector about as far from another as `spread` times its length. */
export function near(vector: Float32Array, spread: number, random: () => number): Float32Array {
  const noise = randomVector(random, vector.length);
  const scale = (spread * Math.hypot(...vector)) / Math.hypot(...noise);
  return vector.map((value, i) => value + scale * noise[i]!);
}
