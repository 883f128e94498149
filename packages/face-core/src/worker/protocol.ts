import type { Attribute } from '../attributes/names.ts';
import type { DetectorSize } from '../detection/detector-size.ts';
import type { ImageLimits } from '../image/limits.ts';
import type { LivenessPolicy } from '../liveness/policy.ts';
import type { Traces } from '../liveness/sequence/sighting.ts';
import type { FaceView } from '../liveness/sequence/view.ts';
import type { Device } from '../onnx.ts';
import type { Tracking } from '../tracking/track.ts';
import type { AnalyzedFrame, Face } from '../types.ts';
import type { DeviceInfo, Frame, Outcome } from './boundary.ts';
import type { ModelRequest } from './models.ts';
import type { Picture } from './picture.ts';

/** The engine's worker boundary: every call that crosses it, and what each carries. */
export interface FaceCalls {
  /** The file's pixels, handed over. */
  decode(call: number, file: Blob): Promise<Outcome<Picture>>;
  detect(call: number, frame: Frame): Promise<Outcome<Face[]>>;
  analyze(call: number, frame: Frame, parts: AnalysisParts): Promise<Outcome<AnalyzedFrame>>;
  /** What the next frame of a watch shows, given what its last one did. */
  track(call: number, frame: Frame, last: Tracking, options: TrackOptions): Promise<Outcome<Look>>;
}

export interface OpenOptions {
  /** Absolute, with a slash at its end. */
  modelBaseUrl: string;
  device: Device | 'auto';
  models: ModelRequest;
  limits: ImageLimits;
  liveness: LivenessPolicy;
}

/** Which parts of an analysis are wanted; an attribute, only where it is said. */
export interface AnalysisParts extends Partial<Record<Attribute, boolean>> {
  /** The embedding, with its model and its digest. */
  embedding: boolean;
  /** Whether it looks alive. */
  liveness: boolean;
  /** How well it suits recognition. */
  quality: boolean;
}

/** How a frame of a watch is looked at. */
export interface TrackOptions {
  /** What an analysis is made of. */
  parts: AnalysisParts;
  /** The frame's timestamp in milliseconds. */
  at: number;
  /** The age at which an analysis is made anew, in milliseconds. */
  refreshMs: number;
  /** Null where the frame's traces are not wanted. */
  traces: TraceOptions | null;
}

export interface TraceOptions {
  /** The view that the frame's is to be compared with. */
  reference: FaceView | null;
}

/** What one look at a frame gives. */
export interface Look extends Tracking {
  /** `null`: not asked for. */
  traces: Traces | null;
}

/** What a health check shows. */
export interface EngineInfo extends DeviceInfo {
  /** The side of the detector's input in pixels. */
  detectorSize: DetectorSize;
  /** The id@version of every model in use. */
  models: {
    detection: string[];
    embedding: string;
    liveness: string;
    /** null: not installed, and no part of the liveness score. */
    deeppixbis: string | null;
    attributes: Partial<Record<Attribute, string>>;
  };
  /** The length of an embedding. */
  embeddingDimension: number;
}
