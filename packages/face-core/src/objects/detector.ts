import type { EngineEvent } from '../events.ts';
import type { Dimensions } from '../image/dimensions.ts';
import { completeLimits, type ImageLimits } from '../image/limits.ts';
import { absoluteBaseUrl } from '../models/base-url.ts';
import type { HostedWeights } from '../models/descriptor.ts';
import type { Device } from '../onnx.ts';
import type { FaceSource } from '../source.ts';
import type { LoadProgress } from '../worker/boundary.ts';
import { WorkerSupervisor } from '../worker/supervisor.ts';
import { type ObjectLayout, objectLayouts } from './layout.ts';
import type { DetectedObject, ObjectCalls, ObjectDetectorInfo, ObjectOpenOptions } from './protocol.ts';
import { objectWorker } from './script.ts';

/** What a detector is created with: a model, and how to run it. */
export interface ObjectDetectorOptions {
  /**
   * The ONNX file of a YOLO model, by its bytes, which the app then vouches for, or by its URL, absolute or relative to
   * `modelBaseUrl`. By URL it is checked against its SHA-256, and kept in Cache Storage.
   */
  model: Uint8Array | HostedWeights;
  /** Where the prepared runtimes are served, relative to the page; `/models/` by default. */
  modelBaseUrl?: string | URL;
  /**
   * `auto` (default) takes WebGPU where there is a real adapter, else WASM; `webgpu` insists on an adapter. Where the GPU fails
   * later, the detector goes on on WASM by itself, and `onEvent` is told.
   */
  device?: Device | 'auto';
  /** The names of the classes in the order of the training; those that the file has by default. */
  classes?: readonly string[];
  /** How to read the model's output; by default what its shape tells. */
  layout?: ObjectLayout;
  /** For a model that takes any size: the size in pixels to scale images to; by default that of its training, or 640. */
  inputSize?: number | Dimensions;
  /** How large an image may be; each limit has a default. */
  limits?: Partial<ImageLimits>;
  /** Called as the model's bytes arrive. */
  onProgress?: (progress: LoadProgress) => void;
  /** Called when something happens to the detector by itself. What it throws is reported, and changes nothing. */
  onEvent?: (event: EngineEvent) => void;
  /** Gives the loading up; `create` then rejects with the signal's reason, and nothing is left of the detector. */
  signal?: AbortSignal;
}

/** Which of the objects in a picture are told. */
export interface DetectObjectsOptions {
  /** The least score, 0–1; 0.25 by default. */
  minimumScore?: number;
  /**
   * Of two boxes of a class whose intersection over union, 0–1, is larger, only the better one is kept; 0.45 by default. An
   * `end-to-end` model has done that itself.
   */
  maximumOverlap?: number;
  /** Gives the call up; it then rejects with the signal's reason. */
  signal?: AbortSignal;
}

type ObjectWorkers = WorkerSupervisor<ObjectOpenOptions, ObjectDetectorInfo, ObjectCalls>;

/**
 * Finds objects with the app's own YOLO model, in a worker of its own, so that it works while a `FaceEngine` does. Calls are
 * answered in order. Every failure is a `FaceError`, but for a signal's own reason; a wrong argument is a TypeError. A worker
 * that dies is replaced as an engine's is.
 */
export class ObjectDetector {
  readonly #workers: ObjectWorkers;

  private constructor(workers: ObjectWorkers) {
    this.#workers = workers;
  }

  /**
   * Starts a worker and loads the runtime and the model into it.
   *
   * @throws FaceError `model-unsupported`, which says what to change, `model-load`, `model-corrupt`, `device-unavailable` or
   *   `worker-died`
   */
  static async create(options: ObjectDetectorOptions): Promise<ObjectDetector> {
    const { model, device = 'auto', classes, layout, signal } = options;
    const { onProgress = () => {}, onEvent = () => {} } = options;
    signal?.throwIfAborted();
    checkModel(model);
    const open: ObjectOpenOptions = {
      model,
      modelBaseUrl: absoluteBaseUrl(options.modelBaseUrl),
      device,
      classes: classes && checkedClasses(classes),
      layout: layout && checkedLayout(layout),
      inputSize: options.inputSize === undefined ? undefined : checkedSize(options.inputSize),
      limits: completeLimits(options.limits),
    };
    const kind = objectWorker(open.modelBaseUrl);
    const workers: ObjectWorkers = await WorkerSupervisor.open(kind, open, onProgress, onEvent, signal);
    try {
      await workers.ready;
      return new ObjectDetector(workers);
    } catch (error) {
      workers.close();
      throw error;
    }
  }

  /** Device, threads, layout, classes and input: what a health check shows. */
  get info(): ObjectDetectorInfo {
    return this.#workers.info;
  }

  /** The objects in a source, at most 300, by descending score. */
  async detect(source: FaceSource, options: DetectObjectsOptions = {}): Promise<DetectedObject[]> {
    const { minimumScore = 0.25, maximumOverlap = 0.45, signal } = options;
    checkShare('minimumScore', minimumScore);
    checkShare('maximumOverlap', maximumOverlap);
    const thresholds = { minimumScore, maximumOverlap };
    return this.#workers.callOn(source, (api, call, frame) => api.detect(call, frame, thresholds), signal);
  }

  /**
   * Ends the worker, and with it the session, the GPU device, the threads and the memory. Calls under way and later ones
   * reject with `closed`. Closing again does nothing.
   */
  close(): void {
    this.#workers.close();
  }
}

function checkModel(model: ObjectDetectorOptions['model']): void {
  if (model instanceof Uint8Array || typeof model?.url === 'string') return;
  throw new TypeError('model is a Uint8Array of the bytes of an ONNX file, or { url, sha256, bytes }');
}

function checkedClasses(classes: readonly string[]): string[] {
  const isList = Array.isArray(classes) && classes.length > 0 && classes.every((name) => typeof name === 'string');
  if (!isList) throw new TypeError('classes is a list of names, one at least');
  return [...classes];
}

function checkedLayout(layout: ObjectLayout): ObjectLayout {
  if (objectLayouts.includes(layout)) return layout;
  throw new TypeError(`layout is one of ${objectLayouts.join(', ')}`);
}

function checkedSize(size: number | Dimensions): Dimensions {
  const { width, height } = typeof size === 'number' ? { width: size, height: size } : size;
  const isSize = [width, height].every((side) => Number.isInteger(side) && side > 0);
  if (!isSize) throw new TypeError('inputSize is a number of pixels, or a width and a height');
  return { width, height };
}

function checkShare(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new TypeError(`${name} is a number from 0 to 1`);
}
