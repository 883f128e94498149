import { type CapturePolicy, completePolicy, faultsOf, templateOf } from './capture/policy.ts';
import { FaceError, type Fault } from './errors.ts';
import type { Device } from './onnx.ts';
import { type FaceSource, toFrame } from './source.ts';
import type { AnalyzedFace, Face, FaceTemplate } from './types.ts';
import { type WatchedFrame, watch } from './watch.ts';
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

export interface WatchOptions extends AnalyzeOptions {
  /**
   * The age at which an analysis is made anew, in milliseconds; 500 by default. In between, a face is known by its
   * place. So this is how long it may go unnoticed that somebody takes another's very place between two frames, and a
   * frame longer for every other face in the picture, as one is renewed a frame. The new embedding then gives the face
   * an `id` of its own; without embeddings it keeps the old one.
   */
  refreshMs?: number;
}

export interface CaptureOptions extends CallOptions, CapturePolicy {}

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
    const { embedding = true, liveness = true, quality = true, signal } = options;
    signal?.throwIfAborted();
    return this.#client.analyze(await toFrame(source), { embedding, liveness, quality }, signal);
  }

  /**
   * The template of the one face in the source.
   *
   * @throws FaceError `no-face`, `multiple-faces`, `not-live`, `face-too-small` or `low-quality`, with every fault in
   *   `faults`
   */
  async capture(source: FaceSource, options: CaptureOptions = {}): Promise<FaceTemplate> {
    const { signal } = options;
    const policy = completePolicy(options);
    const faces = await this.analyze(source, { liveness: policy.liveness !== 'skip', ...(signal && { signal }) });
    const faults = faultsOf(faces, policy);
    if (faults.length > 0) throw FaceError.fromFaults(faults as [Fault, ...Fault[]]);
    return templateOf(faces[0]!);
  }

  /**
   * Follows the faces of a video: `for await (const { faces } of engine.watch(video))`. Each round takes the frame that
   * is then on show, and finds its faces and their quality. Embedding and liveness run when a face is new and every
   * `refreshMs` from then on; in between, a face carries its last `analysis`.
   *
   * A face keeps its `id` only where there is no doubt: after a jump or a cut, when two faces cross, or when nobody
   * looked at it for half a second, it is a new one. Nothing is queued: frames that come while the worker or the loop's
   * body is busy are dropped.
   *
   * Waits while there are no frames: the video has not started or is paused, the page is hidden. Ends when the video
   * has ended, its camera has stopped, or it has no source. From inside, end it with `break`; from outside, with the
   * signal.
   *
   * @throws FaceError in the loop: what `analyze` throws, `bad-image` for a video that cannot be played, and `closed`
   *   when the engine is closed; the signal's reason when it aborts
   */
  watch(video: HTMLVideoElement, options: WatchOptions = {}): AsyncGenerator<WatchedFrame, void, void> {
    const { embedding = true, liveness = true, quality = true, refreshMs = 500, signal } = options;
    const parts = { embedding, liveness, quality };
    const end = AbortSignal.any([this.#client.gone, ...(signal ? [signal] : [])]);
    return watch(video, (frame, last, at) => this.#client.track(frame, last, { parts, at, refreshMs }, signal), end);
  }

  /** Frees the worker, its models and its memory. Calls under way and later ones reject with `closed`. */
  close(): void {
    this.#client.close();
  }
}
