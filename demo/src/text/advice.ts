import { FaceError, type LivenessReason, type QualityReason } from 'face-core';
import { FacebankError } from 'facebank';
import { formatTime } from './format.ts';
import { t } from './index.ts';

/** What a person can do about an error, in the language on show. */
export function adviceFor(error: unknown): string {
  const { face, bank, quality, liveness, retryAt, unexpected } = t().advice;
  if (error instanceof FaceError) {
    // A shot that is refused says what is poor about it, the poorest first.
    const [reason] = (error.details['reasons'] ?? []) as (QualityReason | LivenessReason)[];
    const isQuality = reason !== undefined && reason in quality;
    if (error.code === 'low-quality' && isQuality) return quality[reason as QualityReason];
    if (error.code === 'not-live' && reason !== undefined) {
      return isQuality ? quality[reason as QualityReason] : liveness[reason as keyof typeof liveness];
    }
    return face[error.code];
  }
  if (error instanceof FacebankError) {
    const { retryAt: at } = error.details;
    return error.code === 'too-many-failures' && typeof at === 'number' ? retryAt(formatTime(at)) : bank[error.code];
  }
  return unexpected(error instanceof Error ? error.message : String(error));
}
