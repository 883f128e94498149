import { noAttributes } from '../src/attributes/attributes.ts';
import type { Liveness } from '../src/liveness/liveness.ts';
import type { QualityParts, QualityReason } from '../src/quality/quality.ts';
import type { AnalyzedFace, AnalyzedFrame } from '../src/types.ts';
import { faceAt } from './synthetic.ts';

/** Made-up analyses, for what is decided on them. */

export const parts: QualityParts = { sharpness: 0.8, brightness: 1, contrast: 1, size: 1, pose: 0.9, framing: 1 };
export const live: Liveness = { score: 0.9, live: true, threshold: 0.5, reasons: [], parts: {} };
export const notLive: Liveness = { ...live, score: 0.2, live: false, reasons: ['presentation-attack'] };

/** A face that the default policy has nothing against, but for what is said. */
export function analyzed(overrides: Partial<AnalyzedFace> = {}): AnalyzedFace {
  return {
    ...faceAt(300, 300, 200),
    embedding: Float32Array.of(0.6, 0.8),
    modelId: 'a-model@1',
    digest: 'abc',
    liveness: live,
    ...scored(75),
    ...noAttributes,
    ...overrides,
  };
}

export function frameOf(faces: AnalyzedFace[], { width, height } = { width: 640, height: 480 }): AnalyzedFrame {
  return { width, height, faces };
}

/** A box of a width. */
export const wide = (width: number) => ({ box: { x: 0, y: 0, width, height: 200 } });
export const scored = (score: number, reasons: QualityReason[] = []) => ({ quality: { score, parts, reasons } });
