import { type Attribute, neededFor, requireLoaded } from './attributes/names.ts';
import { bestOf } from './capture/best.ts';
import { freshFrames } from './capture/fresh-frames.ts';
import { type CapturePolicy, completePolicy } from './capture/policy.ts';
import { type CapturedFace, judgeFace, judgeShot, type Shot, templateIn } from './capture/shot.ts';
import { type DetectorSize, defaultDetectorSize, requireDetectorSize } from './detection/detector-size.ts';
import type { EngineEvent } from './events.ts';
import { completeLimits, type ImageLimits } from './image/limits.ts';
import { Challenge } from './liveness/challenge/challenge.ts';
import { type ChallengeRules, challengeTerms, runChallenge } from './liveness/challenge/run.ts';
import type { ChallengeState } from './liveness/challenge/state.ts';
import { completeLivenessPolicy, type LivenessPolicyChoice } from './liveness/policy.ts';
import type { Observation } from './liveness/sequence/observation.ts';
import { observe } from './liveness/sequence/observe.ts';
import { Observer } from './liveness/sequence/observer.ts';
import type { Sighting } from './liveness/sequence/sighting.ts';
import { sightings } from './liveness/sequence/sightings.ts';
import type { FaceView } from './liveness/sequence/view.ts';
import { absoluteBaseUrl } from './models/base-url.ts';
import type { Device } from './onnx.ts';
import { type FaceSource, toFrame } from './source.ts';
import { requireEmbedding } from './tracking/same-person.ts';
import type { Tracking } from './tracking/track.ts';
import type { AnalyzedFace, AnalyzedFrame, Face, FaceTemplate } from './types.ts';
import { type WatchedFrame, watch } from './watch.ts';
import type { Frame, LoadProgress } from './worker/boundary.ts';
import type { ModelChoice } from './worker/models.ts';
import type { Picture } from './worker/picture.ts';
import type {
  AnalysisParts,
  EngineInfo,
  FaceCalls,
  Look,
  OpenOptions,
  TraceOptions,
  TrackOptions,
} from './worker/protocol.ts';
import { engineWorker } from './worker/script.ts';
import { WorkerSupervisor } from './worker/supervisor.ts';

/** What an engine is created with; every option has a default. */
export interface EngineOptions {
  /** Where the prepared models and runtimes are served, relative to the page; `/models/` by default. */
  modelBaseUrl?: string | URL;
  /**
   * `auto` (default) takes WebGPU where there is a real adapter, else WASM; `webgpu` insists on an adapter. Where the GPU fails
   * later, the engine goes on on WASM by itself, and `onEvent` is told.
   */
  device?: Device | 'auto';
  /** Models of the app's own in place of the bundled ones, or beside them. */
  models?: ModelChoice;
  /**
   * The side in pixels of the square that a frame is reduced to for the detector; 192 by default. With 128, 192, 256, 320 or
   * 384, nine of ten faces were found in a frame of 640×480 from 60, 36, 28, 24 or 18 pixels on; a look costs 0.5, 1, 1.6, 2.4 or
   * 3.5 times what it does by default. Of near faces all find the same.
   */
  detectorSize?: DetectorSize;
  /**
   * Further models to load, for parts of an analysis that are off by default: see `Attributes`. None by default, and
   * none is downloaded then; `eyes` brings `landmarks`, by which they are found.
   */
  attributes?: readonly Attribute[];
  /**
   * Whether the models are kept in Cache Storage, so that a second visit downloads none: true by default. Say false where a
   * service worker of the app keeps them, which would else be there twice.
   */
  keepModels?: boolean;
  /** What is taken for live: `relaxed`, `balanced` (default) or `strict`, or one of these with changes. */
  liveness?: LivenessPolicyChoice;
  /** How large an image may be; each limit has a default. */
  limits?: Partial<ImageLimits>;
  /** `detection`: resolve when faces can be detected, for a preview, and load the rest meanwhile. `all` by default. */
  readyWhen?: 'detection' | 'all';
  /** Called as model bytes arrive. */
  onProgress?: (progress: LoadProgress) => void;
  /** Called when something happens to the engine by itself. What it throws is reported, and changes nothing. */
  onEvent?: (event: EngineEvent) => void;
  /** Gives the loading up; `create` then rejects with the signal's reason, and nothing is left of the engine. */
  signal?: AbortSignal;
}

