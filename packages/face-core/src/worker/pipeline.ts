import { alignedSize, alignedToImage } from '../alignment/arcface-template.ts';
import { attributeModels, attributesOf } from '../attributes/attributes.ts';
import type { Range } from '../detection/blazeface.ts';
import { findFaces } from '../detection/find-faces.ts';
import { chooseDevice, type DeviceChoice } from '../device.ts';
import { embed } from '../embedding/arcface.ts';
import { FaceError } from '../errors.ts';
import type { Box } from '../geometry/box.ts';
import { scaleFace } from '../geometry/scale-face.ts';
import { hashOf, lumaOf } from '../image/luma.ts';
import { createCrop, type RgbaImage, type RgbCrop } from '../image/pixels.ts';
import { antialiasingSamples, warp } from '../image/warp.ts';
import { judgeLiveness } from '../liveness/passive.ts';
import type { Traces } from '../liveness/sequence/sighting.ts';
import { type FaceView, motionBetween } from '../liveness/sequence/view.ts';
import { modelId } from '../models/descriptor.ts';
import { sha256 } from '../models/load.ts';
import { assessQuality } from '../quality/quality.ts';
import { look } from '../tracking/look.ts';
import type { Tracking } from '../tracking/track.ts';
import type { AnalyzedFace, Face, Keypoints } from '../types.ts';
import type { FrameImage } from './frame.ts';
import { chosenModels, type OpenModels, openModels, totalBytes } from './models.ts';
import type {
  AnalysisParts,
  EngineInfo,
  LoadProgress,
  Look,
  OpenOptions,
  TraceOptions,
  TrackOptions,
} from './protocol.ts';

/** The one road from a frame to its faces, inside the worker. */
export class Pipeline {
  readonly #options: OpenOptions;
  readonly #onChange: (info: EngineInfo) => void;
  #choice: DeviceChoice;
  #models: OpenModels;
  /** Under way, or done, where the GPU has failed. */
  #change: Promise<void> | null = null;
  readonly #crops = new Map<number, RgbCrop>();

  private constructor(
    options: OpenOptions,
    onChange: (info: EngineInfo) => void,
    choice: DeviceChoice,
    models: OpenModels,
  ) {
    this.#options = options;
    this.#onChange = onChange;
    this.#choice = choice;
    this.#models = models;
    // A GPU that is lost between two calls is replaced before the next.
    void models.runtime.lost.then((reason) => this.#fallBack(`The GPU was lost: ${reason}`).catch(() => {}));
  }

  /**
   * Loads the runtime and all models at once, and resolves with the runtime there; see `detectable` and `ready`.
   *
   * @param onChange told when the engine goes on on another device
   */
  static async open(
    options: OpenOptions,
    onProgress: (progress: LoadProgress) => void,
    onChange: (info: EngineInfo) => void,
  ): Promise<Pipeline> {
    if (globalThis.crypto.subtle === undefined) {
      throw new FaceError(
        'device-unavailable',
        'Digests need a secure context: serve the page over https or localhost.',
      );
    }
    const choice = await chosenDevice(options.device);
    const { models: modelChoice, modelBaseUrl } = options;
    const progress = { loaded: 0, total: totalBytes(modelChoice, choice.device) };
    const models = await openModels(modelChoice, choice.device, modelBaseUrl, (bytes) => {
      progress.loaded += bytes;
      onProgress({ ...progress });
    });
    return new Pipeline(options, onChange, choice, models);
  }

  get info(): EngineInfo {
    const { detection, embedding, liveness, deeppixbis, attributes } = chosenModels(this.#options.models);
    return {
      device: this.#choice.device,
      deviceReason: this.#choice.reason,
      threads: this.#models.runtime.threads,
      models: {
        detection: detection.map(modelId),
        embedding: modelId(embedding),
        liveness: modelId(liveness),
        deeppixbis: deeppixbis && modelId(deeppixbis),
        attributes: Object.fromEntries(attributes.map((name) => [name, modelId(attributeModels[name])])),
      },
      embeddingDimension: embedding.dimension,
    };
  }

  /** Resolves when faces can be detected. */
  detectable(): Promise<void> {
    return this.#carriedOn(async ({ detectors }) => {
      await detectors;
    });
  }

