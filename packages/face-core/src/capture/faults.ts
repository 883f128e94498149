import type { FaceErrorCode, Fault } from '../errors.ts';
import type { LivenessReason } from '../liveness/liveness.ts';
import type { AnalyzedFace, AnalyzedFrame, Face } from '../types.ts';
import type { CapturePolicy } from './policy.ts';

/** The gravest first. */
export type Faults = readonly [Fault, ...Fault[]];

type ImageSize = Pick<AnalyzedFrame, 'width' | 'height'>;

/*
 * Each check asks for what must hold, not for what must not: an unknown word, a NaN or a missing part then fails closed.
 */

/** What is held against a frame for the number of people it shows; nothing where it is one. */
export function faultsOfCount(faces: number): Fault[] {
  if (faces === 1) return [];
  const [code, message]: [FaceErrorCode, string] =
    faces === 0
      ? ['no-face', 'No face was found: look into the camera, with light on your face.']
      : ['multiple-faces', `${faces} faces are in the picture: only one person may be.`];
  return [{ code, message, details: { faces } }];
}

/** Everything that a policy holds against a face and the image it is in; empty for a good shot. */
export function faultsOfFace(face: AnalyzedFace, image: ImageSize, policy: Required<CapturePolicy>): [] | Faults {
  const faults: Fault[] = [
    ...faultsOfLiveness(face, policy),
    ...faultsOfImage(image, policy),
    ...faultsOfSize(face, policy),
    ...faultsOfQuality(face, policy),
  ];
  return faults as [] | Faults;
}

/** Nothing is held against a face whose policy does not require that it is live. */
export function faultsOfLiveness(
  { liveness }: Pick<AnalyzedFace, 'liveness'>,
  policy: Required<CapturePolicy>,
): Fault[] {
  const isExcused = policy.liveness === 'report' || policy.liveness === 'skip';
  if (isExcused || liveness?.live === true) return [];
  const { score, threshold, reasons = [] } = liveness ?? {};
  const details = { score, threshold, reasons };
  const [reason = 'presentation-attack'] = reasons;
  return [{ code: codes[reason] ?? 'low-quality', message: messages[reason], details }];
}

const codes: Partial<Record<LivenessReason, FaceErrorCode>> = {
  'presentation-attack': 'not-live',
  unsure: 'not-live',
  'too-small': 'face-too-small',
};
const cannotTell = (advice: string) => `The picture is too poor to tell a living person by: ${advice}.`;
const messages: Record<LivenessReason, string> = {
  'presentation-attack': 'This does not look like a living person before the camera.',
  unsure: 'It is not sure that this is a living person: look straight into the camera, in even light.',
  blurred: cannotTell('hold still, and wipe the lens'),
  'too-dark': cannotTell('find more light'),
  'too-bright': cannotTell('turn away from the light'),
  'low-contrast': cannotTell('find more light, and wipe the lens'),
  'too-small': cannotTell('come closer'),
  'cut-off': cannotTell('bring the whole face into the picture'),
};

/**
 * What is held against an image for its shorter side, under the policy's `minimumImageSize`.
 *
 * @param size in pixels, of the image as it is shown
 */
export function faultsOfImage(size: ImageSize, { minimumImageSize: minimum }: Required<CapturePolicy>): Fault[] {
  const { width, height } = size;
  if (Math.min(width, height) >= minimum) return [];
  const message = `The image is too small: choose one of ${minimum} pixels or more a side.`;
  return [{ code: 'image-too-small', message, details: { width, height, minimum } }];
}

/** What is held against a face for its width, under the policy's `minimumFaceSize`. */
export function faultsOfSize({ box: { width } }: Face, { minimumFaceSize: minimum }: Required<CapturePolicy>): Fault[] {
  if (width >= minimum) return [];
  return [{ code: 'face-too-small', message: 'The face is too small: come closer.', details: { width, minimum } }];
}

/** Also refuses a face that could not be aligned, whatever quality is asked for: it has no embedding. */
export function faultsOfQuality(face: AnalyzedFace, { minimumQuality: minimum }: Required<CapturePolicy>): Fault[] {
  if (face.embedding !== null && (face.quality?.score ?? Number.NaN) >= minimum) return [];
  const message = 'The picture is too poor: look straight, hold still, find more light.';
  return [{ code: 'low-quality', message, details: { ...face.quality, minimum } }];
}
