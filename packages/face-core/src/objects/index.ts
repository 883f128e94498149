/**
 * Finds things with the app's own YOLO model, in a worker of its own.
 *
 * @module face-core/objects
 */

export type { Dimensions } from '../image/dimensions.ts';
export { type DetectObjectsOptions, ObjectDetector, type ObjectDetectorOptions } from './detector.ts';
export type { ObjectLayout } from './layout.ts';
export type { DetectedObject, ObjectDetectorInfo } from './protocol.ts';