/** What every long call takes. */
export interface CallOptions {
  /** Gives the call up; it then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Which parts to compute: embedding, liveness and quality by default. A part left out is `null` in the result. The
 * attributes need models that are loaded at `create`.
 */
export interface AnalyzeOptions extends CallOptions, Partial<AnalysisParts> {}

/** What a watch computes of each face, and how often. */
export interface WatchOptions extends AnalyzeOptions {
  /**
   * The age at which an analysis is made anew, in milliseconds; 500 by default. In between, a face is known by its
   * place. So this is how long it may go unnoticed that somebody takes another's very place between two frames, and a
   * frame longer for every other face in the picture, as one is renewed a frame. The new embedding then gives the face
   * an `id` of its own; without embeddings it keeps the old one.
   */
  refreshMs?: number;
}

/** Whom an observation waits for, and for how long. */
export interface ObserveOptions extends CallOptions {
  /** Milliseconds after which there is a verdict in any case; 15 seconds by default. */
  timeLimitMs?: number;
  /** The embedding of the person who must be seen, by the engine's model; whoever is seen first by default. */
  person?: Float32Array;
}

/** What a shot has to be for a template to be made of it. */
export interface CaptureOptions extends CallOptions, CapturePolicy {}

/** Among how many frames the best shot is looked for. */
export interface CaptureBestOptions extends CaptureOptions {
  /** How many frames of a video are looked at, at most; 5 by default. */
  frames?: number;
}

/** How a person is challenged. */
export interface ChallengeOptions extends CallOptions, ChallengeRules {}

type FaceWorkers = WorkerSupervisor<OpenOptions, EngineInfo, FaceCalls>;

/**
 * Finds, embeds and judges faces, in a worker of its own: the page's thread only takes the snapshot. Calls are answered
 * in order. Every failure is a `FaceError`, but for a signal's own reason; a wrong argument is a TypeError. Every call may throw
 * `bad-image` or `image-too-large` for a source, and `worker-died`, `closed` or `model-load` for the engine's sake.
 *
 * A worker that dies is replaced: the calls it had reject with `worker-died`, and another opens in the background, of which
 * `onEvent` tells. Calls made meanwhile wait for it; if it cannot be opened, they reject with the reason, and the next
 * call tries again. So does the next call after a replacement that died before it answered any.
 */
export class FaceEngine {
  /** Resolves when every model is there, or rejects as `create` does; calls that need a model wait for it by themselves. */
  readonly ready: Promise<void>;
  readonly #workers: FaceWorkers;

  private constructor(workers: FaceWorkers) {
    this.#workers = workers;
    this.ready = workers.ready;
  }

  /**
   * Starts a worker and loads the runtime and all models into it.
   *
   * @throws FaceError `model-load`, `model-corrupt`, `device-unavailable` or `worker-died`
   * @throws TypeError for a detector size or an attribute that there is not, or a liveness policy that is none
   */
  static async create(options: EngineOptions = {}): Promise<FaceEngine> {
    const { device = 'auto', detectorSize = defaultDetectorSize, models = {}, readyWhen = 'all', signal } = options;
    const { keepModels: keep = true, onProgress = () => {}, onEvent = () => {} } = options;
    signal?.throwIfAborted();
    requireDetectorSize(detectorSize);
    const limits = completeLimits(options.limits);
    const liveness = completeLivenessPolicy(options.liveness, models.liveness);
    const attributes = neededFor(options.attributes ?? []);
    const modelBaseUrl = absoluteBaseUrl(options.modelBaseUrl);
    const open: OpenOptions = {
      modelBaseUrl,
      device,
      models: { ...models, detectorSize, attributes, keep },
      limits,
      liveness,
    };
    const kind = engineWorker(modelBaseUrl);
    const workers: FaceWorkers = await WorkerSupervisor.open(kind, open, onProgress, onEvent, signal);
    try {
      if (readyWhen === 'all') await workers.ready;
      return new FaceEngine(workers);
    } catch (error) {
      workers.close();
      throw error;
    }
  }