  /** Resolves when every model is there. */
  ready(): Promise<void> {
    return this.#carriedOn(async ({ detectors, embedding, judges, attributes }) => {
      await Promise.all([detectors, embedding, judges, ...Object.values(attributes)]);
    });
  }

  detect(frame: RgbaImage): Promise<Face[]> {
    return this.#carriedOn((models) => facesOf(models, frame));
  }

  analyze(frame: RgbaImage, parts: AnalysisParts, signal: AbortSignal): Promise<AnalyzedFace[]> {
    return this.#carriedOn(async (models) => {
      const faces = await facesOf(models, frame);
      const analyzed: AnalyzedFace[] = [];
      for (const face of faces) {
        signal.throwIfAborted();
        analyzed.push(await this.#analyzeFace(models, face, frame, parts));
      }
      return analyzed;
    });
  }

  /** What the next frame of a watch shows, in pixels of its source, given what the last one did. */
  track(frame: FrameImage, last: Tracking, options: TrackOptions, signal: AbortSignal): Promise<Look> {
    const { scale } = frame;
    const size = { width: frame.width * scale, height: frame.height * scale };
    return this.#carriedOn(async (models) => {
      const detected = await facesOf(models, frame);
      const faces = detected.map((face) => scaleFace(face, scale));
      const tracking = await look(last, faces, size, options, async (face, parts) => {
        signal.throwIfAborted();
        return scaleFace(await this.#analyzeFace(models, scaleFace(face, 1 / scale), frame, parts), scale);
      });
      return { ...tracking, traces: options.traces && this.#traces(frame, detected, options.traces) };
    });
  }

  #traces(frame: RgbaImage, faces: readonly Face[], { reference }: TraceOptions): Traces {
    const view = faces.length === 1 ? this.#viewOf(faces[0]!, frame) : null;
    return { hash: hashOf(frame), view, motion: reference && view && motionBetween(reference, view) };
  }

  #viewOf({ keypoints }: Face, frame: RgbaImage): FaceView | null {
    const toImage = alignedToImage(keypoints);
    const aligned = this.#aligned(keypoints, frame, alignedSize);
    return toImage && aligned && { luma: lumaOf(aligned), toImage };
  }

  async #analyzeFace(models: OpenModels, face: Face, frame: RgbaImage, parts: AnalysisParts): Promise<AnalyzedFace> {
    const result: AnalyzedFace = {
      ...face,
      embedding: null,
      modelId: null,
      digest: null,
      liveness: null,
      quality: null,
      ...(await attributesOf(models.attributes, frame, face.keypoints, parts)),
    };
    if (!parts.embedding && !parts.liveness && !parts.quality) return result;
    const aligned = this.#aligned(face.keypoints, frame, alignedSize);
    const quality = assessQuality(face, aligned ?? this.#crop(alignedSize), frame);
    if (parts.quality) result.quality = quality;
    if (parts.embedding && aligned !== null) {
      const { model, session } = await models.embedding;
      const { size } = model.input;
      const crop = size === alignedSize ? aligned : this.#aligned(face.keypoints, frame, size)!;
      result.digest = await sha256(aligned.data);
      result.embedding = await embed(session, model, crop);
      result.modelId = modelId(model);
    }
    if (parts.liveness) {
      const presentation = { frame, face, crop: (size: number) => this.#crop(size) };
      result.liveness = await judgeLiveness(await models.judges, this.#options.liveness, presentation, quality);
    }
    return result;
  }

  /** `null` for keypoints that are those of no face. */
  #aligned(keypoints: Keypoints, frame: RgbaImage, size: number): RgbCrop | null {
    const crop = this.#crop(size);
    const toImage = alignedToImage(keypoints, size);
    if (toImage === null) return null;
    warp(frame, toImage, crop, antialiasingSamples(toImage));
    return crop;
  }

  /** A crop that is kept and overwritten, one for each size. */
  #crop(size: number): RgbCrop {
    const kept = this.#crops.get(size);
    if (kept !== undefined) return kept;
    const crop = createCrop(size);
    this.#crops.set(size, crop);
    return crop;
  }

  /** Runs a task on the models; where the GPU fails it, again on WASM. */
  async #carriedOn<T>(task: (models: OpenModels) => Promise<T>): Promise<T> {
    const models = this.#models;
    try {
      return await task(models);
    } catch (error) {
      if (models.runtime.device === 'wasm' || !isDeviceFailure(error)) throw error;
      await this.#fallBack((error as Error).message);
      return task(this.#models);
    }
  }

  /** Goes on on WASM, once: whoever finds the GPU failing waits for the same change. */
  #fallBack(reason: string): Promise<void> {
    this.#change ??= openModels(this.#options.models, 'wasm', this.#options.modelBaseUrl, () => {}).then((models) => {
      this.#models = models;
      this.#choice = { device: 'wasm', reason };
      this.#onChange(this.info);
    });
    // What failed for once, as a download may, is tried again.
    this.#change.catch(() => {
      this.#change = null;
    });
    return this.#change;
  }
}

function facesOf({ detectors }: OpenModels, frame: RgbaImage): Promise<Face[]> {
  const run = async (range: Range, region: Box) => (await detectors)[range].detect(frame, region);
  return findFaces(run, frame.width, frame.height);
}

async function chosenDevice(wanted: OpenOptions['device']): Promise<DeviceChoice> {
  if (wanted === 'wasm') return { device: 'wasm', reason: 'The app asked for it.' };
  const { gpu } = navigator;
  if (wanted === 'auto') return chooseDevice(gpu && (() => gpu.requestAdapter()));
  if (await gpu?.requestAdapter()) return { device: 'webgpu', reason: 'The app asked for it.' };
  throw new FaceError('device-unavailable', 'This browser offers no WebGPU adapter: use device "auto".', {
    device: wanted,
  });
}

/** Whether an error may be the GPU's, so that WASM is worth a try: a file that does not arrive is not. */
function isDeviceFailure(error: unknown): boolean {
  return error instanceof FaceError && (error.code === 'device-unavailable' || error.code === 'model-corrupt');
}
