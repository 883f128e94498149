/**
 * Made-up people, as many as are wanted, scattered as the bundled model's embeddings are: of two shots of one person the mean
 * cosine is about 0.70, of two people it is about 0.015, give or take 0.05 (`packages/facebank/src/matching/thresholds.ts`).
 * The same numbers give the same people in every page.
 */

export const dimension = 512;

/** How far a shot lies from its person's direction: two shots have a cosine of about 1 / (1 + 0.65²). */
const spreadOfShot = 0.65;
/** A gallery keeps at most five templates of a person, and searches for their centroid. */
const spreadOfCentroid = spreadOfShot / Math.sqrt(5);
/** Of the sum of four bytes that are anything from 0 to 255. */
const meanOfSum = 4 * 127.5;
const deviationOfSum = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/** What all faces have in common, as far from the origin as gives shots of two people their mean cosine, 0.015. */
const common = noiseOf(0, 0).map((value) => value * Math.sqrt((0.015 / 0.985) * (1 + spreadOfShot ** 2)));

/** Where a person's centroid lies: L2-normalised. */
export function centroid(person: number): Float32Array {
  return scattered(person, 1, spreadOfCentroid);
}

/** One shot of a person: L2-normalised. */
export function shot(person: number): Float32Array {
  return scattered(person, 2, spreadOfShot);
}

function scattered(person: number, stream: number, spread: number): Float32Array {
  const [direction, noise] = [noiseOf(person + 1, 0), noiseOf(person + 1, stream)];
  let sum = 0;
  for (let i = 0; i < dimension; i++) {
    const value = common[i]! + direction[i]! + spread * noise[i]!;
    direction[i] = value;
    sum += value * value;
  }
  const norm = Math.sqrt(sum);
  for (let i = 0; i < dimension; i++) direction[i]! /= norm;
  return direction;
}

/** Numbers with the mean 0 and the deviation 1: sums of the four bytes of what xorshift32 gives. */
function noiseOf(person: number, stream: number): Float32Array {
  let state = mixed(4 * person + stream + 1);
  const noise = new Float32Array(dimension);
  for (let i = 0; i < dimension; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const sum = (state & 255) + ((state >>> 8) & 255) + ((state >>> 16) & 255) + (state >>> 24);
    noise[i] = (sum - meanOfSum) / deviationOfSum;
  }
  return noise;
}

/** A seed for each number, never 0 but for 0: MurmurHash3's finaliser, which maps no two numbers to one. */
function mixed(number: number): number {
  let hash = number | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
