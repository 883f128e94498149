import type { Box } from '../geometry/box.ts';
import type { Dimensions } from '../image/dimensions.ts';
import type { ImageLimits } from '../image/limits.ts';
import type { HostedWeights } from '../models/descriptor.ts';
import type { Device } from '../onnx.ts';
import type { DeviceInfo, Frame, Outcome } from '../worker/boundary.ts';
import type { ContractChoice } from './contract.ts';
import type { DetectionThresholds } from './decode.ts';
import type { ObjectLayout } from './layout.ts';

/** The object detector's worker boundary. */
export interface ObjectCalls {
  detect(call: number, frame: Frame, thresholds: DetectionThresholds): Promise<Outcome<DetectedObject[]>>;
}

export interface ObjectOpenOptions extends ContractChoice {
  model: Uint8Array | HostedWeights;
  /** Absolute, with a slash at its end. */
  modelBaseUrl: string;
  device: Device | 'auto';
  layout?: ObjectLayout | undefined;
  limits: ImageLimits;
}

/** A detected object. */
export interface DetectedObject {
  /** In pixels of the source as it is shown, cut at its edges. */
  box: Box;
  /** The model's score, 0–1. */
  score: number;
  /** The name of its class. */
  label: string;
  /** The index of its class. */
  class: number;
}

/** What a health check shows. */
export interface ObjectDetectorInfo extends DeviceInfo {
  layout: ObjectLayout;
  /** The names of the classes, by their index. */
  classes: string[];
  /** What an image is scaled to fit in, in pixels. */
  input: Dimensions;
}
