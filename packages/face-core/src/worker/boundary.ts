import type { FaceErrorCode, Fault } from '../errors.ts';
import type { Device } from '../onnx.ts';
import type { Picture } from './picture.ts';

/** What every worker of this package answers, beside calls of its own. */
export interface ServedApi<Options, Info extends DeviceInfo> {
  /** The name of a lock that is held until the worker is gone; null where there are no locks. See `lifeline.ts`. */
  holdLifeline(): Promise<string | null>;
  /** Resolves when something can be detected. */
  open(
    options: Options,
    onProgress: (progress: LoadProgress) => void,
    onChange: (info: Info) => void,
  ): Promise<Outcome<Info>>;
  /** Resolves when every model is there. */
  ready(): Promise<Outcome<Info>>;
  /** Gives up on a call at its next stage. */
  cancel(call: number): void;
}

/** An image on its way to the worker: a transferred snapshot, or a file that is decoded there. */
export type Frame = Picture | Blob;

/** Bytes over all files: weights as they arrive, a runtime when it is there. What is stored already counts too. */
export interface LoadProgress {
  /** The bytes that are there. */
  loaded: number;
  /** The bytes that there will be. */
  total: number;
}

/** Where models run. */
export interface DeviceInfo {
  /** Where the models run now. */
  device: Device;
  /** Why there, in a sentence. */
  deviceReason: string;
  /** The number of threads ONNX Runtime uses; 1 where the page is not cross-origin isolated. */
  threads: number;
}

/** An answer or an error in a form that survives structured cloning. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorMessage };

export interface ErrorMessage {
  code: FaceErrorCode;
  message: string;
  details: Fault['details'];
}
