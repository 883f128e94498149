import type { FaceTemplate } from '../src/template.ts';

export const MODEL = 'arcface-mobilefacenet@1';

/** Two shots of one synthetic person have a cosine of about 1 / (1 + SPREAD²) = 0.70, as ArcFace's have. */
const SPREAD = 0.65;

const DIMENSION = 512;

/** A made-up person: a direction in embedding space, and shots scattered around it. The same seed gives the same person. */
export function syntheticPerson(seed: number) {
  const direction = randomUnitVector(seed);
  let shots = 0;
  return {
    /** Every call is another shot, captured a millisecond after the one before. */
    shot(overrides: Partial<FaceTemplate> = {}): FaceTemplate {
      shots += 1;
      const noise = randomUnitVector(seed * 1000 + shots);
      const embedding = normalize(direction.map((value, i) => value + SPREAD * noise[i]!));
      return {
        embedding,
        modelId: MODEL,
        digest: `person-${seed}-shot-${shots}`,
        quality: 80,
        liveness: { score: 0.9, live: true },
        capturedAt: 1_700_000_000_000 + shots,
        ...overrides,
      };
    },
    shots(count: number, overrides: Partial<FaceTemplate> = {}): FaceTemplate[] {
      return Array.from({ length: count }, () => this.shot(overrides));
    },
  };
}

/** A template with a small embedding, for numbers that can be worked out by hand. */
export function templateOf(embedding: number[], overrides: Partial<FaceTemplate> = {}): FaceTemplate {
  return {
    embedding: Float32Array.from(embedding),
    modelId: MODEL,
    digest: `of ${embedding}`,
    quality: 80,
    liveness: null,
    capturedAt: 1_700_000_000_000,
    ...overrides,
  };
}

export function normalize(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

function randomUnitVector(seed: number): Float32Array {
  const random = mulberry32(seed);
  // Box–Muller: normally distributed numbers give a direction that favours no axis.
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return normalize(Float32Array.from({ length: DIMENSION }, gauss));
}

function mulberry32(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
