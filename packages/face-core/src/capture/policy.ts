import { FaceError, type Fault } from '../errors.ts';
import type { AnalyzedFace, FaceTemplate } from '../types.ts';

/** What a shot must be like to become a template. */
export interface CapturePolicy {
  /** `require` (default): a face that is not live is refused. `report`: it is scored, not refused. `skip`: not looked at. */
  liveness?: 'require' | 'report' | 'skip';
  /** Least width of the face's box in source pixels; 80 by default. */
  minimumFaceSize?: number;
  /** Least quality, 0–100; 40 by default. */
  minimumQuality?: number;
}

/** The policy with its defaults, also where an option is given as `undefined` or `null`. */
export function completePolicy(policy: CapturePolicy): Required<CapturePolicy> {
  return {
    liveness: policy.liveness ?? 'require',
    minimumFaceSize: policy.minimumFaceSize ?? 80,
    minimumQuality: policy.minimumQuality ?? 40,
  };
}

/** Everything that a policy holds against the faces of a frame, the gravest first; empty for a good shot. */
export function faultsOf(faces: readonly AnalyzedFace[], policy: Required<CapturePolicy>): Fault[] {
  const [face] = faces;
  if (face === undefined) {
    return [fault('no-face', 'No face was found: look into the camera, with light on your face.', { faces: 0 })];
  }
  if (faces.length > 1) {
    const message = `${faces.length} faces are in the picture: only one person may be.`;
    return [fault('multiple-faces', message, { faces: faces.length })];
  }
  const faults: Fault[] = [];
  // Each check asks for what must hold, not for what must not: an unknown word or a NaN then fails closed.
  const isExcused = policy.liveness === 'report' || policy.liveness === 'skip';
  if (!isExcused && face.liveness?.live !== true) {
    const { score, threshold } = face.liveness ?? {};
    faults.push(fault('not-live', 'This does not look like a living person before the camera.', { score, threshold }));
  }
  const width = face.box.width;
  if (!(width >= policy.minimumFaceSize)) {
    const details = { width, minimum: policy.minimumFaceSize };
    faults.push(fault('face-too-small', 'The face is too small: come closer.', details));
  }
  if (!((face.quality?.score ?? Number.NaN) >= policy.minimumQuality)) {
    const details = { ...face.quality, minimum: policy.minimumQuality };
    faults.push(fault('low-quality', 'The picture is too poor: look straight, hold still, find more light.', details));
  }
  return faults;
}

/**
 * The template of an analysed face.
 *
 * @throws FaceError `internal` where the embedding or the quality was not asked for
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

function fault(code: Fault['code'], message: string, details: Fault['details']): Fault {
  return { code, message, details };
}
