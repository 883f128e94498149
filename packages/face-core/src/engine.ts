import { bestOf } from './capture/best.ts';
import { freshFrames } from './capture/fresh-frames.ts';
import { type CapturePolicy, completePolicy } from './capture/policy.ts';
import { type CapturedFace, judgeFace, judgeShot, type Shot, templateIn } from './capture/shot.ts';
import type { Device } from './onnx.ts';
import { type FaceSource, toFrame } from './source.ts';
import type { AnalyzedFace, AnalyzedFrame, Face, FaceTemplate } from './types.ts';
import { WorkerClient } from './worker/client.ts';
import type { AnalysisParts, EngineInfo, LoadProgress } from './worker/protocol.ts';

export interface EngineOptions {
  /** Where the prepared models and runtimes are served, relative to the page; `/models/` by default. */
  modelBaseUrl?: string | URL;
  /** `wasm` (default) runs anywhere; `webgpu` runs embedding and liveness on the GPU. */
  device?: Device;
  /** Called as model bytes arrive. */
  onProgress?: (progress: LoadProgress) => void;
  signal?: AbortSignal;
}

export interface CallOptions {
  /** Gives the call up; it then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Which parts to compute; all by default. A part left out is `null` in the result. */
export interface AnalyzeOptions extends CallOptions, Partial<AnalysisParts> {}

export interface CaptureOptions extends CallOptions, CapturePolicy {}

export interface CaptureBestOptions extends CaptureOptions {
  /** How many frames of a video are looked at, at most; 5 by default. */
  frames?: number;
}

/**
 * Finds, embeds and judges faces, in a worker of its own: the page's thread only takes the snapshot. Calls are answered
 * in order. Every failure is a `FaceError`, but for a signal's own reason; a wrong argument
 * is a TypeError.
 */
export class FaceEngine {
  /** Device, threads and models: what a health check shows. */
  readonly info: EngineInfo;
  readonly #client: WorkerClient;

  private constructor(client: WorkerClient, info: EngineInfo) {
    this.#client = client;
    this.info = info;
  }

  /**
   * Starts a worker and loads the runtimes and all models into it.
   *
   * @throws FaceError `model-load`, `model-corrupt`, `device-unavailable` or `worker-died`
   */
  static async create(options: EngineOptions = {}): Promise<FaceEngine> {
    const { modelBaseUrl = '/models/', device = 'wasm', onProgress = () => {}, signal } = options;
    const base = new URL(modelBaseUrl, document.baseURI).href;
    const client = new WorkerClient();
    try {
      const absolute = base.endsWith('/') ? base : `${base}/`;
      return new FaceEngine(client, await client.open({ modelBaseUrl: absolute, device }, onProgress, signal));
    } catch (error) {
      client.close();
      throw error;
    }
  }

  /** All faces, by descending score. */
  async detect(source: FaceSource, { signal }: CallOptions = {}): Promise<Face[]> {
    signal?.throwIfAborted();
    return this.#client.detect(await toFrame(source), signal);
  }

  /** All faces with embedding, liveness and quality, by descending score. */
  async analyze(source: FaceSource, options: AnalyzeOptions = {}): Promise<AnalyzedFace[]> {
    return (await this.#analyzeFrame(source, options)).faces;
  }

  /**
   * The template of the one face in the source.
   *
   * @throws FaceError `no-face`, `multiple-faces`, `not-live`, `image-too-small`, `face-too-small` or `low-quality`, with
   *   every fault in `faults`
   */
  async capture(source: FaceSource, options: CaptureOptions = {}): Promise<FaceTemplate> {
    return templateIn(await this.#takeShot(source, options));
  }

  /**
   * Every face in the source, by descending score, each with its template or with its faults: a group photograph is enrolled
   * face by face. A face's faults are no error, and where nobody is found there are no faces.
   */
  async captureAll(source: FaceSource, options: CaptureOptions = {}): Promise<CapturedFace[]> {
    const policy = completePolicy(options);
    const frame = await this.#analyzeUnder(policy, source, options.signal);
    return frame.faces.map((face) => judgeFace(face, frame, policy));
  }

  /**
   * The template of the best of a video's next frames, each judged as by `capture`. Stops early at a frame of quality 90 or
   * more, and when no new frame comes for a second. Anything but a video is looked at once.
   *
   * Several tries make no weaker check: a frame with several faces, or one that has nothing wrong but not to be live, ends
   * the search with its error. Frames that are merely poor, or show nobody, are passed over.
   *
   * @throws FaceError that frame's, or if no frame was good enough, the best one's
   */
  async captureBest(source: FaceSource, options: CaptureBestOptions = {}): Promise<FaceTemplate> {
    return templateIn(await bestOf(this.#takeShots(source, options)));
  }

  /** Frees the worker, its models and its memory. Calls under way and later ones reject with `closed`. */
  close(): void {
    this.#client.close();
  }

  async *#takeShots(source: FaceSource, options: CaptureBestOptions): AsyncGenerator<Shot, void, void> {
    for await (const frame of freshFrames(source, options.frames ?? 5, options.signal)) {
      yield await this.#takeShot(frame, options);
    }
  }

  async #takeShot(source: FaceSource, options: CaptureOptions): Promise<Shot> {
    const policy = completePolicy(options);
    return judgeShot(await this.#analyzeUnder(policy, source, options.signal), policy);
  }

  /** The parts of an analysis that a policy asks about. */
  #analyzeUnder(policy: CapturePolicy, source: FaceSource, signal: AbortSignal | undefined): Promise<AnalyzedFrame> {
    return this.#analyzeFrame(source, { liveness: policy.liveness !== 'skip', ...(signal && { signal }) });
  }

  async #analyzeFrame(source: FaceSource, options: AnalyzeOptions): Promise<AnalyzedFrame> {
    const { embedding = true, liveness = true, quality = true, signal } = options;
    signal?.throwIfAborted();
    return this.#client.analyze(await toFrame(source), { embedding, liveness, quality }, signal);
  }
}
