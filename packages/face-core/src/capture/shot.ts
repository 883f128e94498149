import { FaceError } from '../errors.ts';
import type { AnalyzedFace, AnalyzedFrame, FaceTemplate } from '../types.ts';
import { type Faults, faultsOfCount, faultsOfFace, faultsOfImage } from './faults.ts';
import type { CapturePolicy } from './policy.ts';

/** What a policy makes of one face: a template, or everything that is held against it, the gravest first. */
export type CapturedFace =
  | { face: AnalyzedFace; template: FaceTemplate; faults: readonly [] }
  | { face: AnalyzedFace; template: null; faults: Faults };

/** What a policy makes of a frame that should show one face. */
export type Shot = CapturedFace | { face: null; template: null; faults: Faults };

export function judgeShot(frame: AnalyzedFrame, policy: Required<CapturePolicy>): Shot {
  const [face, another] = frame.faces;
  if (face !== undefined && another === undefined) return judgeFace(face, frame, policy);
  // Nobody, or several people: that at least is held against it.
  const faults = [...faultsOfCount(frame.faces.length), ...faultsOfImage(frame, policy)] as [] | Faults;
  return { face: null, template: null, faults: faults as Faults };
}

/** @param frame the one that the face was found in */
export function judgeFace(face: AnalyzedFace, frame: AnalyzedFrame, policy: Required<CapturePolicy>): CapturedFace {
  const faults = faultsOfFace(face, frame, policy);
  if (faults.length > 0) return { face, template: null, faults: faults as Faults };
  return { face, template: templateOf(face), faults: [] };
}

/**
 * The template of a good shot.
 *
 * @throws FaceError the faults of a bad one
 */
export function templateIn({ template, faults }: Shot): FaceTemplate {
  if (template === null) throw FaceError.fromFaults(faults);
  return template;
}

/**
 * The template of an analysed face.
 *
 * @throws FaceError `internal` where the face has no embedding, or the quality was not asked for
 */
export function templateOf(face: AnalyzedFace, capturedAt = Date.now()): FaceTemplate {
  const { embedding, modelId, digest, quality, liveness } = face;
  if (embedding === null || modelId === null || digest === null || quality === null) {
    throw new FaceError('internal', 'A template needs an analysis with embedding and quality.');
  }
  return {
    embedding,
    modelId,
    digest,
    quality: quality.score,
    liveness: liveness && { score: liveness.score, live: liveness.live },
    capturedAt,
  };
}
