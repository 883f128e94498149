import { FacebankError } from './errors.ts';
import { normOf } from './matching/similarity.ts';
import { isTime } from './time.ts';

/** One shot of one person: what an engine such as `face-core` hands over. */
export interface FaceTemplate {
  /** L2-normalised; as long as the model's dimension. */
  embedding: Float32Array;
  /** The id@version of the embedding model. Templates of two models never meet. */
  modelId: string;
  /** SHA-256 of the aligned RGB crop: two equal digests are the same shot. */
  digest: string;
  /** 0–100. */
  quality: number;
  /** `null`: not asked for, never "passed". */
  liveness: { score: number; live: boolean } | null;
  /** Milliseconds since the epoch. */
  capturedAt: number;
}

/** How far from 1 the length of an embedding may be: 32-bit rounding stays far below, a forgotten normalisation far above. */
const normTolerance = 1e-3;

/** Far above what any model gives; a search takes no more. */
const largestDimension = 2 ** 16;

/** Of names that models and apps give, in UTF-16 code units. */
export const longestWord = 1_000;

/**
 * A copy of a template that came from outside, holding its six fields and nothing else, so that neither what the caller
 * does to it later nor the buffer that its embedding is a view of reaches the database.
 *
 * @param index its place in the caller's list, for the error
 * @throws FacebankError `bad-template`
 */
export function parseTemplate(template: FaceTemplate, index?: number): FaceTemplate {
  const fault = faultOf(template);
  if (fault !== null) {
    const [what, details] = fault;
    const which = index === undefined ? 'This' : `Template ${index} of the list`;
    throw new FacebankError('bad-template', `${which} is no usable template: ${what}.`, { index, ...details });
  }
  const { embedding, modelId, digest, quality, liveness, capturedAt } = template;
  return {
    embedding: new Float32Array(embedding),
    modelId,
    digest,
    quality,
    liveness: liveness && { score: liveness.score, live: liveness.live },
    capturedAt,
  };
}

function faultOf(template: FaceTemplate): [what: string, details: Record<string, unknown>] | null {
  if (typeof template !== 'object' || template === null) return ['it is not an object', {}];
  const { embedding, modelId, digest, quality, liveness, capturedAt } = template;
  if (!(embedding instanceof Float32Array)) return ['its embedding is not a Float32Array', {}];
  if (embedding.length > largestDimension)
    return [`its embedding has ${embedding.length} numbers`, { largestDimension }];
  const norm = normOf(embedding);
  // Written so that NaN is refused too.
  if (!(Math.abs(norm - 1) <= normTolerance)) {
    return [`its embedding has the length ${norm}, where a normalised one has 1`, { norm, tolerance: normTolerance }];
  }
  if (!isText(modelId)) return ['its modelId is no text', { modelId }];
  if (!isText(digest)) return ['its digest is no text', { digest }];
  if (!isPercentage(quality)) return [`its quality is ${quality}, not within 0–100`, { quality }];
  if (!isLiveness(liveness)) return ['its liveness is neither null nor a score and a verdict', {}];
  if (!isTime(capturedAt)) return [`its capturedAt is ${capturedAt}, not a time`, { capturedAt }];
  return null;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= longestWord;
}

function isPercentage(value: number): boolean {
  return Number.isFinite(value) && value >= 0 && value <= 100;
}

function isLiveness(value: FaceTemplate['liveness']): boolean {
  return value === null || (Number.isFinite(value?.score) && typeof value.live === 'boolean');
}

/**
 * Cosines between embeddings of two models mean nothing.
 *
 * @throws FacebankError `model-mismatch`
 */
export function requireSameModel(expected: string, actual: string): void {
  if (actual === expected) return;
  throw new FacebankError(
    'model-mismatch',
    `A template of the model "${actual}" cannot be compared with one of "${expected}": remove the person, then enrol again.`,
    { expected, actual },
  );
}
