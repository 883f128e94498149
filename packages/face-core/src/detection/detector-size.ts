/**
 * The sides in pixels that the full-range detector's input may have. The model halves its input five times, so it would take any
 * multiple of 32; these were measured: docs/decisions.md, "Detection".
 */
export const detectorSizes = [128, 192, 256, 320, 384] as const;

/**
 * The side in pixels of the square that a frame is reduced to for the detector.
 *
 * @useDeclaredType
 */
export type DetectorSize = (typeof detectorSizes)[number];

/** What the model was trained with. */
export const defaultDetectorSize: DetectorSize = 192;

/** @throws TypeError for any other size */
export function requireDetectorSize(size: DetectorSize): void {
  if (!detectorSizes.includes(size)) throw new TypeError(`a detector's size is one of ${detectorSizes.join(', ')}`);
}
