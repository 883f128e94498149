import { type CapturePolicy, completePolicy, faultsOf, templateOf } from './capture/policy.ts';
import { FaceError, type Fault } from './errors.ts';
import { completeLimits, type ImageLimits } from './image/limits.ts';
import type { Device } from './onnx.ts';
import { type FaceSource, toFrame } from './source.ts';
import type { AnalyzedFace, Face, FaceTemplate } from './types.ts';
import { WorkerClient } from './worker/client.ts';
import type { ModelChoice } from './worker/models.ts';
import type { AnalysisParts, EngineInfo, LoadProgress } from './worker/protocol.ts';

export interface EngineOptions {
  /** Where the prepared models and runtimes are served, relative to the page; `/models/` by default. */
  modelBaseUrl?: string | URL;
  /**
   * `auto` (default) takes WebGPU where there is a real adapter, else WASM; `webgpu` insists on an adapter. Where the GPU fails
   * later, the engine goes on on WASM by itself: see `onEvent`.
   */
  device?: Device | 'auto';
  /** Models of the app's own in place of the bundled ones. */
  models?: ModelChoice;
  /** How large an image may be; each limit has a default. */
  limits?: Partial<ImageLimits>;
  /** `detection`: resolve when faces can be detected, for a preview, and load the rest meanwhile. `all` by default. */
  readyWhen?: 'detection' | 'all';
  /** Called as model bytes arrive. */
  onProgress?: (progress: LoadProgress) => void;
  /** Told what happens to the engine between calls. */
  onEvent?: (event: EngineEvent) => void;
  signal?: AbortSignal;
}

/** The engine goes on on another device; `engine.info` says which. */
export interface DeviceChanged {
  type: 'device-changed';
  from: Device;
  to: Device;
  reason: string;
}

export type EngineEvent = DeviceChanged;

export interface CallOptions {
  /** Gives the call up; it then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Which parts to compute; all by default. A part left out is `null` in the result. */
export interface AnalyzeOptions extends CallOptions, Partial<AnalysisParts> {}

export interface CaptureOptions extends CallOptions, CapturePolicy {}

/**
 * Finds, embeds and judges faces, in a worker of its own: the page's thread only takes the snapshot. Calls are answered
 * in order. Every failure is a `FaceError`, but for a signal's own reason; a wrong argument
 * is a TypeError.
 */
export class FaceEngine {
  readonly #client: WorkerClient;
  #info: EngineInfo;
  /** Resolves when every model is there, or rejects as `create` does. `analyze` and `capture` wait for it by themselves. */
  readonly ready: Promise<void>;

  private constructor(client: WorkerClient, info: EngineInfo, ready: Promise<void>) {
    this.#client = client;
    this.#info = info;
    this.ready = ready;
  }

  /** Device, threads and models: what a health check shows. */
  get info(): EngineInfo {
    return this.#info;
  }

  /**
   * Starts a worker and loads the runtime and all models into it.
   *
   * @throws FaceError `model-load`, `model-corrupt`, `device-unavailable` or `worker-died`
   */
  static async create(options: EngineOptions = {}): Promise<FaceEngine> {
    const { modelBaseUrl = '/models/', device = 'auto', models = {}, readyWhen = 'all', signal } = options;
    const { onProgress = () => {}, onEvent = () => {} } = options;
    const limits = completeLimits(options.limits);
    const base = new URL(modelBaseUrl, document.baseURI).href;
    const client = new WorkerClient();
    let engine: FaceEngine | null = null;
    const onChange = (info: EngineInfo) => {
      const from = engine?.info.device ?? 'webgpu';
      if (engine !== null) engine.#info = info;
      onEvent({ type: 'device-changed', from, to: info.device, reason: info.deviceReason });
    };
    try {
      const modelBase = base.endsWith('/') ? base : `${base}/`;
      const info = await client.open({ modelBaseUrl: modelBase, device, models, limits }, onProgress, onChange, signal);
      const ready = client.ready(signal).then((complete) => {
        created.#info = complete;
      });
      const created = new FaceEngine(client, info, ready);
      engine = created;
      // Who did not ask for the preview hears of a failure here, who did hears of it from `ready` or the next call.
      ready.catch(() => {});
      if (readyWhen === 'all') await ready;
      return created;
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

  /** Frees the worker, its models and its memory. Calls under way and later ones reject with `closed`. */
  close(): void {
    this.#client.close();
  }
}