  /** Device, threads and models: what a health check shows. While a worker is being replaced, what the last one had. */
  get info(): EngineInfo {
    return this.#workers.info;
  }

  /**
   * A source's pixels as they are now, for several calls: a file is decoded once, in the worker. What comes back is a source
   * itself, in whose pixels boxes and keypoints are then given, and the caller's to close. A JPEG that `limits.tooLarge` has
   * scaled down comes out smaller than it is.
   */
  async decode(source: FaceSource, { signal }: CallOptions = {}): Promise<Picture> {
    signal?.throwIfAborted();
    this.#workers.throwIfClosed();
    const frame = await toFrame(source);
    if (frame instanceof Blob) return this.#workers.call((api, call) => decodedBy(api, call, frame, signal), signal);
    if (!signal?.aborted) return frame;
    frame.close();
    throw signal.reason;
  }

  /** All faces, by descending score. */
  async detect(source: FaceSource, { signal }: CallOptions = {}): Promise<Face[]> {
    return this.#workers.callOn(source, (api, call, frame) => api.detect(call, frame), signal);
  }

  /**
   * All faces with embedding, liveness, quality and the attributes asked for, by descending score.
   *
   * @throws TypeError where an attribute is asked for whose model was not loaded
   */
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

  /**
   * Follows the faces of a video: `for await (const { faces } of engine.watch(video))`. Each round takes the frame that
   * is then on show, and finds its faces and their quality. The other parts run when a face is new and every
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
   * @throws TypeError at once, where an attribute is asked for whose model was not loaded
   */
  watch(video: HTMLVideoElement, options: WatchOptions = {}): AsyncGenerator<WatchedFrame, void, void> {
    const { refreshMs = 500, signal } = options;
    const parts = this.#partsOf(options);
    const look = this.#looker({ parts, refreshMs }, () => null, signal);
    return watch(video, look, this.#endOf(signal));
  }

  /**
   * Asks a person before a camera to prove that they are alive: `for await (const state of engine.challenge(video))`.
   * Each state says what to ask for now, how far they are in it, and what would help; the last one is a verdict, `passed`
   * or `failed` with a reason, and the evidence. docs/guides/liveness.md says what a passed challenge stops, and what it does not.
   *
   * Every step begins with a look straight into the camera, is one of a sequence drawn by `crypto.getRandomValues`, and has
   * to be done in its time, by the same living person throughout. A movement within 0.3 s of its prompt does not
   * count, and the step is asked for again; another movement than the one asked for fails it. Where a head was asked to turn or
   * nod, it has to have shown its depth by the end, as a tilted picture does not. Whoever may try for ever will pass some day:
   * an app should count the tries.
   *
   * Waits while there are no frames, like `watch`; a page sets a limit to that by the signal. `break` gives a challenge up.
   *
   * @throws FaceError in the loop, as `watch` does, and the signal's reason: no verdict is no pass
   * @throws TypeError at once, for options that are none, or where fewer than two steps are left to draw from
   */
  challenge(video: HTMLVideoElement, options: ChallengeOptions = {}): AsyncGenerator<ChallengeState, void, void> {
    const { models, embeddingDimension } = this.info;
    const { signal, ...rules } = options;
    const hasEyes = models.attributes.eyes !== undefined;
    const challenge = new Challenge(challengeTerms(rules, hasEyes, embeddingDimension));
    const frames = this.#sightings(video, this.#partsOf({ eyes: hasEyes }), challenge, this.#endOf(signal));
    return runChallenge(frames, challenge);
  }

  /**
   * Judges by several frames of a video whether one living person is in front of the camera:
   * `for await (const state of engine.observe(video))`. Each frame gives what is still missing, as a reason that a page can
   * turn into a hint; the last state is the verdict, with its evidence. It takes 2.5 seconds of good frames at least, in which
   * the face has to move a little, as a head moves and not as a picture. What is and is not stopped by this: docs/guides/liveness.md.
   *
   * Where the video ends, or the time limit passes, without enough evidence, the verdict is `undecided`, or `not-live` where all
   * that moved was flat. Frames are taken as by `watch`.
   *
   * @throws FaceError in the loop: what `watch` throws; the signal's reason when it aborts. There is no verdict then.
   * @throws TypeError at once, for a time limit that is none, or a person who is none
   */
  observe(video: HTMLVideoElement, options: ObserveOptions = {}): AsyncGenerator<Observation, void, void> {
    const { timeLimitMs = 15_000, person, signal } = options;
    if (!(timeLimitMs > 0 && timeLimitMs < Infinity)) throw new TypeError('a time limit is a number of milliseconds');
    if (person !== undefined) requireEmbedding(person, this.info.embeddingDimension);
    const observer = new Observer(person?.slice() ?? null);
    const limit = AbortSignal.timeout(timeLimitMs);
    const end = AbortSignal.any([this.#endOf(signal), limit]);
    return observe(this.#sightings(video, this.#partsOf({}), observer, end), observer, limit);
  }

  /**
   * Ends the worker, and with it the sessions, the GPU device, the threads and the memory. Calls under way and later ones
   * reject with `closed`. Closing again does nothing.
   */
  close(): void {
    this.#workers.close();
  }

  /** The frames of a video for checks over several of them: every face is analysed anew in each. */
  #sightings(
    video: HTMLVideoElement,
    parts: AnalysisParts,
    viewer: { readonly reference: FaceView | null },
    end: AbortSignal,
  ): AsyncGenerator<Sighting, void, void> {
    const look = this.#looker({ parts, refreshMs: 0 }, () => ({ reference: viewer.reference }), end);
    return sightings(video, look, end);
  }

  /** Looks at the frames of a video, in the worker; the traces are asked for anew with each. */
  #looker(
    options: Omit<TrackOptions, 'at' | 'traces'>,
    traces: () => TraceOptions | null,
    signal: AbortSignal | undefined,
  ) {
    return (frame: Frame, last: Tracking, at: number): Promise<Look> =>
      this.#workers.callWith(
        frame,
        (api, call, given) => api.track(call, given, last, { ...options, at, traces: traces() }),
        signal,
      );
  }

  /** What ends a loop over a video from outside. */
  #endOf(signal: AbortSignal | undefined): AbortSignal {
    return AbortSignal.any([this.#workers.closing, ...(signal ? [signal] : [])]);
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

  #analyzeFrame(source: FaceSource, options: AnalyzeOptions): Promise<AnalyzedFrame> {
    const { signal } = options;
    const parts = this.#partsOf(options);
    return this.#workers.callOn(source, (api, call, frame) => api.analyze(call, frame, parts), signal);
  }

  /** Throws a TypeError where an attribute is asked for whose model was not loaded. */
  #partsOf(options: AnalyzeOptions): AnalysisParts {
    const { embedding = true, liveness = true, quality = true } = options;
    const { age = false, gender = false, landmarks = false, eyes = false } = options;
    const parts = { embedding, liveness, quality, age, gender, landmarks, eyes };
    requireLoaded(parts, this.info.models.attributes);
    return parts;
  }
}

/** The picture is the caller's to close; nobody takes one that comes after the caller gave up. */
async function decodedBy(api: FaceCalls, call: number, file: Blob, signal: AbortSignal | undefined) {
  const outcome = await api.decode(call, file);
  if (outcome.ok && signal?.aborted) outcome.value.close();
  return outcome;
}
