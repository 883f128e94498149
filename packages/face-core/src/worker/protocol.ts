import type { Attribute } from '../attributes/names.ts';
import type { FaceErrorCode, Fault } from '../errors.ts';
import type { ImageLimits } from '../image/limits.ts';
import type { LivenessPolicy } from '../liveness/policy.ts';
import type { Traces } from '../liveness/sequence/sighting.ts';
import type { FaceView } from '../liveness/sequence/view.ts';
import type { Device } from '../onnx.ts';
import type { Tracking } from '../tracking/track.ts';
import type { AnalyzedFrame, Face } from '../types.ts';
import type { ModelRequest } from './models.ts';
import type { Picture } from './picture.ts';

/** The worker boundary: every call that crosses it, and what each carries. */
export interface WorkerApi {
  /** The name of a lock that is held until the worker is gone; null where there are no locks. See `lifeline.ts`. */
  holdLifeline(): Promise<string | null>;
  /** Resolves when faces can be detected. */
  open(
    options: OpenOptions,
    onProgress: (progress: LoadProgress) => void,
    onChange: (info: EngineInfo) => void,
  ): Promise<Outcome<EngineInfo>>;
  /** Resolves when every model is there. */
  ready(): Promise<Outcome<EngineInfo>>;
  /** The file's pixels, handed over. */
  decode(call: number, file: Blob): Promise<Outcome<Picture>>;
  detect(call: number, frame: Frame): Promise<Outcome<Face[]>>;
  analyze(call: number, frame: Frame, parts: AnalysisParts): Promise<Outcome<AnalyzedFrame>>;
  /** What the next frame of a watch shows, given what its last one did. */
  track(call: number, frame: Frame, last: Tracking, options: TrackOptions): Promise<Outcome<Look>>;
  /** Gives up on a call at its next stage. */
  cancel(call: number): void;
}

/** An image on its way to the worker: a transferred snapshot, or a file that is decoded there. */
export type Frame = Picture | Blob;

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
  embedding: boolean;
  liveness: boolean;
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

/** Bytes over all files: weights as they arrive, a runtime when it is there. What is stored already counts too. */
export interface LoadProgress {
  loaded: number;
  total: number;
}

/** What a health check shows. */
export interface EngineInfo {
  /** Where the models run now. */
  device: Device;
  /** Why there, in a sentence. */
  deviceReason: string;
  /** The number of threads ONNX Runtime uses; 1 where the page is not cross-origin isolated. */
  threads: number;
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

/** An answer or an error in a form that survives structured cloning. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorMessage };

export interface ErrorMessage {
  code: FaceErrorCode;
  message: string;
  details: Fault['details'];
}
